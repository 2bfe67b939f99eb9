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
package io.atomix.mcast.exchange;

import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.simulation.World;
import io.atomix.mcast.wire.Action;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.Result;
import io.atomix.mcast.wire.WireReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/** A client that submits messages, slowly at times, and may die between two submissions. */
final class SimClient {
  private final World world;
  private final History history;
  private final UUID id;
  private final Map<GroupId, Line> lines = new TreeMap<>();
  private final TreeSet<Long> unresolved = new TreeSet<>();
  private final Map<Long, SimMessage> messages = new HashMap<>();
  private final Map<Long, Integer> unanswered = new HashMap<>();
  private long lastSequence;
  private boolean alive = true;
  private boolean expired;

  /** The way into one group: one batch in flight. */
  private final class Line {
    private final SimGroup group;
    private final long raftSession = world.random().nextLong() >>> 1;
    private final List<Command> queue = new ArrayList<>();
    private final TreeMap<Long, Notification> early = new TreeMap<>();
    private long received;
    private long session;
    private boolean sending;

    private Line(SimGroup group) {
      this.group = group;
      group.connect(raftSession, SimClient.this);
    }

    private void opened(Result result) {
      session = new WireReader("A session", ((Result.Done) result).value()).readVarLong();
    }

    private void add(Command command) {
      queue.add(command);
      sendNext();
    }

    private void sendNext() {
      if (!sending && !queue.isEmpty() && alive) {
        send();
      }
    }

    private void send() {
      sending = true;
      List<Command> commands = List.copyOf(queue);
      queue.clear();
      byte[] batch = new Batch(id, resolvedBelow(), received, commands).encode();
      group
          .append(raftSession, "client", batch)
          .thenAccept(
              bytes -> {
                sending = false;
                Answer.AnswerBatch answers = Answer.AnswerBatch.decode(bytes);
                for (int i = 0; i < commands.size(); i++) {
                  answered(this, commands.get(i), answers.answers().get(i));
                }
                sendNext();
              });
    }
  }

  SimClient(World world, History history, List<SimGroup> groups) {
    this.world = world;
    this.history = history;
    this.id = new UUID(world.random().nextLong(), world.random().nextLong());
    for (SimGroup group : groups) {
      Line line = new Line(group);
      lines.put(group.id(), line);
      line.add(new Command.OpenSession(next(), History.PRIMITIVE, JournalType.NAME, null));
    }
  }

  boolean isOpen() {
    return lines.values().stream().allMatch(line -> line.session > 0);
  }

  /** Submits a message. */
  void call(GroupFootprint footprint, SortedSet<GroupId> destinations, boolean resultWanted) {
    if (!alive || !isOpen()) {
      return;
    }
    long sequence = next();
    Map<GroupId, Boolean> conditions = new TreeMap<>();
    if (world.chance(0.4)) {
      destinations.forEach(group -> conditions.put(group, world.chance(0.7)));
    }
    SimMessage message = history.newMessage(footprint, destinations, conditions, world.now());
    messages.put(sequence, message);
    unanswered.put(sequence, destinations.size());
    long lowestVote = world.chance(0.3) ? world.upTo(20) : 0;
    for (GroupId group : destinations) {
      Action action = action(message.number(), conditions.get(group));
      Line line = lines.get(group);
      Command command =
          destinations.size() == 1
              ? new Command.Local(sequence, line.session, action, footprint)
              : new Command.Multicast(
                  sequence,
                  line.session,
                  action,
                  footprint,
                  destinations,
                  !resultWanted,
                  lowestVote);
      world.in(world.fault(0.2) ? world.upTo(8000) : world.upTo(20), () -> line.add(command));
    }
  }

  /** Submits the cut of a backup, to all groups. */
  void cut() {
    if (!alive || !isOpen()) {
      return;
    }
    long sequence = next();
    TreeSet<GroupId> destinations = new TreeSet<>(lines.keySet());
    SimMessage message =
        history.newMessage(
            GroupFootprint.everything(Access.READ), destinations, Map.of(), world.now());
    history.cut(
        new MessageId(id.getMostSignificantBits(), id.getLeastSignificantBits(), sequence),
        message);
    messages.put(sequence, message);
    unanswered.put(sequence, destinations.size());
    for (Line line : lines.values()) {
      world.in(
          world.fault(0.2) ? world.upTo(8000) : world.upTo(20),
          () -> line.add(new Command.Cut(sequence, destinations)));
    }
  }

  /** Writes the number, or with a condition that does not hold its opposite. */
  private static Action action(long number, Boolean condition) {
    return condition == null
        ? JournalType.write(number)
        : new ConditionalAction(
            JournalType.ask(condition),
            null,
            JournalType.write(number),
            JournalType.write(-number));
  }

  /** Dies, perhaps between two submissions of a message. */
  void die() {
    alive = false;
    history.gone(messages.values());
    lines.values().forEach(line -> line.queue.clear());
  }

  /** The groups notice that the client is dead, if it is. */
  void expire() {
    if (!alive && !expired) {
      expired = true;
      lines
          .values()
          .forEach(line -> world.in(world.upTo(500), () -> line.group.end(line.raftSession)));
    }
  }

  /** Tells all groups, with an empty batch, which messages will not be submitted any more. */
  void settle() {
    if (alive) {
      lines.values().stream().filter(line -> !line.sending).forEach(Line::send);
    }
  }

  private long next() {
    unresolved.add(++lastSequence);
    return lastSequence;
  }

  private long resolvedBelow() {
    return unresolved.isEmpty() ? lastSequence + 1 : unresolved.first();
  }

  private void answered(Line line, Command command, Answer answer) {
    if (command instanceof Command.OpenSession open) {
      unresolved.remove(open.sequence());
      if (answer instanceof Answer.Finished finished) {
        line.opened(finished.result());
      }
    } else if (command instanceof Command.Local local) {
      answered(line, local.sequence(), answer);
    } else if (command instanceof Command.Multicast multicast) {
      answered(line, multicast.sequence(), answer);
    } else if (command instanceof Command.Cut cut) {
      answered(line, cut.sequence(), answer);
    }
  }

  private void answered(Line line, long sequence, Answer answer) {
    messages.get(sequence).answered(line.group.id(), answer, world.now());
    if (unanswered.merge(sequence, -1, Integer::sum) == 0) {
      unresolved.remove(sequence);
    }
  }

  /** Takes a notification, which each replica brings; the first counts. */
  void notification(GroupId group, Notification notification) {
    Line line = lines.get(group);
    if (notification.number() > line.received
        && line.early.putIfAbsent(notification.number(), notification) == null
        && notification instanceof Notification.Deferred deferred) {
      SimMessage message = messages.get(deferred.sequence());
      if (message == null) {
        line.opened(deferred.result());
      } else {
        message.executed(group, deferred.result());
      }
    }
    while (line.early.remove(line.received + 1) != null) {
      line.received++;
    }
  }
}
