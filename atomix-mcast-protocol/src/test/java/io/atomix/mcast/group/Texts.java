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

import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.Below;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.ordering.Position;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.GroupVerdict;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.operation.OperationType;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The vocabulary of the tests of this package: what clients ask of a {@link StoreService}, and what
 * they hear.
 */
final class Texts {
  static final GroupId G = new GroupId("data", 1);
  static final GroupId H = new GroupId("data", 2);
  static final GroupId K = new GroupId("data", 3);

  /** The name of the primitive in most tests. */
  static final String STORE = "store";

  /** Who brings what leaders learn. */
  static final TestClient LEADER = new TestClient(900);

  private Texts() {}

  static SortedSet<GroupId> groups(GroupId... groups) {
    return new TreeSet<>(List.of(groups));
  }

  static HostedOperation command(String name, Object... arguments) {
    return new HostedOperation(name, OperationType.COMMAND, bytes(arguments));
  }

  static HostedOperation query(String name, Object... arguments) {
    return new HostedOperation(name, OperationType.QUERY, bytes(arguments));
  }

  private static byte[] bytes(Object... arguments) {
    return Stream.of(arguments)
        .map(String::valueOf)
        .collect(Collectors.joining(" "))
        .getBytes(StandardCharsets.UTF_8);
  }

  static GroupFootprint touches(Access access, String... keys) {
    TreeMap<Long, Access> touched = new TreeMap<>();
    for (String key : keys) {
      touched.put((long) key.hashCode(), access);
    }
    return new GroupFootprint(STORE, null, touched);
  }

  static GroupFootprint reads(String... keys) {
    return touches(Access.READ, keys);
  }

  static GroupFootprint writes(String... keys) {
    return touches(Access.WRITE, keys);
  }

  static GroupFootprint all(Access access) {
    return GroupFootprint.whole(STORE, access);
  }

  static Command.OpenSession open(TestClient client, String primitive, String type) {
    return new Command.OpenSession(client.next(), primitive, type, null);
  }

  static Command.CloseSession close(TestClient client, long session) {
    return new Command.CloseSession(client.next(), STORE, session);
  }

  /** A local message with an operation on all that it may touch. */
  static Command.Local local(
      TestClient client, long session, HostedOperation operation, GroupFootprint footprint) {
    return new Command.Local(client.next(), session, operation, footprint);
  }

  static Command.Local put(TestClient client, long session, String key, String value) {
    return local(client, session, command("put", key, value), writes(key));
  }

  static Command.Local get(TestClient client, long session, String key) {
    return local(client, session, query("get", key), reads(key));
  }

  /** A multicast write to G and H whose caller wants its result. */
  static Command.Multicast multicast(
      long sequence, long session, HostedOperation operation, GroupFootprint footprint) {
    return new Command.Multicast(
        sequence, session, operation, footprint, groups(G, H), operation.isQuery());
  }

  static Command.Multicast putBoth(long sequence, long session, String key, String value) {
    return multicast(sequence, session, command("put", key, value), writes(key));
  }

  static Command.Multicast withoutResult(Command.Multicast command) {
    return new Command.Multicast(
        command.sequence(),
        command.session(),
        command.action(),
        command.footprint(),
        command.destinations(),
        true);
  }

  /** A condition that a key has this value. */
  static HostedOperation is(String key, String value) {
    return query("is", key, value);
  }

  /** A conditional message to G and H that may do anything with these keys. */
  static Command.Multicast decide(
      long sequence, long session, boolean early, ConditionalAction conditional, String... keys) {
    return new Command.Multicast(sequence, session, conditional, writes(keys), groups(G, H), early);
  }

  static Result verdict(boolean holds, String read, String result) {
    return holds ? verdict(true, read, result, null) : verdict(false, read, null, result);
  }

  /** A verdict that tells of both branches what they will return. */
  static Result verdict(boolean holds, String read, String then, String otherwise) {
    return new Result.Done(
        new GroupVerdict(holds, orNull(read), orNull(then), orNull(otherwise)).encode());
  }

  private static byte[] orNull(String text) {
    return text == null ? null : bytes(text);
  }

  /** A command whose result a query tells with the vote. */
  static HostedOperation toldAtVote(String name, String query, Object... arguments) {
    return new HostedOperation(name, OperationType.COMMAND, bytes(arguments), query);
  }

  static Answer done(String value) {
    return new Answer.Finished(result(value));
  }

  static Result result(String value) {
    return new Result.Done(value == null ? null : bytes(value));
  }

  /** A status behind messages, each with the timestamp below that of the next. */
  static MessageStatus behind(MessageStatus.State state, long timestamp, MessageId... below) {
    List<Position> nearest = new ArrayList<>();
    for (MessageId each : below) {
      nearest.add(new Position(timestamp - below.length + nearest.size(), each));
    }
    return new MessageStatus(state, timestamp, false, Below.of(nearest));
  }

  static Answer votedBehind(long timestamp, MessageId... below) {
    return new Answer.Voted(behind(MessageStatus.State.VOTED, timestamp, below), null);
  }

  static Answer voted(long timestamp, boolean first) {
    return new Answer.Voted(new MessageStatus(MessageStatus.State.VOTED, timestamp, first), null);
  }

  static Answer voted(long timestamp, String early) {
    return new Answer.Voted(
        new MessageStatus(MessageStatus.State.VOTED, timestamp, true), result(early));
  }

  static Notification deferred(long number, long sequence, String value) {
    return new Notification.Deferred(number, sequence, result(value));
  }

  /** Returns what failed, or fails itself. */
  static Result.Failed failure(Answer answer) {
    return failure(((Answer.Finished) answer).result());
  }

  static Result.Failed failure(Result result) {
    return (Result.Failed) result;
  }

  /** Returns the texts of the events among notifications, as {@code session:text}. */
  static List<String> events(List<Notification> notifications) {
    return notifications.stream()
        .filter(notification -> notification instanceof Notification.Published)
        .map(notification -> (Notification.Published) notification)
        .map(event -> event.session() + ":" + new String(event.value(), StandardCharsets.UTF_8))
        .toList();
  }

  static Result only(ReadAnswer answer) {
    List<Result> results = ((ReadAnswer.QueryResults) answer).results();
    if (results.size() != 1) {
      throw new AssertionError("One result expected: " + answer);
    }
    return results.get(0);
  }

  /**
   * Returns all that a value holds as a text, bytes as the text that they are, so that equal texts
   * mean equal values.
   */
  static String show(Object value) {
    if (value instanceof byte[] bytes) {
      return "'" + new String(bytes, StandardCharsets.ISO_8859_1) + "'";
    } else if (value instanceof Map<?, ?> map) {
      return show(
          map.entrySet().stream()
              .map(entry -> entry.getKey() + ": " + show(entry.getValue()))
              .toList());
    } else if (value instanceof Collection<?> many) {
      return many.stream().map(Texts::show).collect(Collectors.joining("\n ", "[", "]"));
    } else if (value instanceof Record) {
      return Stream.of(value.getClass().getRecordComponents())
          .map(component -> show(read(component, value)))
          .collect(Collectors.joining(", ", value.getClass().getSimpleName() + "(", ")"));
    }
    return String.valueOf(value);
  }

  private static Object read(RecordComponent component, Object value) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot read " + component, e);
    }
  }
}
