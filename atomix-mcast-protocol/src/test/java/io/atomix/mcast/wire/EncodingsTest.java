/*
 * Copyright 2026 the atomix-mcast authors
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 * http://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.atomix.mcast.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.ordering.OrderingCodec;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every encoding brings back what went in, and bytes that are not what they should be give a {@link
 * WireException} and nothing else. Random: {@code -Dmcast.seed=N} replays a run.
 */
class EncodingsTest {
  private static final Logger LOGGER = LoggerFactory.getLogger(EncodingsTest.class);
  private static final int VALUES = 300;

  private static final long SEED = Long.getLong("mcast.seed", new Random().nextLong());
  private final Random random = new Random(SEED);
  private final RandomValues values = new RandomValues(random);

  static List<Encoding<?>> encodings() {
    return Encoding.ALL;
  }

  @BeforeAll
  static void logSeed() {
    LOGGER.info("Replay with -Dmcast.seed={}", SEED);
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void everyRecordRoundTrips(Encoding<?> encoding) {
    for (int i = 0; i < VALUES; i++) {
      Object value = values.any(encoding.type());
      byte[] bytes = encoding.encode(value);
      Object back = encoding.decode(bytes);
      assertThat(Encoding.show(back)).as("seed %d", SEED).isEqualTo(Encoding.show(value));
      assertThat(encoding.encode(back)).as("seed %d", SEED).isEqualTo(bytes);
    }
    assertThat(values.made())
        .as("seed %d: each record that %s can hold was tried", SEED, encoding)
        .containsAll(RandomValues.recordsIn(encoding.type()));
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void truncatedBytesAreRefused(Encoding<?> encoding) {
    for (int i = 0; i < VALUES / 5; i++) {
      byte[] bytes = encoding.encode(values.any(encoding.type()));
      for (int length = 0; length < bytes.length; length++) {
        byte[] part = Arrays.copyOf(bytes, length);
        assertThatThrownBy(() -> encoding.decode(part))
            .as("seed %d: %d of %d bytes", SEED, length, bytes.length)
            .isInstanceOf(WireException.class)
            .hasMessageContaining("damaged");
      }
      assertThatThrownBy(() -> encoding.decode(Arrays.copyOf(bytes, bytes.length + 1)))
          .as("seed %d: a byte too many", SEED)
          .isInstanceOf(WireException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void garbageIsUnderstoodOrRefused(Encoding<?> encoding) {
    for (int i = 0; i < VALUES * 20; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      if (bytes.length > 0 && random.nextInt(10) > 0) {
        bytes[0] = 1;
      }
      tryToDecode(encoding, bytes);
    }
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void damagedBytesAreUnderstoodOrRefused(Encoding<?> encoding) {
    for (int i = 0; i < VALUES * 5; i++) {
      byte[] bytes = encoding.encode(values.any(encoding.type()));
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        int place = random.nextInt(bytes.length);
        bytes[place] ^= (byte) (1 << random.nextInt(8));
      }
      tryToDecode(encoding, bytes);
    }
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void lengthsOutOfAllBoundsTakeNoMemory(Encoding<?> encoding) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (int i = 0; i < VALUES; i++) {
      byte[] bytes = encoding.encode(values.any(encoding.type()));
      int place = 1 + random.nextInt(bytes.length - 1);
      // As a count or length, this says some billions or a negative number.
      int filled = Math.min(bytes.length, place + 4 + random.nextInt(6));
      Arrays.fill(bytes, place, filled, (byte) 0xFF);
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      tryToDecode(encoding, bytes);
      long taken = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
      assertThat(taken)
          .as("seed %d: bytes taken to read %d bytes", SEED, bytes.length)
          .isLessThan(4_000_000);
    }
  }

  /** A status that is not known takes one byte, so that many are cheap to send. */
  @Test
  void aListOfMoreThanAnyNodeSendsIsRefused() {
    for (int count : List.of(OrderingCodec.MOST_ELEMENTS, OrderingCodec.MOST_ELEMENTS + 1)) {
      List<MessageStatus> unknown = Collections.nCopies(count, null);
      byte[] bytes = new ExchangeMessage.Reply(true, "m1", unknown).encode();
      if (count == OrderingCodec.MOST_ELEMENTS) {
        assertThat(ExchangeMessage.Reply.decode(bytes).statuses()).hasSize(count);
      } else {
        assertThatThrownBy(() -> ExchangeMessage.Reply.decode(bytes))
            .isInstanceOf(WireException.class)
            .hasMessageContaining("a list of 65537 elements, of 65536 at most");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void aNewerVersionIsCalledSo(Encoding<?> encoding) {
    byte[] bytes = encoding.encode(values.any(encoding.type()));
    int known = bytes[0]++;
    assertThatThrownBy(() -> encoding.decode(bytes))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("has version " + (known + 1))
        .hasMessageMatching(".* knows only version (1 to )?" + known + ": upgrade .*");
  }

  @ParameterizedTest
  @MethodSource("encodings")
  void noBytesAtAllAreRefused(Encoding<?> encoding) {
    assertThatThrownBy(() -> encoding.decode(null)).isInstanceOf(WireException.class);
    assertThatThrownBy(() -> encoding.decode(new byte[0])).isInstanceOf(WireException.class);
  }

  @Test
  void everyEncodingIsTested() throws Exception {
    Set<String> withDecoder = new LinkedHashSet<>();
    for (Class<?> type : classesOf(Command.class)) {
      if (Stream.of(type.getDeclaredMethods()).anyMatch(EncodingsTest::isDecoder)) {
        withDecoder.add(type.getName());
      }
    }
    assertThat(
            Encoding.ALL.stream()
                .map(encoding -> encoding.type().getName())
                .collect(Collectors.toSet()))
        .isEqualTo(withDecoder);
  }

  /**
   * A batch is filled by this measure, so that one that is too small would make an entry that the
   * log refuses.
   */
  @Test
  void aCommandIsNeverLargerThanItSays() {
    for (int i = 0; i < VALUES * 20; i++) {
      Command command = values.any(Command.class);
      WireWriter out = new WireWriter();
      command.write(out);
      assertThat(command.size())
          .as("seed %d: %s", SEED, Encoding.show(command))
          .isGreaterThanOrEqualTo(out.size());
    }
    assertThat(values.made()).containsAll(RandomValues.recordsIn(Command.class));
  }

  @Test
  void whatABatchTakesBesidesItsCommandsIsWithinTheOverhead() {
    for (int i = 0; i < VALUES; i++) {
      Batch batch = values.any(Batch.class);
      int commands = batch.commands().stream().mapToInt(Command::size).sum();
      assertThat(batch.encode().length)
          .as("seed %d: %s", SEED, Encoding.show(batch))
          .isLessThanOrEqualTo(Batch.OVERHEAD / 2 + commands);
    }
  }

  private static boolean isDecoder(Method method) {
    return method.getName().equals("decode") && Modifier.isStatic(method.getModifiers());
  }

  private void tryToDecode(Encoding<?> encoding, byte[] bytes) {
    try {
      encoding.decode(bytes);
    } catch (WireException expected) {
      assertThat(expected.getMessage()).isNotBlank();
    } catch (Throwable other) {
      fail(
          "seed " + SEED + ": " + encoding + " of " + Arrays.toString(bytes) + " gave " + other,
          other);
    }
  }

  private static List<Class<?>> classesOf(Class<?> neighbour)
      throws IOException, URISyntaxException {
    URI file = neighbour.getResource(neighbour.getSimpleName() + ".class").toURI();
    try (Stream<Path> files = Files.list(Path.of(file).getParent())) {
      return files
          .map(path -> path.getFileName().toString())
          .filter(name -> name.endsWith(".class"))
          .map(name -> neighbour.getPackageName() + "." + name.substring(0, name.length() - 6))
          .<Class<?>>map(EncodingsTest::load)
          .toList();
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }
}
