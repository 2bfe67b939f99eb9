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
package io.atomix.mcast.integration.multikey;

import io.atomix.mcast.primitives.channel.ChannelListener;
import io.atomix.mcast.primitives.channel.ChannelMessage;
import io.atomix.mcast.primitives.channel.ChannelPosition;
import io.atomix.mcast.primitives.channel.DeliveryOrder;
import io.atomix.mcast.primitives.channel.From;
import io.atomix.mcast.primitives.channel.Gap;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.primitives.channel.Subscription;
import io.atomix.mcast.primitives.channel.UnreadableMessage;
import io.atomix.mcast.testing.Heard;
import io.atomix.primitive.PrimitiveException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * An ordered subscriber of all partitions that dies again and again, forgets what it has not kept,
 * and comes back behind its kept position.
 */
public final class ReturningListener {
  private static final int LIFE = 40;

  /** Between two attempts to come back while members are down. */
  private static final long PAUSE_MILLIS = 100;

  private final MulticastChannel<String> channel;
  private final Random random;
  private final List<ChannelMessage<String>> heard = new ArrayList<>();
  private final Heard<Object> troubles = new Heard<>();
  private String kept;
  private int heardWhenKept;
  private Life life;
  private int deaths;
  private boolean immortal;

  /** Begins with the oldest message. */
  public ReturningListener(MulticastChannel<String> channel, long seed) {
    this.channel = channel;
    this.random = new Random(seed);
    life = new Life();
    channel.subscribe(Partitions.all(), From.oldest(), DeliveryOrder.ordered(), life);
  }

  private final class Life implements ChannelListener<String> {
    private Subscription subscription;
    private int left = 1 + random.nextInt(LIFE);

    @Override
    public void onSubscribed(Subscription subscription) {
      this.subscription = subscription;
    }

    @Override
    public void onMessage(ChannelMessage<String> message) {
      hear(this, message);
    }

    @Override
    public void onGap(Gap gap) {
      troubles.add(gap);
    }

    @Override
    public void onUnreadable(UnreadableMessage message) {
      troubles.add(message);
    }

    @Override
    public void onEnd(Throwable why) {
      troubles.add(why);
    }
  }

  private synchronized void hear(Life who, ChannelMessage<String> message) {
    if (who != life) {
      return;
    }
    heard.add(message);
    if (random.nextInt(3) == 0) {
      kept = who.subscription.position().toJson();
      heardWhenKept = heard.size();
    }
    if (--who.left <= 0 && kept != null && !immortal) {
      die(who);
    }
  }

  private void die(Life who) {
    deaths++;
    heard.subList(heardWhenKept, heard.size()).clear();
    life = new Life();
    who.subscription.close();
    comeBack(life);
  }

  private void comeBack(Life who) {
    channel
        .async()
        .subscribe(
            Partitions.all(),
            From.after(ChannelPosition.fromJson(kept)),
            DeliveryOrder.ordered(),
            who)
        .whenComplete(
            (subscription, error) -> {
              Throwable cause = error instanceof CompletionException ? error.getCause() : error;
              if (cause instanceof IllegalArgumentException
                  || cause instanceof PrimitiveException.ClosedSession) {
                troubles.add(cause);
              } else if (cause != null) {
                CompletableFuture.delayedExecutor(PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                    .execute(() -> comeBack(who));
              }
            });
  }

  /** Lets it live from now on. */
  public synchronized void live() {
    immortal = true;
  }

  /** What is heard, without what was forgotten. */
  public synchronized List<ChannelMessage<String>> heard() {
    return List.copyOf(heard);
  }

  /** How often it has died. */
  public synchronized int deaths() {
    return deaths;
  }

  /** Gaps, ends of subscriptions and positions that were refused. */
  public List<Object> troubles() {
    return troubles.soFar();
  }
}
