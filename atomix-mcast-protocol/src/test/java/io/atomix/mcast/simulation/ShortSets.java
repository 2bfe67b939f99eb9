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
package io.atomix.mcast.simulation;

import io.atomix.mcast.ordering.Below;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.wire.ExchangeMessage;
import java.util.ArrayList;
import java.util.List;

/** What leaders tell each other where a set of more than one message is too large to be told. */
final class ShortSets {
  private ShortSets() {}

  /** Returns a message with short sets. */
  static byte[] message(byte[] bytes) {
    ExchangeMessage message = ExchangeMessage.decode(bytes);
    return new ExchangeMessage(
            message.from(),
            message.statements().stream()
                .map(
                    each ->
                        new ExchangeMessage.Statement(
                            each.id(), shortened(each.status()), each.ask(), each.destinations()))
                .toList())
        .encode();
  }

  /** Returns a reply with short sets. */
  static byte[] reply(byte[] bytes) {
    ExchangeMessage.Reply reply = ExchangeMessage.Reply.decode(bytes);
    List<MessageStatus> statuses = new ArrayList<>();
    for (MessageStatus status : reply.statuses()) {
      statuses.add(shortened(status));
    }
    return new ExchangeMessage.Reply(reply.leader(), reply.leaderHint(), statuses).encode();
  }

  private static MessageStatus shortened(MessageStatus status) {
    return status != null && status.below().nearest().size() > 1
        ? status.withBelow(Below.TOO_MANY)
        : status;
  }
}
