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

import io.atomix.mcast.ConflictRelation;
import io.atomix.mcast.Footprint;
import io.atomix.mcast.Invocation;
import java.util.List;

/**
 * Footprints of a channel's operations: messages write their conflict keys and add to the list of
 * messages, which commutes, and which a history read reads. So messages wait only for those that
 * they conflict with and for history reads, a history read waits for all messages before it, and
 * one that goes to several partitions stays one message even if it conflicts with nothing.
 *
 * <p>Subscribing touches nothing: at which message a subscription begins does not count, and what
 * it is sent follows from the positions.
 */
public final class MulticastChannelRelation implements ConflictRelation {
  private static final String MESSAGES = "messages";
  private static final String KEY = "key:";

  @Override
  public Class<?> serviceType() {
    return ChannelService.class;
  }

  @Override
  public Footprint footprint(Invocation invocation) {
    return switch (invocation.name()) {
      case "multicast" ->
          !invocation.arguments().isEmpty() && invocation.argument(0) instanceof Envelope envelope
              ? footprint(envelope)
              : ConflictRelation.everythingConflicts(invocation);
      case "history" -> Footprint.none().reads(MESSAGES);
      case "subscribe", "unsubscribe", "handled" -> Footprint.none();
      default -> ConflictRelation.everythingConflicts(invocation);
    };
  }

  private static Footprint footprint(Envelope envelope) {
    return switch (envelope.kind()) {
      case NONE -> Footprint.none().commutes(MESSAGES);
      case KEYS -> Footprint.none().commutes(MESSAGES).writesEach(prefixed(envelope.keys()));
      case ALL -> Footprint.none().writesAll();
    };
  }

  private static List<String> prefixed(List<String> keys) {
    return keys.stream().map(KEY::concat).toList();
  }
}
