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
package io.atomix.mcast.observe;

import com.google.common.io.BaseEncoding;
import io.atomix.mcast.Footprint;
import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.utils.serializer.Namespaces;
import io.atomix.utils.serializer.Serializer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Finds out what the keys of a footprint are called: a footprint has only their digests, and among
 * an operation's arguments are the keys. Nothing but what a footprint names is ever told, so no
 * value is, unless it is a touched key as well.
 */
public final class KeyNames {
  /** Largest number of keys of a message that are named. */
  public static final int MOST_KEYS = 16;

  /** Largest number of keys of a message whose digests are told. */
  public static final int MOST_DIGESTS = 256;

  /** Largest number of characters of a key that are shown. */
  public static final int LONGEST_NAME = 64;

  private static final int MOST_VISITED = 512;
  private static final int DEEPEST = 5;
  private static final Pattern BASE_16 = Pattern.compile("(?:[0-9A-F]{2}){1,256}");
  private static final Serializer BASIC = Serializer.using(Namespaces.BASIC);

  /** First bytes of the serialized forms of texts and of numbers. */
  private static final byte[] TEXT = Arrays.copyOf(BASIC.encode("key"), 2);

  private static final Set<Byte> NUMBERS = Set.of(BASIC.encode(1)[0], BASIC.encode(1L)[0]);

  private final SortedMap<Long, Access> wanted;
  private final Map<Long, String> names = new HashMap<>();
  private int visited;

  private KeyNames(SortedMap<Long, Access> wanted) {
    this.wanted = wanted;
  }

  /**
   * Returns what a message touches, in words.
   *
   * @param arguments the decoded arguments of its operations, in which the keys are
   */
  public static Touched touched(GroupFootprint footprint, List<Object> arguments) {
    SortedMap<Long, Access> keys = footprint.keys();
    KeyNames found = new KeyNames(keys);
    found.visit(arguments, 0);
    // If some have names, the others are no arguments: clients and relations may add keys.
    boolean all = found.names.isEmpty() && footprint.whole() == null;
    List<Touched.TouchedKey> told =
        keys.entrySet().stream()
            .filter(key -> all || found.names.containsKey(key.getKey()))
            .limit(MOST_KEYS)
            .map(key -> new Touched.TouchedKey(found.name(key.getKey()), key.getValue()))
            .toList();
    return new Touched(
        footprint.title(),
        footprint.whole(),
        told,
        keys.size() - told.size(),
        digests(footprint) <= MOST_DIGESTS ? footprint : null);
  }

  private static int digests(GroupFootprint footprint) {
    return footprint.keys().size() + footprint.others().stream().mapToInt(KeyNames::digests).sum();
  }

  private String name(long digest) {
    String name = names.get(digest);
    return name != null ? shortened(name) : String.format("#%016x", digest);
  }

  private void visit(Object found, int depth) {
    if (found == null || depth > DEEPEST || names.size() == wanted.size()) {
      return;
    } else if (found instanceof Iterable<?> several) {
      for (Object each : several) {
        if (visited < MOST_VISITED) {
          visit(each, depth + 1);
        }
      }
    } else if (found instanceof Map<?, ?> map) {
      visit(map.keySet(), depth);
    } else if (found instanceof Object[] array) {
      visit(Arrays.asList(array), depth);
    } else if (found instanceof Record parts) {
      visit(components(parts), depth);
    } else {
      visited++;
      SortedMap<Long, Access> digest = Footprint.none().reads(found).of("").keys();
      if (!digest.isEmpty() && wanted.containsKey(digest.firstKey())) {
        names.putIfAbsent(digest.firstKey(), text(found));
      }
    }
  }

  private static List<Object> components(Record parts) {
    List<Object> values = new ArrayList<>();
    for (var component : parts.getClass().getRecordComponents()) {
      try {
        component.getAccessor().setAccessible(true);
        values.add(component.getAccessor().invoke(parts));
      } catch (ReflectiveOperationException | RuntimeException e) {
        // An unreadable argument names nothing.
        values.add(null);
      }
    }
    return values;
  }

  private static String text(Object key) {
    if (key instanceof byte[] bytes) {
      return BaseEncoding.base16().encode(bytes);
    }
    String text = String.valueOf(key);
    return key instanceof String && BASE_16.matcher(text).matches() ? decoded(text) : text;
  }

  /**
   * Atomix's maps write a key as the bytes of its serialized form, in base 16. A key that may be
   * text is guessed and written again, not decoded: a key that means something else could ask for
   * any amount of memory.
   */
  private static String decoded(String written) {
    byte[] bytes = BaseEncoding.base16().decode(written);
    return Stream.concat(guesses(bytes), number(bytes))
        .filter(guess -> Arrays.equals(BASIC.encode(guess), bytes))
        .map(String::valueOf)
        .findFirst()
        .orElse(written);
  }

  /** Behind the class come ASCII characters, the last one marked; or a length, and then UTF-8. */
  private static Stream<Object> guesses(byte[] bytes) {
    int start = TEXT.length;
    if (bytes.length <= start || !Arrays.equals(bytes, 0, start, TEXT, 0, start)) {
      return Stream.of();
    }
    byte[] ascii = Arrays.copyOfRange(bytes, start, bytes.length);
    ascii[ascii.length - 1] &= Byte.MAX_VALUE;
    return Stream.concat(
        Stream.of(new String(ascii, StandardCharsets.US_ASCII)),
        IntStream.of(start + 1, start + 2)
            .filter(from -> from <= bytes.length)
            .mapToObj(
                from -> new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8)));
  }

  private static Stream<Object> number(byte[] bytes) {
    try {
      return NUMBERS.contains(bytes[0]) ? Stream.of(BASIC.<Object>decode(bytes)) : Stream.of();
    } catch (RuntimeException e) {
      return Stream.of();
    }
  }

  private static String shortened(String name) {
    return name.length() <= LONGEST_NAME ? name : name.substring(0, LONGEST_NAME - 1) + "…";
  }
}
