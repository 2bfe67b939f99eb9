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

import io.atomix.mcast.ordering.Below;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.ordering.Stability;
import io.atomix.mcast.wire.ExchangeMessage.Ask;
import io.atomix.mcast.wire.ExchangeMessage.Statement;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The statements of a leader on single messages to the other groups, and those that it puts off
 * because nobody waits for them. Not thread-safe; all is done on the executor.
 */
final class Telling {
  private final GroupId self;
  private final Map<MessageId, TrackedMessage> tracked;
  private final Supplier<Stability> stability;
  private final Dispatch dispatch;
  private final long refusalNanos;

  /** Messages of which the other groups have not been told what their clients do not wait for. */
  private final Set<TrackedMessage> untold = new LinkedHashSet<>();

  /**
   * Creates one that has told nothing.
   *
   * @param tracked what is known of messages
   * @param stability what is stable, at present
   * @param refusalNanos how long a message may wait for another group's vote before that group is
   *     asked to refuse it (rule 9)
   */
  Telling(
      GroupId self,
      Map<MessageId, TrackedMessage> tracked,
      Supplier<Stability> stability,
      Dispatch dispatch,
      long refusalNanos) {
    this.self = self;
    this.tracked = tracked;
    this.stability = stability;
    this.dispatch = dispatch;
    this.refusalNanos = refusalNanos;
  }

  void tell(TrackedMessage message, GroupId group, long now) {
    message.told(group, now);
    MessageStatus told = told(message, group);
    boolean unknown = message.unknownTo(group);
    boolean tooLong = now - message.since() >= refusalNanos;
    if (message.neverCameTo(group) && message.own().state().pending() && tooLong) {
      dispatch.say(group, new Statement(message.id(), told, Ask.REFUSAL, message.destinations()));
    } else if (unknown && !message.own().state().pending()) {
      dispatch.say(group, new Statement(message.id(), told, Ask.CONFIRMATION, null));
    } else {
      dispatch.say(group, Statement.of(message.id(), told));
    }
  }

  void tellAll(TrackedMessage message, long now) {
    for (GroupId group : message.others()) {
      tell(message, group, now);
    }
  }

  /** Rule 5: tells those that a message is closed here who cannot find out by themselves. */
  void tellClosed(TrackedMessage message, long now) {
    message.unableToJudge().forEach(group -> tell(message, group, now));
  }

  /**
   * Rule 5: who knows that a message is settled tells a set without it; whoever is told of the
   * other answers with the set that it would tell now.
   */
  void askFor(Stability.Unjudged set, long now) {
    TrackedMessage message = tracked.get(set.id());
    if (message == null || set.group().equals(self) || !message.asks(set.group())) {
      return;
    }
    TrackedMessage settled = tracked.get(set.settled());
    if (settled != null && settled.others().contains(set.group())) {
      tell(settled, set.group(), now);
    }
    tell(message, set.group(), now);
  }

  /** Rule 5: what is known to be stable or dropped is left out of what is told to be below. */
  MessageStatus told(TrackedMessage message, GroupId group) {
    MessageStatus own = message.own();
    if (!own.state().pending() || own.below().isNone()) {
      message.told(group, Below.NONE, tracked);
      return own;
    }
    Below below = stability.get().below(message.id(), self);
    MessageStatus told = below == null ? own : own.withBelow(below);
    message.told(group, told.below(), tracked);
    return told;
  }

  /** Puts off what the other groups are to be told of a message. */
  void putOff(TrackedMessage message) {
    message.owesAll();
    untold.add(message);
  }

  /** Drops what was put off on a message; returns whether anything was. */
  boolean drop(TrackedMessage message) {
    return untold.remove(message);
  }

  void dropAll() {
    untold.clear();
  }

  /** Tells those groups of a message that have not been told since it was put off. */
  void tellOwed(TrackedMessage message, long now) {
    message.owed().forEach(group -> tell(message, group, now));
  }

  /** Tells all that was put off. */
  void tellPutOff(long now) {
    if (!untold.isEmpty()) {
      List<TrackedMessage> messages = List.copyOf(untold);
      untold.clear();
      messages.forEach(message -> tellOwed(message, now));
    }
  }

  /** Tells what was put off for long enough. */
  void tellDue(StatementBatcher batcher, long now) {
    for (Iterator<TrackedMessage> i = untold.iterator(); i.hasNext(); ) {
      TrackedMessage message = i.next();
      if (batcher.isDue(message, now)) {
        i.remove();
        tellOwed(message, now);
      }
    }
    if (!untold.isEmpty()) {
      batcher.mayWait(now);
    }
  }
}
