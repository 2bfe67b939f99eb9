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

import io.atomix.primitive.event.PrimitiveEvent;
import io.atomix.utils.event.Event;
import io.atomix.utils.serializer.Serializer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Events that a hosted service publishes in one call, held until its end. Services publish to
 * sessions in the order of tables of hashes, and so they tell what they remove all at once; timers
 * of the same moment run in an order of their own. All that is another one on a replica that was
 * restored. So the events are put into an order that is the same.
 */
final class PublishedEvents {
  /** Type of such events of Atomix's maps and collections. */
  private static final String REMOVE = "REMOVE";

  private static final Comparator<HeldEvent> BY_SESSION =
      Comparator.comparingLong(each -> each.session.sessionId().id());

  /** For an operation that only removes: an entry or an element goes once, so by these. */
  private final Comparator<HeldEvent> ofRemovals =
      BY_SESSION
          .thenComparing(this::subject, Arrays::compare)
          .thenComparing(each -> each.event.value(), Arrays::compare);

  private final Comparator<HeldEvent> ofTimers =
      Comparator.<HeldEvent>comparingLong(each -> each.time)
          .thenComparing(BY_SESSION)
          .thenComparing(each -> each.event.type().id())
          .thenComparing(this::subject, Arrays::compare);

  private final Serializer serializer;
  private final BiConsumer<HostedSession, PrimitiveEvent> receiver;
  private final List<HeldEvent> held = new ArrayList<>();

  private static final class HeldEvent {
    private final HostedSession session;
    private final PrimitiveEvent event;
    private final long time;

    /** Found when they are asked for, both together. */
    private byte[] subject;

    private boolean removal;

    private HeldEvent(HostedSession session, PrimitiveEvent event, long time) {
      this.session = session;
      this.event = event;
      this.time = time;
    }
  }

  PublishedEvents(Serializer serializer, BiConsumer<HostedSession, PrimitiveEvent> receiver) {
    this.serializer = serializer;
    this.receiver = receiver;
  }

  /**
   * Holds an event.
   *
   * @param time that of the timer that publishes it, if one does
   */
  void add(HostedSession session, PrimitiveEvent event, long time) {
    held.add(new HeldEvent(session, event, time));
  }

  /**
   * An operation is over: a session gets what it published in its order, but what was removed at
   * once by what it was.
   */
  void endOperation() {
    held.sort(BY_SESSION);
    // Most tell a session once: their events are not read again.
    if (tellsOneTwice() && held.stream().allMatch(this::isRemoval)) {
      held.sort(ofRemovals);
    }
    end();
  }

  /** Returns whether a session has several of the events, which are in the order of sessions. */
  private boolean tellsOneTwice() {
    for (int i = 1; i < held.size(); i++) {
      if (BY_SESSION.compare(held.get(i - 1), held.get(i)) == 0) {
        return true;
      }
    }
    return false;
  }

  /** Timers have run: what they published goes by their times. */
  void endTimers() {
    held.sort(ofTimers);
    end();
  }

  private void end() {
    held.forEach(each -> receiver.accept(each.session, each.event));
    held.clear();
  }

  /**
   * Returns what an event is about. The whole of it may hold the time at which this replica made
   * it, as those of Atomix's maps do.
   */
  private byte[] subject(HeldEvent published) {
    read(published);
    return published.subject;
  }

  /** Returns whether an event is one of Atomix's that tells of a removal. */
  private boolean isRemoval(HeldEvent published) {
    read(published);
    return published.removal;
  }

  private void read(HeldEvent published) {
    if (published.subject == null) {
      byte[] value = published.event.value();
      Event<?, ?> event = value == null ? null : event(value);
      byte[] whole = value == null ? new byte[0] : value;
      published.subject = event == null ? whole : serializer.encode(event.subject());
      published.removal =
          event != null && event.type() instanceof Enum<?> type && type.name().equals(REMOVE);
    }
  }

  /** Returns the event of Atomix's that is told, with a subject, or null. */
  private Event<?, ?> event(byte[] value) {
    try {
      if (serializer.<Object>decode(value) instanceof Object[] arguments) {
        for (Object argument : arguments) {
          if (argument instanceof Event<?, ?> event && event.subject() != null) {
            return event;
          }
        }
      }
    } catch (RuntimeException e) {
      // Then it is one of a service that writes it in another way, and without a time.
    }
    return null;
  }
}
