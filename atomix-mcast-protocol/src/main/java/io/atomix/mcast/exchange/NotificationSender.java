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

import io.atomix.mcast.group.ClientAddress;
import io.atomix.mcast.group.ClientChange;
import io.atomix.mcast.wire.Delivery;
import io.atomix.mcast.wire.Notification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Sends deferred results and events from the leader's replica straight to the clients, again until
 * a client says that it has them. A replica that becomes the leader starts with all that its log
 * has not seen acknowledged, so a change of leader loses nothing.
 *
 * <p>All methods may be called by any thread; the work is done on the executor, which must run one
 * task at a time.
 */
public final class NotificationSender {
  private static final int ITEMS_PER_DELIVERY = 1000;

  /** The way to the clients. */
  @FunctionalInterface
  public interface ClientTransport {
    /**
     * Sends an encoded delivery; the future gives the number of the last notification that the
     * client has, with all before it.
     */
    CompletableFuture<Long> send(ClientAddress client, byte[] delivery);
  }

  private final ClientTransport clients;
  private final CoalescingExecutor executor;
  private final long resendNanos;
  private final LongSupplier clock;
  private final Map<Long, ReceivingClient> destinations = new HashMap<>();
  private final ChangeHandler handler = new ChangeHandler();
  private boolean leading;

  /** Creates the deliveries of a replica, with a clock of nanoseconds of any origin. */
  public NotificationSender(
      ClientTransport clients, Executor executor, Duration resendInterval, LongSupplier clock) {
    this.clients = clients;
    this.executor = new CoalescingExecutor(executor);
    this.resendNanos = resendInterval.toNanos();
    this.clock = clock;
  }

  /** The log has been applied so far as to make these changes, in this order. */
  public void applied(List<ClientChange> changes) {
    executor.add(
        () -> {
          changes.forEach(change -> change.accept(handler));
          // Everything that one entry has for a client goes in one delivery.
          changes.stream()
              .filter(ClientChange.Added.class::isInstance)
              .map(change -> destinations.get(change.client().raftSession()))
              .filter(Objects::nonNull)
              .distinct()
              .forEach(ReceivingClient::sendNew);
        });
  }

  /** The state was replaced by that of a snapshot. */
  public void restored(Collection<ClientChange> all) {
    executor.add(
        () -> {
          destinations.values().forEach(ReceivingClient::end);
          destinations.clear();
          all.forEach(change -> change.accept(handler));
        });
  }

  /** This replica has become its group's leader, or is no longer. */
  public void leading(boolean leads) {
    executor.urgent(leads);
    executor.execute(
        () -> {
          leading = leads;
          destinations.values().forEach(ReceivingClient::startOver);
          resend();
        });
  }

  /** Sends again what was not received; to be called every resend interval. */
  public void tick() {
    executor.execute(this::resend);
  }

  private void resend() {
    if (leading) {
      long now = clock.getAsLong();
      destinations.values().forEach(destination -> destination.resend(now));
    }
  }

  /** Notes what a group holds for its clients. */
  private final class ChangeHandler implements ClientChange.ClientChangeVisitor {

    @Override
    public void added(ClientChange.Added change) {
      destinations
          .computeIfAbsent(
              change.client().raftSession(), id -> new ReceivingClient(change.client()))
          .notifications
          .put(change.notification().number(), change.notification());
    }

    @Override
    public void carried(ClientChange.SentWithAnswer change) {
      ReceivingClient destination = destinations.get(change.client().raftSession());
      if (destination != null) {
        destination.carried(change.number());
      }
    }

    @Override
    public void received(ClientChange.Acknowledged change) {
      ReceivingClient destination = destinations.get(change.client().raftSession());
      if (destination != null) {
        destination.notifications.headMap(change.number(), true).clear();
        destination.removeIfIdle();
      }
    }

    @Override
    public void gone(ClientChange.Gone change) {
      ReceivingClient destination = destinations.remove(change.client().raftSession());
      if (destination != null) {
        destination.end();
      }
    }
  }

  /** One client, and what it has not acknowledged in the log. */
  private final class ReceivingClient {
    private final ClientAddress client;
    private final TreeMap<Long, Notification> notifications = new TreeMap<>();
    private long has;

    /** The number of the last notification that an answer has taken along. */
    private long carried;

    private boolean sending;
    private long attempts;
    private long sentAt;

    private ReceivingClient(ClientAddress client) {
      this.client = client;
      this.sentAt = clock.getAsLong() - resendNanos;
    }

    private void startOver() {
      has = 0;
      carried = 0;
      sentAt = clock.getAsLong() - resendNanos;
      sending = false;
      attempts++;
    }

    private void end() {
      notifications.clear();
    }

    private void removeIfIdle() {
      if (notifications.isEmpty() && !sending) {
        destinations.remove(client.raftSession(), this);
      }
    }

    private void resend(long now) {
      if (now - sentAt >= resendNanos) {
        send();
      }
    }

    private void carried(long number) {
      carried = number;
      if (!sending) {
        sentAt = clock.getAsLong();
      }
    }

    private void sendNew() {
      if (!sending
          && !notifications.isEmpty()
          && notifications.lastKey() > Math.max(has, carried)) {
        send();
      }
    }

    private void send() {
      List<Notification> next = new ArrayList<>();
      for (Notification notification : notifications.tailMap(has, false).values()) {
        if (next.size() == ITEMS_PER_DELIVERY) {
          break;
        }
        next.add(notification);
      }
      if (next.isEmpty() || !leading) {
        return;
      }
      sending = true;
      sentAt = clock.getAsLong();
      long attempt = ++attempts;
      long last = next.get(next.size() - 1).number();
      clients
          .send(client, new Delivery(client.raftSession(), next).encode())
          .whenCompleteAsync((number, error) -> answered(attempt, last, number, error), executor);
    }

    private void answered(long attempt, long last, Long number, Throwable error) {
      if (error == null) {
        has = Math.max(has, number);
      }
      if (attempt == attempts) {
        sending = false;
        // A client that did not take it may not be ready for it: it gets it again after the
        // interval, not at once.
        if (error == null && has >= last) {
          sendNew();
        }
        removeIfIdle();
      }
    }
  }
}
