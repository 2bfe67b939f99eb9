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

import io.atomix.mcast.primitives.channel.ChannelListener;
import io.atomix.mcast.primitives.channel.ChannelMessage;
import io.atomix.mcast.primitives.channel.ChannelMessageId;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.Gap;
import io.atomix.mcast.primitives.serialization.ValueSerializer;
import io.atomix.mcast.testing.schedules.Schedules;
import io.atomix.mcast.testing.schedules.ThreadNotes;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.utils.serializer.SerializerBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Schedules of threads that bring a subscription its messages, its begin and its end. */
class SubscriptionSchedulesTest {
  private static final PartitionId ONE = PartitionId.from("data", 1);
  private static final PartitionId TWO = PartitionId.from("data", 2);
  private static final Backlog BACKLOG = new Backlog(2, 1_000_000);
  private static final StoredMessage FIRST = stored(1);
  private static final StoredMessage SECOND = stored(2);
  private static final StoredMessage THIRD = stored(3);
  private static final MessageCodec<String> CODEC =
      new MessageCodec<>(
          "news",
          ValueSerializer.of(
              new SerializerBuilder().withRegistrationRequired(false),
              null,
              false,
              false,
              List.of()));

  private static StoredMessage stored(long position) {
    Envelope envelope =
        new Envelope(
            new ChannelMessageId(new UUID(1, 2), position),
            List.of(ONE),
            Conflicts.none(),
            new byte[0]);
    return new StoredMessage(position, position * envelope.size(), envelope);
  }

  @Test
  void whatIsHeldBackGoesOnInItsOrder() {
    Schedules.explore(
        300,
        () -> {
          ThreadNotes<String> ran = new ThreadNotes<>();
          HeldBackExecutor executor = new HeldBackExecutor(Runnable::run);
          executor.execute(() -> ran.add("first"));
          Schedules.sideBySide(
              () -> {
                executor.execute(() -> ran.add("second"));
                executor.execute(() -> ran.add("third"));
              },
              executor::letGo);
          Schedules.same("ran", List.of("first", "second", "third"), ran.all());
        });
  }

  /** Takes messages, and notes when two come at once. */
  private static final class NotingSink implements Sink {
    private final AtomicInteger taking = new AtomicInteger();
    private final ThreadNotes<Object> taken = new ThreadNotes<>();

    @Override
    public void take(Received received) {
      Schedules.same("taking", 1, taking.incrementAndGet());
      taken.add(((Received.ReceivedMessage) received).message().position());
      taking.decrementAndGet();
    }

    @Override
    public void end(Throwable why) {
      taken.add("end");
    }
  }

  @Test
  void eachMessageIsTakenOnceInItsOrderAndAlone() {
    Schedules.explore(
        500,
        () -> {
          NotingSink sink = new NotingSink();
          OneCallSession session = new OneCallSession();
          PartitionSubscription subscription =
              new PartitionSubscription(7, "news", session, BACKLOG, sink);
          CompletableFuture<Void> begun = subscription.begin(SubscribeRequest.Start.NOW, 0);
          Schedules.sideBySide(
              () -> session.subscribed(new SubscribeAnswer(true, 5, 1, 0, 0)),
              () -> {
                subscription.messages(7, List.of(FIRST, SECOND));
                subscription.messages(7, List.of(THIRD));
              });
          Schedules.holds("begun", begun.isDone());
          Schedules.same("taken", List.of(1L, 2L, 3L), sink.taken.all());
        });
  }

  @Test
  void thePartitionIsToldWhatTheListenerHasDealtWith() {
    Schedules.explore(
        300,
        () -> {
          OneCallSession session = new OneCallSession();
          PartitionSubscription subscription =
              new PartitionSubscription(7, "news", session, BACKLOG, new NotingSink());
          subscription.begin(SubscribeRequest.Start.NOW, 0);
          session.subscribed(new SubscribeAnswer(true, 5, 1, 0, 0));
          subscription.messages(7, List.of(FIRST, SECOND, THIRD));
          subscription.dealtWith(new Received.ReceivedMessage(FIRST));
          Schedules.sideBySide(
              session::answerAccepted,
              () -> {
                subscription.dealtWith(new Received.ReceivedMessage(SECOND));
                subscription.dealtWith(new Received.ReceivedMessage(THIRD));
              });
          while (session.answerAccepted()) {
            Schedules.holds("one call at a time", session.underWay() <= 1);
          }
          Schedules.same("told", 3L, session.handled());
        });
  }

  /** ThreadNotes what it is told at the end. */
  private static final class Ends implements ChannelListener<String> {
    private final ThreadNotes<String> ends = new ThreadNotes<>();

    @Override
    public void onMessage(ChannelMessage<String> message) {
      ends.add("message");
    }

    @Override
    public void onGap(Gap gap) {
      ends.add("gap");
    }

    @Override
    public void onEnd(Throwable why) {
      ends.add("end");
    }
  }

  @Test
  void theEndIsToldOnce() {
    Schedules.explore(
        300,
        () -> {
          Ends listener = new Ends();
          List<Object> forgotten = new ArrayList<>();
          PartitionwiseSubscription<String> subscription =
              new PartitionwiseSubscription<>(
                  CODEC,
                  listener,
                  Runnable::run,
                  over -> {
                    synchronized (forgotten) {
                      forgotten.add(over);
                    }
                  });
          IllegalStateException why = new IllegalStateException("over");
          Schedules.sideBySide(
              () -> subscription.sink(ONE).end(why), () -> subscription.sink(TWO).end(why));
          Schedules.same("told", List.of("end"), listener.ends.all());
          Schedules.holds("forgotten", !forgotten.isEmpty() && subscription.isClosed());
        });
  }
}
