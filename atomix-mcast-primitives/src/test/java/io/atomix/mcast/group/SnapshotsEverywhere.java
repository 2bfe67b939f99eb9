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
package io.atomix.mcast.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.cluster.MemberId;
import io.atomix.core.barrier.impl.CyclicBarrierResult;
import io.atomix.core.election.Leadership;
import io.atomix.core.map.AtomicMapEvent;
import io.atomix.core.map.impl.MapEntryUpdateResult;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.Result;
import io.atomix.mcast.wire.WireReader;
import io.atomix.mcast.wire.WireWriter;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.event.PrimitiveEvent;
import io.atomix.primitive.impl.DefaultPrimitiveTypeRegistry;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.utils.serializer.Serializer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A hosted service on many replicas: after every step there is one more, restored from a snapshot
 * of the first. Each step checks that all of them answer and publish the same.
 */
final class SnapshotsEverywhere {
  private static final MemberId MEMBER = MemberId.from("m1");
  private static final long CARRIER = 7;

  private final PrimitiveType<?, ?, ?> type;
  private final List<Replica> replicas = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private long index;
  private long time = 1_000_000;

  SnapshotsEverywhere(PrimitiveType<?, ?, ?> type, ServiceConfig config) {
    this.type = type;
    Replica first = new Replica("the first replica");
    byte[] encoded = Serializer.using(type.namespace()).encode(config);
    first.primitive = HostedPrimitive.create("hosted", type, encoded, MEMBER, first);
    replicas.add(first);
  }

  /** A replica and what it published in the last step. */
  private final class Replica implements Surroundings {
    private final String name;
    private final List<Event> events = new ArrayList<>();
    private HostedPrimitive primitive;

    Replica(String name) {
      this.name = name;
    }

    @Override
    public boolean applies() {
      return true;
    }

    @Override
    public long time() {
      return time;
    }

    @Override
    public long index() {
      return index;
    }

    @Override
    public MessageId message() {
      return null;
    }

    @Override
    public void published(HostedSession session, PrimitiveEvent event) {
      events.add(
          new Event(
              session.sessionId().id(), event.type().id(), text(primitive.serializer(), event)));
    }
  }

  /** Returns a result, without the time at which a replica made it. */
  private static String text(Serializer serializer, byte[] result) {
    Object decoded = result == null ? "nothing" : serializer.decode(result);
    if (decoded instanceof MapEntryUpdateResult<?, ?> update) {
      return update.status().toString();
    } else if (decoded instanceof Leadership<?> leadership) {
      return leadership.leader().term() + " of " + leadership.candidates().size();
    }
    return decoded instanceof CyclicBarrierResult<?> of
        ? of.status() + " " + of.result()
        : decoded.toString();
  }

  /** Returns the content of an event, without the time at which a replica made it. */
  private static String text(Serializer serializer, PrimitiveEvent event) {
    Object[] arguments = event.value() == null ? new Object[0] : serializer.decode(event.value());
    return Stream.of(arguments)
        .map(each -> each instanceof AtomicMapEvent<?, ?> of ? of.type() + " " + of.key() : each)
        .map(String::valueOf)
        .collect(Collectors.joining(", "));
  }

  /** An event of a session. */
  record Event(long session, String type, String value) {}

  private void restoreOneMore() {
    WireWriter out = new WireWriter();
    replicas.get(0).primitive.write(out);
    Replica restored = new Replica("the replica restored at index " + index);
    restored.primitive =
        HostedPrimitive.read(
            new WireReader("A snapshot", out.toByteArray()),
            true,
            new DefaultPrimitiveTypeRegistry(List.of(type)),
            MEMBER,
            restored);
    replicas.add(restored);
  }

  boolean usesTime() {
    return replicas.get(0).primitive.usesTime();
  }

  /** Takes a step on every replica and returns what it returned. */
  private String step(String what, Function<HostedPrimitive, String> step) {
    return step(what, 0, step);
  }

  private String step(String what, long millis, Function<HostedPrimitive, String> step) {
    restoreOneMore();
    index++;
    time += millis;
    String expected = null;
    for (Replica replica : replicas) {
      replica.events.clear();
      String result = step.apply(replica.primitive);
      Replica first = replicas.get(0);
      if (replica == first) {
        expected = result;
      }
      String where = "%s by %s".formatted(what, replica.name);
      assertThat(result).as("the result of %s", where).isEqualTo(expected);
      assertThat(replica.events).as("the events of %s", where).isEqualTo(first.events);
      assertThat(replica.primitive.usesTime())
          .as("whether time was used before %s or in it", where)
          .isEqualTo(usesTime());
    }
    replicas.get(0).events.forEach(event -> told.add(event.session() + " " + event.type()));
    return expected;
  }

  void open(long session) {
    step(
        "opening " + session,
        primitive -> {
          primitive.open(index, session, CARRIER, MEMBER);
          return "opened";
        });
  }

  void end(long session) {
    step(
        "ending " + session,
        primitive -> {
          primitive.end(index, session, true);
          return "ended";
        });
  }

  /** Lets time pass with an entry. */
  void pass(long millis) {
    step(
        "passing " + millis + " ms",
        millis,
        primitive -> {
          primitive.tick();
          return "passed";
        });
  }

  void command(long session, String operation, Object... arguments) {
    apply(session, operation, OperationType.COMMAND, arguments);
  }

  /** Returns the answer as a text. */
  String query(long session, String operation, Object... arguments) {
    return apply(session, operation, OperationType.QUERY, arguments);
  }

  private String apply(long session, String name, OperationType type, Object... arguments) {
    return step(
        name + Arrays.toString(arguments) + " of " + session,
        primitive -> {
          byte[] encoded = arguments.length == 0 ? null : primitive.serializer().encode(arguments);
          Result result =
              primitive.apply(index, CARRIER, session, new HostedOperation(name, type, encoded));
          assertThat(result).as(name).isInstanceOf(Result.Done.class);
          return text(primitive.serializer(), ((Result.Done) result).value());
        });
  }

  /** Returns whether all replicas say that a lock is held with a version, or an election led. */
  boolean isHeld(long version) {
    return Boolean.parseBoolean(
        step(
            "asking whether " + version + " is held",
            primitive -> String.valueOf(primitive.foretelling().isHeld(version))));
  }

  /** Returns the version that a lock has told the holder that it has since the last step. */
  long toldVersion() {
    List<Event> events = replicas.get(0).events;
    assertThat(events).extracting(Event::type).containsExactly("locked");
    return Long.parseLong(events.get(0).value().split(", ")[1]);
  }

  /** Returns what the service has published so far: the session and the type of each event. */
  List<String> told() {
    return told;
  }

  @Override
  public String toString() {
    return type.name();
  }
}
