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

import io.atomix.mcast.primitives.channel.ChannelPosition;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.proxy.ProxySession;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A subscription's part in one partition. Knows the last position that came and the last that the
 * listener has dealt with: what comes twice is dropped, what is missing is asked for, and the
 * partition is told when half of the backlog has been dealt with. When the session was lost, the
 * next one goes on behind the last position that came.
 */
final class PartitionSubscription implements ChannelClient {
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final long UNKNOWN = -1;

  private final long id;
  private final String channel;
  private final ProxySession<ChannelService> session;
  private final Backlog backlog;
  private final Sink sink;

  /** Events that came before the answer that says where the subscription begins. */
  private List<Runnable> early = new ArrayList<>();

  private long incarnation;
  private long received = UNKNOWN;
  private SubscriptionPosition handled = new SubscriptionPosition(0, 0);

  /** The last place that the partition was told, or is being told. */
  private SubscriptionPosition told = handled;

  /** Events to be passed on, outside of the lock: the listener may run on this very thread. */
  private final Deque<Received> outbox = new ArrayDeque<>();

  private boolean passing;
  private boolean telling;
  private boolean subscribing;
  private boolean subscribeAgain;
  private boolean over;

  /** A position and its offset. */
  private record SubscriptionPosition(long position, long offset) {}

  PartitionSubscription(
      long id, String channel, ProxySession<ChannelService> session, Backlog backlog, Sink sink) {
    this.id = id;
    this.channel = channel;
    this.session = session;
    this.backlog = backlog;
    this.sink = sink;
  }

  /** Begins; completes when the partition has this subscription. */
  CompletableFuture<Void> begin(SubscribeRequest.Start start, long position) {
    return begin(
        SubscribeRequest.begin(id, start, position, backlog),
        SubscribeAnswer::accepted,
        answer -> SubscriptionStart.ofTheFuture(position, answer.newest()));
  }

  /**
   * Begins behind what another subscription was told; completes when the partition has this one.
   * Fails if the partition has not come as far as the other was told, though what comes next may be
   * there: it is a gap below that.
   *
   * @param place what it was told, with the channel's incarnation
   */
  CompletableFuture<Void> beginAfter(ChannelPosition.PartitionPlace place) {
    long next = place.next();
    return begin(
        SubscribeRequest.resume(id, next, backlog, place.incarnation(), next - 1, Long.MAX_VALUE),
        answer -> answer.accepted() && place.upTo() <= answer.newest(),
        answer ->
            answer.incarnation() != place.incarnation()
                ? "a kept position of a channel that was deleted, or of another cluster: the"
                    + " channel that is there was created anew; begin with From.oldest()"
                : "a kept position up to "
                    + place.upTo()
                    + ", but the newest message is at "
                    + answer.newest()
                    + ": the position is of the future, as after a restore of an older backup;"
                    + " begin with From.oldest(), or with From.now()");
  }

  private CompletableFuture<Void> begin(
      SubscribeRequest request,
      Predicate<SubscribeAnswer> right,
      Function<SubscribeAnswer, String> refusal) {
    synchronized (this) {
      subscribing = true;
    }
    return session
        .apply(service -> service.subscribe(request))
        .thenAccept(
            answer -> {
              if (!right.test(answer)) {
                throw new IllegalArgumentException(
                    "Channel '"
                        + channel
                        + "', partition "
                        + PartitionFinder.text(session.partitionId())
                        + ": "
                        + refusal.apply(answer));
              }
              begun(answer);
            });
  }

  private void begun(SubscribeAnswer answer) {
    boolean again;
    synchronized (this) {
      incarnation = answer.incarnation();
      received = answer.next() - 1;
      handled = new SubscriptionPosition(received, answer.offset());
      told = handled;
      early.forEach(Runnable::run);
      early = List.of();
      subscribing = false;
      again = takeSubscribeAgain();
    }
    pass();
    if (again) {
      resume();
    }
  }

  @Override
  public void messages(long subscription, List<StoredMessage> messages) {
    take(messages);
    pass();
    tell();
  }

  private synchronized void take(List<StoredMessage> messages) {
    if (received == UNKNOWN) {
      early.add(() -> take(messages));
      return;
    }
    for (StoredMessage message : messages) {
      if (message.position() == received + 1) {
        received = message.position();
        outbox.add(new Received.ReceivedMessage(message));
      } else if (message.position() > received) {
        // Events of a session come in order and each once, but this does not rely on it.
        session.context().execute(this::resume);
        return;
      } else {
        cameAgain(new SubscriptionPosition(message.position() - 1, message.offsetBefore()));
      }
    }
  }

  /**
   * The partition sends again what has come: it began anew behind an earlier place, and took no
   * more than that from what it was told meanwhile. So that it does not wait for ever, it is told
   * again.
   */
  private void cameAgain(SubscriptionPosition before) {
    if (before.position < told.position) {
      told = before;
    }
  }

  @Override
  public void gap(long subscription, long first, long last, long offset) {
    takeGap(first, last, offset);
    pass();
    tell();
  }

  private synchronized void takeGap(long first, long last, long offset) {
    if (received == UNKNOWN) {
      early.add(() -> takeGap(first, last, offset));
    } else if (first > received + 1) {
      session.context().execute(this::resume);
    } else if (last > received) {
      long missing = received + 1;
      received = last;
      outbox.add(new Received.Lost(missing, last, offset));
    } else {
      cameAgain(new SubscriptionPosition(first - 1, told.offset));
    }
  }

  @Override
  public void overrun(long subscription, long next, long newest) {
    takeOverrun(next, newest);
    pass();
  }

  private synchronized void takeOverrun(long next, long newest) {
    if (received == UNKNOWN) {
      early.add(() -> takeOverrun(next, newest));
    } else if (next > received) {
      outbox.add(new Received.Late(next, newest));
    }
  }

  private void pass() {
    synchronized (this) {
      if (passing) {
        return;
      }
      passing = true;
    }
    for (Received next = nextToPass(); next != null; next = nextToPass()) {
      sink.take(next);
    }
  }

  private synchronized Received nextToPass() {
    Received next = over ? null : outbox.poll();
    passing = next != null;
    return next;
  }

  /** The listener has dealt with this. */
  void dealtWith(Received what) {
    synchronized (this) {
      if (what instanceof Received.ReceivedMessage one) {
        handled = new SubscriptionPosition(one.message().position(), one.message().offset());
      } else if (what instanceof Received.Lost lost) {
        handled = new SubscriptionPosition(lost.last(), lost.offset());
      }
    }
    tell();
  }

  /**
   * The listener has dealt with so much of what came that the backlog may be sent behind this
   * place.
   */
  void hasRoomBehind(long position, long offset) {
    synchronized (this) {
      handled = new SubscriptionPosition(position, offset);
    }
    tell();
  }

  /** Returns the number of the channel that a channel created anew does not share. */
  synchronized long incarnation() {
    return incarnation;
  }

  /** Returns the position up to which the listener has been called. */
  synchronized long position() {
    return handled.position;
  }

  private void tell() {
    SubscriptionPosition place;
    synchronized (this) {
      if (over || telling || subscribing || !muchToTell()) {
        return;
      }
      telling = true;
      told = handled;
      place = told;
    }
    session
        .accept(service -> service.handled(id, place.position, place.offset))
        .whenComplete((done, error) -> toldOf(error));
  }

  private boolean muchToTell() {
    return handled.position - told.position >= Math.max(1, backlog.size() / 2)
        || handled.offset - told.offset >= Math.max(1, backlog.bytes() / 2);
  }

  private void toldOf(Throwable error) {
    if (error == null) {
      synchronized (this) {
        telling = false;
      }
      tell();
      return;
    }
    // The partition may wait for it before it sends more. If the session was lost, the next one
    // tells it as well.
    retry(
        () -> {
          synchronized (this) {
            telling = false;
          }
          resume();
        });
  }

  /** Takes notice of a change of the session: a new one has to subscribe again. */
  void stateChanged(PrimitiveState state) {
    switch (state) {
      case CONNECTED -> resume();
      case SUSPENDED -> {}
      case EXPIRED, CLOSED ->
          end(
              new PrimitiveException.ClosedSession(
                  "Channel '"
                      + channel
                      + "', partition "
                      + PartitionFinder.text(session.partitionId())
                      + ": the session has ended; the last position that came is "
                      + position()));
    }
  }

  private void resume() {
    SubscribeRequest request;
    synchronized (this) {
      if (over) {
        return;
      }
      if (subscribing) {
        subscribeAgain = true;
        return;
      }
      subscribing = true;
      told = handled;
      request =
          SubscribeRequest.resume(
              id, received + 1, backlog, incarnation, handled.position, handled.offset);
    }
    session.apply(service -> service.subscribe(request)).whenComplete(this::resumed);
  }

  private void resumed(SubscribeAnswer answer, Throwable error) {
    if (error != null) {
      retry(
          () -> {
            synchronized (this) {
              subscribing = false;
            }
            resume();
          });
      return;
    }
    if (!answer.accepted()) {
      end(
          new PrimitiveException.UnknownService(
              "Channel '"
                  + channel
                  + "', partition "
                  + PartitionFinder.text(session.partitionId())
                  + ": the channel was deleted and created anew while its session was lost; the"
                  + " last position of the old one that came is "
                  + position()
                  + ". Subscribe to the new one"));
      return;
    }
    boolean again;
    boolean unwanted;
    synchronized (this) {
      subscribing = false;
      again = takeSubscribeAgain();
      unwanted = over;
    }
    if (unwanted) {
      unsubscribe();
    } else if (again) {
      resume();
    } else {
      tell();
    }
  }

  private boolean takeSubscribeAgain() {
    boolean again = subscribeAgain;
    subscribeAgain = false;
    return again;
  }

  /** Does something soon, unless the subscription is over by then. */
  void retry(Runnable what) {
    synchronized (this) {
      if (over) {
        return;
      }
    }
    session.context().schedule(RETRY, what);
  }

  private void end(Throwable why) {
    synchronized (this) {
      if (over) {
        return;
      }
      over = true;
    }
    sink.end(why);
  }

  /** Ends it without telling the partition. */
  synchronized void stop() {
    over = true;
  }

  /** Ends it; completes when the partition knows it, or cannot be told. */
  CompletableFuture<Void> close() {
    stop();
    return unsubscribe();
  }

  private CompletableFuture<Void> unsubscribe() {
    // If the session is lost, so is its subscription.
    return session.accept(service -> service.unsubscribe(id)).handle((done, error) -> null);
  }
}
