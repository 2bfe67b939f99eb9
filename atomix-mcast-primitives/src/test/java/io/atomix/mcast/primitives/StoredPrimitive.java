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
package io.atomix.mcast.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.cluster.MemberId;
import io.atomix.mcast.MessageAwareService;
import io.atomix.mcast.ResultAtVote;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.event.PrimitiveEvent;
import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.operation.Operations;
import io.atomix.primitive.service.PrimitiveService;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.primitive.service.impl.DefaultBackupInput;
import io.atomix.primitive.service.impl.DefaultBackupOutput;
import io.atomix.primitive.service.impl.DefaultCommit;
import io.atomix.primitive.session.SessionId;
import io.atomix.primitive.session.impl.AbstractSession;
import io.atomix.storage.buffer.HeapBuffer;
import io.atomix.utils.serializer.Serializer;
import io.atomix.utils.time.WallClockTimestamp;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Operations of a primitive and its snapshots in between, as an earlier version wrote them: the
 * operations are read and have the results that they had, from the beginning and behind each
 * snapshot. {@code docs/formats.md} tells when and how a file is added; those that are there are
 * never written again.
 */
public final class StoredPrimitive extends ReplicaContext {
  private static final Path FOLDER = Path.of("src", "test", "resources", "formats");
  private static final HexFormat HEX = HexFormat.of();
  private static final String NOTHING = "-";
  private static final int SNAPSHOT_EVERY = 4;
  private static final long SESSION = 1;

  /** Atomix's maps put the time of the machine into their answers. */
  private static final String READ_OFF_A_CLOCK = "creationTime";

  private final PrimitiveService service;

  private StoredPrimitive(PrimitiveType<?, ?, ?> type, ServiceConfig config) {
    super("stored", type, config);
    service = type.newService(config);
    service.init(this);
    current = new Silent(type);
    service.register((Silent) current);
  }

  /**
   * Reads what a version has written of a primitive; with {@code -Dmcast.formats.write=true}, if
   * there is none, writes it first.
   *
   * @param script calls each operation of the interface that is not inherited
   */
  public static <S> void check(
      int version,
      PrimitiveType<?, ?, ?> type,
      ServiceConfig config,
      Class<S> operations,
      Consumer<S> script)
      throws IOException {
    check(version, type, config, operations, Set.of(), script);
  }

  /**
   * Reads what a version has written of a primitive that did less than it does now.
   *
   * @param later the operations that have come since
   */
  public static <S> void check(
      int version,
      PrimitiveType<?, ?, ?> type,
      ServiceConfig config,
      Class<S> operations,
      Set<String> later,
      Consumer<S> script)
      throws IOException {
    Path file = FOLDER.resolve(version + "/" + type.name() + ".txt");
    if (Boolean.getBoolean("mcast.formats.write")) {
      Files.createDirectories(file.getParent());
      List<String> lines = new StoredPrimitive(type, config).record(operations, script);
      // Fails if there is one: it is for ever.
      Files.write(file, lines, StandardCharsets.US_ASCII, StandardOpenOption.CREATE_NEW);
    }
    List<StoredPrimitive> replicas = new ArrayList<>(List.of(new StoredPrimitive(type, config)));
    Set<String> called = new TreeSet<>();
    for (String line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
      String[] words = line.split(" ");
      if (words[0].equals("snapshot")) {
        StoredPrimitive restored = new StoredPrimitive(type, config);
        restored.index = replicas.get(0).index;
        restored.restore(HEX.parseHex(words[1]));
        replicas.add(restored);
      } else {
        called.add(words[1]);
        for (StoredPrimitive replica : replicas) {
          OperationId id = OperationId.from(words[1], OperationType.valueOf(words[0]));
          assertThat(replica.show(replica.apply(id, bytes(words[2]))))
              .as("%s of replica %d", words[1], replicas.indexOf(replica))
              .isEqualTo(replica.show(bytes(words[3])));
        }
      }
    }
    assertThat(replicas).as("replicas, restored ones included").hasSizeGreaterThan(2);
    Set<String> names = namesOf(operations);
    names.removeAll(later);
    assertThat(called).containsAll(names);
  }

  private <S> List<String> record(Class<S> operations, Consumer<S> script) {
    Map<Method, OperationId> ids = Operations.getMethodMap(operations);
    List<String> lines = new ArrayList<>();
    script.accept(
        operations.cast(
            Proxy.newProxyInstance(
                operations.getClassLoader(),
                new Class<?>[] {operations},
                (self, method, arguments) -> {
                  if (lines.size() % (SNAPSHOT_EVERY + 1) == SNAPSHOT_EVERY) {
                    lines.add("snapshot " + HEX.formatHex(backup()));
                  }
                  OperationId id = ids.get(method);
                  byte[] sent = arguments == null ? null : service.serializer().encode(arguments);
                  byte[] result = apply(id, sent);
                  lines.add(String.join(" ", id.type().name(), id.id(), hex(sent), hex(result)));
                  return result == null ? null : service.serializer().decode(result);
                })));
    return lines;
  }

  private byte[] apply(OperationId id, byte[] arguments) {
    operation = id.type();
    if (operation == OperationType.COMMAND) {
      index++;
    }
    byte[] result = service.apply(new DefaultCommit<>(index, id, arguments, current, time));
    if (service instanceof MessageAwareService aware && id.type() == OperationType.COMMAND) {
      aware.changedBy(new UUID(1, 2), index);
    }
    return result;
  }

  private byte[] backup() {
    try (HeapBuffer buffer = HeapBuffer.allocate()) {
      service.backup(new DefaultBackupOutput(buffer, service.serializer()));
      byte[] bytes = new byte[buffer.position()];
      buffer.flip().read(bytes);
      return bytes;
    }
  }

  private void restore(byte[] snapshot) {
    // As the host does: a service may schedule timers from its first tick on.
    service.tick(WallClockTimestamp.from(time));
    try (HeapBuffer buffer = HeapBuffer.wrap(snapshot)) {
      service.restore(new DefaultBackupInput(buffer, service.serializer()));
    }
  }

  /** Texts that are equal if the results are, whatever the order of a map. */
  private String show(byte[] result) {
    Object decoded = result == null ? null : service.serializer().decode(result);
    return text(decoded);
  }

  private static String text(Object value) {
    if (value instanceof byte[] bytes) {
      return HEX.formatHex(bytes);
    } else if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> text(entry.getKey()) + "=" + text(entry.getValue()))
          .sorted()
          .collect(Collectors.joining(", ", "{", "}"));
    } else if (value instanceof Iterable<?> many) {
      List<String> texts = new ArrayList<>();
      many.forEach(each -> texts.add(text(each)));
      return texts.toString();
    } else if (value instanceof Object[] array) {
      return text(Arrays.asList(array));
    } else if (value == null || isPlain(value)) {
      return String.valueOf(value);
    }
    return value.getClass().getSimpleName() + fields(value);
  }

  private static boolean isPlain(Object value) {
    return value instanceof String
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Enum<?>;
  }

  private static List<String> fields(Object value) {
    List<String> texts = new ArrayList<>();
    for (Class<?> type = value.getClass(); type != Object.class; type = type.getSuperclass()) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getName().equals(READ_OFF_A_CLOCK)) {
          try {
            field.setAccessible(true);
            texts.add(field.getName() + "=" + text(field.get(value)));
          } catch (IllegalAccessException e) {
            throw new IllegalStateException("Cannot read " + field, e);
          }
        }
      }
    }
    return texts;
  }

  private static String hex(byte[] bytes) {
    return bytes == null ? NOTHING : HEX.formatHex(bytes);
  }

  private static byte[] bytes(String text) {
    return text.equals(NOTHING) ? null : HEX.parseHex(text);
  }

  /** What a query tells at the vote has the bytes of its command, arguments and result alike. */
  private static Set<String> namesOf(Class<?> operations) {
    Map<Method, OperationId> ids = Operations.getMethodMap(operations);
    Set<String> names =
        ids.entrySet().stream()
            .filter(entry -> entry.getKey().getDeclaringClass() == operations)
            .map(entry -> entry.getValue().id())
            .collect(Collectors.toSet());
    ids.keySet().stream()
        .map(method -> method.getAnnotation(ResultAtVote.class))
        .filter(Objects::nonNull)
        .forEach(told -> names.remove(told.value()));
    return names;
  }

  /** A session that hears nothing. */
  private static final class Silent extends AbstractSession<Object> {
    Silent(PrimitiveType<?, ?, ?> type) {
      super(
          SessionId.from(SESSION),
          "stored",
          type,
          MemberId.from("client"),
          Serializer.using(type.namespace()));
    }

    @Override
    public State getState() {
      return State.OPEN;
    }

    @Override
    public void publish(PrimitiveEvent event) {}
  }
}
