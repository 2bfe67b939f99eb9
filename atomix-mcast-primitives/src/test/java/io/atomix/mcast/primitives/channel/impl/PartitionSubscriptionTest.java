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
package io.atomix.mcast.primitives.channel.impl;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.primitives.channel.ChannelMessageId;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.MulticastChannelConfig;
import io.atomix.mcast.primitives.channel.impl.SubscribeRequest.Start;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.partition.PartitionId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A subscription and the service, with everything between them that may go wrong. */
class PartitionSubscriptionTest {
  private static final int RUNS = Integer.getInteger("mcast.runs", 100);
  private static final int ROUNDS = 12;
  private static final int STEPS = 50;

  /** One run: what was sent, what the listener was given, and what is still to be dealt with. */
  private static final class Run implements Sink, ChannelClient {
    private final Random random;
    private final Backlog backlog;
    private final UnreliableSession session;
    private final PartitionSubscription subscription;
    private final List<Envelope> sent = new ArrayList<>();
    private final Deque<Received> waiting = new ArrayDeque<>();
    private final List<Throwable> ends = new ArrayList<>();
    private long next = -1;
    private int gaps;
    private int overruns;
    private int messages;

    private Run(long seed) {
      random = new Random(seed);
      backlog = new Backlog(1 + random.nextInt(6), 1 + random.nextInt(2000));
      MulticastChannelConfig config =
          new MulticastChannelConfig().setHistorySize(1 + random.nextInt(30));
      session = new UnreliableSession(random, config, this);
      subscription = new PartitionSubscription(7, "channel", session, backlog, this);
      session.addStateChangeListener(subscription::stateChanged);
    }

    @Override
    public void messages(long id, List<StoredMessage> messages) {
      subscription.messages(id, messages);
    }

    @Override
    public void gap(long id, long first, long last, long offset) {
      subscription.gap(id, first, last, offset);
    }

    @Override
    public void overrun(long id, long next, long newest) {
      subscription.overrun(id, next, newest);
    }

    @Override
    public void take(Received received) {
      waiting.add(received);
      List<Received> unread =
          waiting.stream().filter(Received.ReceivedMessage.class::isInstance).toList();
      assertThat(unread).hasSizeLessThanOrEqualTo(backlog.size());
      long bytes =
          unread.stream()
              .limit(unread.size() - (unread.isEmpty() ? 0 : 1))
              .mapToLong(each -> ((Received.ReceivedMessage) each).message().envelope().size())
              .sum();
      assertThat(bytes).as("bytes without the last message").isLessThanOrEqualTo(backlog.bytes());
    }

    @Override
    public void end(Throwable why) {
      ends.add(why);
    }

    private void send() {
      Envelope envelope =
          new Envelope(
              new ChannelMessageId(new UUID(3, 4), sent.size() + 1),
              List.of(PartitionId.from("data", 1)),
              Conflicts.none(),
              new byte[random.nextInt(700)]);
      sent.add(envelope);
      assertThat(session.multicast(envelope)).isEqualTo(sent.size());
    }

    private boolean listen() {
      Received received = waiting.poll();
      if (received instanceof Received.ReceivedMessage one) {
        long position = one.message().position();
        assertThat(position).isEqualTo(next);
        assertThat(one.message().envelope().id()).isEqualTo(sent.get((int) position - 1).id());
        next++;
        messages++;
      } else if (received instanceof Received.Lost lost) {
        assertThat(lost.first()).isEqualTo(next);
        assertThat(lost.last()).isGreaterThanOrEqualTo(lost.first());
        next = lost.last() + 1;
        gaps++;
      } else if (received instanceof Received.Late late) {
        assertThat(late.newest()).isGreaterThanOrEqualTo(late.next());
        overruns++;
      }
      if (received != null) {
        subscription.dealtWith(received);
        assertThat(subscription.position()).isEqualTo(next - 1);
      }
      return received != null;
    }

    private void begin() {
      for (int i = random.nextInt(40); i > 0; i--) {
        send();
      }
      Start start = Start.values()[random.nextInt(3)];
      long position = 1 + random.nextInt(sent.size() + 1);
      CompletableFuture<Void> begun = subscription.begin(start, position);
      while (!begun.isDone()) {
        if (random.nextInt(3) == 0) {
          send();
        }
        if (random.nextInt(10) == 0) {
          session.suspend();
        }
        session.step();
      }
      begun.join();
      next = subscription.position() + 1;
      if (start == Start.POSITION) {
        assertThat(next).isEqualTo(position);
      }
    }

    private void run() {
      begin();
      settle();
      for (int round = 0; round < ROUNDS; round++) {
        for (int i = 0; i < STEPS; i++) {
          something();
        }
        settle();
      }
    }

    private void something() {
      switch (random.nextInt(40)) {
        case 0 -> session.lose();
        case 1 -> session.suspend();
        case 2 -> session.refuse();
        case 3 -> session.restore();
        case 4, 5, 6, 7, 8, 9, 10, 11 -> send();
        case 12, 13, 14, 15, 16, 17, 18, 19 -> listen();
        default -> session.step();
      }
    }

    /** Lets everything that is under way come to its end: then nothing may be missing. */
    private void settle() {
      for (int i = 0; (session.step() | listen()) && i < 100_000; i++) {
        assertThat(ends).isEmpty();
      }
      assertThat(next).as("one more than the last position").isEqualTo(sent.size() + 1);
      assertThat(waiting).isEmpty();
    }
  }

  @Test
  void everyPositionComesOnceAndInOrderWhateverHappens() {
    long seed = Long.getLong("mcast.seed", System.nanoTime());
    System.out.println("PartitionSubscriptionTest seed " + seed + ", runs " + RUNS);
    int gaps = 0;
    int overruns = 0;
    int messages = 0;
    for (int i = 0; i < RUNS; i++) {
      Run run = new Run(seed + i);
      try {
        run.run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dmcast.runs=1 -Dmcast.seed=" + (seed + i), e);
      }
      gaps += run.gaps;
      overruns += run.overruns;
      messages += run.messages;
    }
    System.out.println(messages + " messages, " + gaps + " gaps, " + overruns + " overruns");
    assertThat(gaps).isGreaterThan(RUNS / 2);
    assertThat(overruns).isGreaterThan(RUNS / 2);
    assertThat(messages).isGreaterThan(RUNS * 10);
  }

  /**
   * In this run the partition begins anew behind what the listener has dealt with, takes the
   * listener's word for no more than it has sent, sends the rest again, and waits to be told.
   */
  @Test
  void whatComesAgainIsToldAgain() {
    new Run(22357606939245L).run();
  }

  @Test
  void anEventThatIsMissedIsAskedForAgain() {
    Run run = new Run(4);
    run.begin();
    run.settle();
    for (int i = 0; i < 20; i++) {
      run.send();
      run.session.dropEvent();
      run.send();
      run.settle();
    }
  }

  @Test
  void whatIsClosedTakesNothingMore() {
    Run run = new Run(5);
    run.begin();
    run.subscription.close();
    run.send();
    int before = run.waiting.size();
    while (run.session.step()) {
      assertThat(run.waiting).hasSize(before);
    }
    run.subscription.stateChanged(PrimitiveState.CLOSED);
    assertThat(run.ends).isEmpty();
  }

  @Test
  void theEndOfTheSessionIsToldOnce() {
    Run run = new Run(6);
    run.begin();
    run.subscription.stateChanged(PrimitiveState.EXPIRED);
    run.subscription.stateChanged(PrimitiveState.CLOSED);
    assertThat(run.ends).hasSize(1);
    assertThat(run.ends.get(0)).hasMessageContaining("channel").hasMessageContaining("data/1");
  }
}
