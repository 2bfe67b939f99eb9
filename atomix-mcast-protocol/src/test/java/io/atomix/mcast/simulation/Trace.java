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
package io.atomix.mcast.simulation;

import io.atomix.mcast.fakeraft.RaftLog;
import io.atomix.mcast.observe.Sampling;
import io.atomix.mcast.observe.Tracer;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.trace.TraceEvent;
import io.atomix.mcast.trace.TraceRecorder;
import io.atomix.mcast.wire.Action;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.Delivery;
import io.atomix.mcast.wire.ExchangeMessage;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.StableNotice;
import io.atomix.utils.serializer.Serializer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All that happens in a run: as one number, which is the same whenever the run is the same, and as
 * text if it is wanted, line by line with the call that the line is about.
 */
final class Trace {
  private static final int NO_CALL = 0;
  private static final int EVENTS = 100_000;

  /** An array of bytes, as Java names it: by what is another number in each run. */
  private static final Pattern ARRAY = Pattern.compile("\\[B@[0-9a-f]+");

  private static final Serializer SERIALIZER = Serializer.using(LedgerType.INSTANCE.namespace());

  private final World world;
  private final Detail kept;
  private final List<Line> lines = new ArrayList<>();
  private final Map<MessageId, Integer> calls = new HashMap<>();
  private final Map<String, TraceRecorder> recorders = new TreeMap<>();
  private final Points points = new Points();
  private long hash;

  private record Line(long time, int call, String text) {
    @Override
    public String toString() {
      String about = call == NO_CALL ? "" : "call " + call + ": ";
      return String.format(
          "%10.3f ms %s%s", time / 1e6, about, ARRAY.matcher(text).replaceAll("[B"));
    }
  }

  /** What of a run is kept. */
  enum Detail {
    /** What stands for all of it. */
    NUMBER,
    /** What happened to messages, too. */
    MESSAGES,
    /** That, and all that happened as text. */
    TEXT
  }

  Trace(World world, Detail detail) {
    this.world = world;
    this.kept = detail;
  }

  /** Returns the number that stands for all that has happened. */
  long hash() {
    return hash;
  }

  /** Returns the points that the run has come to. */
  Points points() {
    return points;
  }

  /** Returns what was recorded of these calls, and of the cluster meanwhile. */
  List<String> of(Set<Integer> wanted) {
    return lines.stream()
        .filter(line -> line.call == NO_CALL || wanted.contains(line.call))
        .map(Line::toString)
        .toList();
  }

  /** Returns all that was recorded. */
  List<String> all() {
    return lines.stream().map(Line::toString).toList();
  }

  /** Returns who is told what happens to messages on a node, in whichever run of it. */
  Tracer tracer(String node) {
    return kept != Detail.NUMBER
        ? recorders.computeIfAbsent(
            node, name -> new TraceRecorder(name, Sampling.ALL, EVENTS, date -> world.now() / 1000))
        : Tracer.NONE;
  }

  /** Returns what happened to messages, where those that a problem is about are pointed out. */
  io.atomix.mcast.trace.Trace picture(long seed, List<Problem> problems) {
    Set<Integer> about = new TreeSet<>();
    problems.forEach(problem -> about.addAll(problem.calls()));
    List<TraceEvent> events =
        recorders.values().stream()
            .flatMap(recorder -> recorder.trace("").events().stream())
            .sorted(Comparator.comparingLong(TraceEvent::time))
            .toList();
    return new io.atomix.mcast.trace.Trace(
        io.atomix.mcast.trace.Trace.VERSION,
        "simulation of seed " + seed,
        1,
        Map.of(),
        problems.stream().map(Problem::text).toList(),
        calls.entrySet().stream()
            .filter(call -> about.contains(call.getValue()))
            .map(call -> call.getKey().toString())
            .sorted()
            .toList(),
        recorders.values().stream()
            .flatMap(recorder -> recorder.trace("").segments().stream())
            .toList(),
        events);
  }

  private void mix(long number) {
    hash = hash * 6364136223846793005L + number + 1442695040888963407L;
    hash ^= hash >>> 29;
  }

  private void line(int call, String text) {
    lines.add(new Line(world.now(), call, text));
  }

  /** Something happens to the cluster. */
  void note(String text) {
    mix(world.now());
    mix(text.hashCode());
    if (kept == Detail.TEXT) {
      line(NO_CALL, text);
    }
  }

  /** A call begins, or ends: anything that is different in another run, and what to write. */
  void call(int call, int detail, Supplier<String> text) {
    mix(world.now());
    mix(31L * call + detail);
    if (kept == Detail.TEXT) {
      line(call, text.get());
    }
  }

  /** An entry is committed. */
  void appended(GroupId group, int index, long session, RaftLog.Content content) {
    mix(world.now());
    mix(group.hashCode() + 31L * index);
    mix(session);
    if (content instanceof RaftLog.Content.Batch batch) {
      mix(Arrays.hashCode(batch.bytes()));
      if (kept == Detail.TEXT) {
        String where = group + " logs as entry " + index + ": ";
        Batch decoded = Batch.decode(batch.bytes());
        decoded.commands().forEach(command -> describe(where, decoded.client(), command));
      }
    } else if (kept == Detail.TEXT && !(content instanceof RaftLog.Content.Idle)) {
      line(NO_CALL, group + " logs as entry " + index + " of session " + session + ": " + content);
    }
  }

  private void describe(String where, UUID client, Command command) {
    if (command instanceof Command.Local local) {
      int call = callOf(id(client, local.sequence()), local.action());
      line(call, where + "local " + local.footprint() + " as " + id(client, local.sequence()));
    } else if (command instanceof Command.Multicast multicast) {
      int call = callOf(id(client, multicast.sequence()), multicast.action());
      line(
          call,
          where
              + "multicast "
              + multicast.footprint()
              + " to "
              + multicast.destinations()
              + " as "
              + id(client, multicast.sequence()));
    } else if (command instanceof Command.Order order) {
      idsOf(order.entry()).forEach(id -> line(callOf(id), where + order.entry()));
    } else {
      line(NO_CALL, where + command);
    }
  }

  private static Stream<MessageId> idsOf(Entry entry) {
    if (entry instanceof Entry.Raise raise) {
      return Stream.of(raise.id());
    } else if (entry instanceof Entry.Execute execute) {
      return Stream.of(execute.id());
    } else if (entry instanceof Entry.Refuse refuse) {
      return Stream.of(refuse.id());
    } else if (entry instanceof Entry.Abort abort) {
      return Stream.of(abort.id());
    } else if (entry instanceof Entry.Forget forget) {
      return forget.ids().stream();
    }
    return entry instanceof Entry.Confirm confirm ? confirm.ids().stream() : Stream.empty();
  }

  private static MessageId id(UUID client, long sequence) {
    return new MessageId(
        client.getMostSignificantBits(), client.getLeastSignificantBits(), sequence);
  }

  /** Returns the call that a message is of. Not each group's part of it says so. */
  private int callOf(MessageId id, Action action) {
    int call = callOf(action);
    if (call != NO_CALL) {
      calls.put(id, call);
    }
    return callOf(id);
  }

  private int callOf(MessageId id) {
    return calls.getOrDefault(id, NO_CALL);
  }

  private static int callOf(Action action) {
    if (action instanceof ConditionalAction conditional) {
      return Stream.of(
              conditional.condition(),
              conditional.read(),
              conditional.then(),
              conditional.otherwise())
          .filter(operation -> operation != null)
          .findFirst()
          .map(Trace::callOf)
          .orElse(NO_CALL);
    }
    byte[] value = ((HostedOperation) action).value();
    Object[] arguments = value == null ? new Object[0] : SERIALIZER.decode(value);
    return arguments.length == 0 ? NO_CALL : (Integer) arguments[arguments.length - 1];
  }

  /** A process sends a message to another, which may get it or not. */
  void message(String from, String to, String subject, byte[] message) {
    mix(world.now());
    mix(subject.hashCode() + 31L * from.hashCode() + 961L * to.hashCode());
    mix(Arrays.hashCode(message));
    if (kept != Detail.TEXT) {
      return;
    }
    String what = from + " tells " + to + ": ";
    if (isExchange(subject)) {
      ExchangeMessage decoded = ExchangeMessage.decode(message);
      decoded
          .statements()
          .forEach(
              each ->
                  line(
                      callOf(each.id()),
                      what
                          + decoded.from()
                          + " has "
                          + each.status()
                          + (each.ask() == null ? "" : ", ask " + each.ask())));
    } else if (subject.startsWith("generic-multicast-stable-")) {
      for (long sequence : StableNotice.decode(message).sequences()) {
        line(callOf(id(clientOf(subject), sequence)), what + "it is stable");
      }
    } else {
      UUID client = clientOf(subject);
      for (Notification notification : Delivery.decode(message).notifications()) {
        if (notification instanceof Notification.Deferred deferred) {
          line(callOf(id(client, deferred.sequence())), what + deferred.result());
        }
      }
    }
  }

  /** A process answers a message, and that may come or not; null means that it failed. */
  void reply(String from, String to, String subject, byte[] message, byte[] reply) {
    mix(world.now());
    mix(Arrays.hashCode(reply));
    if (kept == Detail.TEXT && isExchange(subject) && reply != null) {
      ExchangeMessage asked = ExchangeMessage.decode(message);
      ExchangeMessage.Reply told = ExchangeMessage.Reply.decode(reply);
      for (int i = 0; i < told.statuses().size(); i++) {
        line(
            callOf(asked.statements().get(i).id()),
            from
                + (told.leader() ? ", a leader," : "")
                + " answers "
                + to
                + ": "
                + told.statuses().get(i));
      }
    }
  }

  private static UUID clientOf(String subject) {
    return UUID.fromString(subject.substring(subject.length() - 36));
  }

  private static boolean isExchange(String subject) {
    return subject.startsWith("generic-multicast-exchange-");
  }
}
