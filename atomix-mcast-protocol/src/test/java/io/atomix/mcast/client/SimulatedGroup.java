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
package io.atomix.mcast.client;

import io.atomix.mcast.client.pipeline.FakeSession;
import io.atomix.mcast.client.pipeline.Lab;
import io.atomix.mcast.client.pipeline.LocalClient;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.Action;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.Delivery;
import io.atomix.mcast.wire.GroupVerdict;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import io.atomix.mcast.wire.WireWriter;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.session.SessionClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A group as a client sees it, which answers as it likes: at once or later, wrongly or never. */
final class SimulatedGroup {
  private static final Result NOTHING = new Result.Done(null);
  private static final Result VERDICT =
      new Result.Done(new GroupVerdict(true, null, null, null).encode());

  private final GroupId id;
  private final Random random;
  private final LocalClient local;
  private final FakeCommunication communication = new FakeCommunication();
  private final GroupClient client;
  private final Map<Long, Votes> votes;
  private final List<String> problems;
  private final Map<String, Long> lastWriteOf = new HashMap<>();
  private Line line;
  private long rafts;
  private long lastSession;

  /** A Raft session, and what its client has not got yet. */
  private static final class Line {
    private final FakeSession raft;
    private final List<Notification> notifications = new ArrayList<>();
    private boolean connected;
    private long lastNotification;

    private Line(FakeSession raft) {
      this.raft = raft;
    }
  }

  /** A multicast message, and what its groups make of it. */
  static final class Votes {
    private final Command.Multicast message;
    private final Map<SimulatedGroup, Line> lines = new HashMap<>();
    private long highest;
    private boolean refused;
    private boolean decided;

    private Votes(Command.Multicast message) {
      this.message = message;
    }

    private Result executed() {
      return message.action() instanceof ConditionalAction ? VERDICT : NOTHING;
    }

    private boolean canCompleteEarly() {
      return message.early();
    }

    /**
     * Executes the message once all groups have it; it is dropped when one refuses it or, for good,
     * will never get it.
     */
    void decide(boolean nothingMoreComes) {
      boolean complete = lines.size() == message.destinations().size();
      if (decided || !refused && !complete && !nothingMoreComes) {
        return;
      }
      decided = true;
      refused |= !complete;
      boolean told = !refused && highest == 0 && canCompleteEarly();
      Result result = !refused ? executed() : new Result.Failed(Result.Cause.ABORTED, "refused");
      if (!told) {
        lines.forEach((group, line) -> group.defer(line, message.sequence(), result));
      }
    }
  }

  SimulatedGroup(
      GroupId id,
      Random random,
      LocalClient local,
      ManualThreads threads,
      Map<Long, Votes> votes,
      List<String> problems) {
    this.id = id;
    this.random = random;
    this.local = local;
    this.votes = votes;
    this.problems = problems;
    this.client =
        new GroupClient(
            PartitionId.from(id.group(), id.partition()),
            local,
            this::newRaft,
            () -> {
              throw new IllegalStateException("no sequential reads here");
            },
            communication.service(),
            threads,
            threads,
            new GroupLimits(
                60, false, Lab.MAX_ENTRY_BYTES, Duration.ofSeconds(5), Duration.ofSeconds(1)));
  }

  private SessionClient newRaft() {
    line = new Line(new FakeSession(++rafts));
    lastWriteOf.clear();
    return line.raft;
  }

  GroupClient client() {
    return client;
  }

  private boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  /** Something happens here, or goes wrong. */
  void step() {
    if (line == null) {
      return;
    }
    if (!line.connected) {
      connect(chance(0.8));
    } else if (chance(0.02)) {
      line.raft.state(chance(0.5) ? PrimitiveState.EXPIRED : PrimitiveState.CLOSED);
      line = null;
    } else if (line.raft.batchesUnderWay() > 0 && chance(0.08)) {
      failBatch();
    } else if (line.raft.readsUnderWay() > 0 && chance(0.2)) {
      line.raft.failRead(new IllegalStateException("lost"));
    } else {
      answer(0.5);
      if (chance(0.4)) {
        deliver();
      }
    }
  }

  /** All that can be answered is, and nothing goes wrong. */
  void settle() {
    if (line != null && !line.connected) {
      connect(true);
    } else if (line != null) {
      answer(1);
      deliver();
    }
  }

  private void connect(boolean succeeds) {
    line.connected = succeeds;
    if (succeeds) {
      line.raft.connected();
    } else {
      line.raft.cannotConnect();
      line = null;
    }
  }

  /** The group may have applied it all the same. */
  private void failBatch() {
    if (chance(0.5)) {
      answers(line);
    }
    if (chance(0.5)) {
      line.raft.failBatch(new IllegalStateException("lost"));
    } else {
      line.raft.answerBytes(new byte[] {1, (byte) random.nextInt(), (byte) random.nextInt()});
    }
  }

  private void answer(double probability) {
    Line current = line;
    if (current.raft.batchesUnderWay() > 0 && chance(probability)) {
      current.raft.answer(answers(current));
    }
    if (current.raft.readsUnderWay() > 0 && chance(probability)) {
      if (current.raft.oldestRead() instanceof ReadRequest.Queries queries) {
        Result[] results = new Result[queries.queries().size()];
        for (int i = 0; i < results.length; i++) {
          results[i] = chance(0.3) ? null : NOTHING;
        }
        current.raft.answerRead(results);
      } else if (current.raft.oldestRead() instanceof ReadRequest.QueryParts parts) {
        Result[] results = new Result[parts.parts().size()];
        for (int i = 0; i < results.length; i++) {
          Result found =
              parts.parts().get(i).action() instanceof ConditionalAction ? VERDICT : NOTHING;
          results[i] = chance(0.1) ? null : found;
        }
        current.raft.answerRead(results);
      } else if (current.raft.oldestRead() instanceof ReadRequest.Confirmation asked) {
        List<Boolean> confirmed = asked.claims().stream().map(claim -> chance(0.8)).toList();
        current.raft.answerRead(new ReadAnswer.Confirmed(confirmed).encode());
      } else if (current.raft.oldestRead() instanceof ReadRequest.FetchNotifications asked) {
        List<Notification> wanted =
            current.notifications.stream()
                .filter(notification -> notification.number() > asked.received())
                .toList();
        Delivery delivery = new Delivery(current.raft.sessionId().id(), wanted);
        current.raft.answerRead(new ReadAnswer.StoredNotifications(delivery).encode());
      }
    }
  }

  private Answer[] answers(Line from) {
    Batch batch = from.raft.batch();
    from.notifications.removeIf(notification -> notification.number() <= batch.received());
    return from.raft.commands().stream()
        .map(command -> answer(from, command))
        .toArray(Answer[]::new);
  }

  private Answer answer(Line to, Command command) {
    if (command instanceof Command.Multicast multicast) {
      inOrder(multicast.footprint().primitive(), multicast.sequence(), multicast.action());
      return vote(to, multicast);
    } else if (command instanceof Command.Local call) {
      inOrder(call.footprint().primitive(), call.sequence(), call.action());
      return finish(
          to, call.sequence(), call.action() instanceof ConditionalAction ? VERDICT : NOTHING);
    } else if (command instanceof Command.OpenSession open) {
      byte[] number = new WireWriter(10).writeVarLong(++lastSession).toByteArray();
      return finish(to, open.sequence(), new Result.Done(number));
    } else if (command instanceof Command.CloseSession close) {
      return finish(to, close.sequence(), NOTHING);
    }
    throw new AssertionError("Unexpected " + command);
  }

  /**
   * Every write conflicts with every other of the same primitive, so they must come in the order of
   * the calls.
   */
  private void inOrder(String primitive, long sequence, Action action) {
    if (!action.isQuery()) {
      Long before = lastWriteOf.put(primitive, sequence);
      if (before != null && before > sequence) {
        problems.add(
            "Message "
                + sequence
                + " came to "
                + id
                + " after "
                + before
                + ", which was called later");
      }
    }
  }

  private Answer finish(Line to, long sequence, Result result) {
    if (chance(0.7)) {
      return new Answer.Finished(result);
    }
    defer(to, sequence, result);
    return new Answer.Waiting();
  }

  private Answer vote(Line to, Command.Multicast multicast) {
    Votes all = votes.computeIfAbsent(multicast.sequence(), key -> new Votes(multicast));
    if (all.refused || chance(0.05)) {
      all.refused = true;
      return new Answer.Finished(new Result.Failed(Result.Cause.ABORTED, "refused"));
    }
    long vote = chance(0.7) ? 0 : 1 + random.nextInt(3);
    boolean first = vote == 0 || chance(0.5);
    all.lines.put(this, to);
    all.highest = Math.max(all.highest, vote);
    Result early = first && all.canCompleteEarly() ? all.executed() : null;
    return first ? Lab.voted(vote, early) : Lab.votedNotFirst(vote);
  }

  private void defer(Line to, long sequence, Result result) {
    to.notifications.add(new Notification.Deferred(++to.lastNotification, sequence, result));
  }

  private void deliver() {
    if (line != null && !line.notifications.isEmpty() && communication.hasSubscribers()) {
      Delivery delivery = new Delivery(line.raft.sessionId().id(), List.copyOf(line.notifications));
      communication.bring(Delivery.subject(id, local.id()), delivery.encode());
    }
  }
}
