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

import io.atomix.primitive.service.BackupInput;
import io.atomix.primitive.service.BackupOutput;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A subscription as its partition sees it: the position up to which messages were sent, and the
 * position up to which the listener has handled them.
 */
final class Subscriber {
  /** Approximate number of bytes of messages in one event. */
  private static final long PIECE = 64 * 1024;

  private final long id;
  private final Backlog backlog;
  private long next;
  private long handled;
  private long handledOffset;
  private boolean overrun;

  Subscriber(long id, Backlog backlog, long next, long handled, long handledOffset) {
    this.id = id;
    this.backlog = backlog;
    this.next = next;
    this.handled = handled;
    this.handledOffset = handledOffset;
  }

  long id() {
    return id;
  }

  /** The listener has dealt with what came up to a position that ends at this offset. */
  void handled(long position, long offset, RecentMessages messages) {
    handled = Math.max(handled, Math.min(position, next - 1));
    handledOffset = Math.max(handledOffset, Math.min(offset, messages.offsetBefore(next)));
  }

  /** Sends what there is room for. */
  void send(RecentMessages messages, ChannelClient client) {
    while (next <= messages.newest()) {
      if (next - handled > backlog.size()) {
        tellOverrun(messages, client);
        return;
      }
      if (next < messages.oldest()) {
        long last = messages.oldest() - 1;
        client.gap(id, next, last, messages.offsetBefore(last + 1));
        next = last + 1;
        continue;
      }
      List<StoredMessage> piece = piece(messages.at(next));
      if (piece.isEmpty()) {
        tellOverrun(messages, client);
        return;
      }
      client.messages(id, piece);
      next += piece.size();
    }
    overrun = false;
  }

  private List<StoredMessage> piece(Iterator<StoredMessage> messages) {
    List<StoredMessage> piece = new ArrayList<>();
    long bytes = 0;
    while (messages.hasNext() && bytes < PIECE && next + piece.size() - handled <= backlog.size()) {
      StoredMessage message = messages.next();
      if (message.offsetBefore() - handledOffset >= backlog.bytes()) {
        break;
      }
      piece.add(message);
      bytes += message.envelope().size();
    }
    return piece;
  }

  private void tellOverrun(RecentMessages messages, ChannelClient client) {
    if (!overrun) {
      overrun = true;
      client.overrun(id, next, messages.newest());
    }
  }

  void write(BackupOutput out) {
    out.writeLong(id).writeInt(backlog.size()).writeLong(backlog.bytes());
    out.writeLong(next).writeLong(handled).writeLong(handledOffset).writeBoolean(overrun);
  }

  static Subscriber read(BackupInput in) {
    Subscriber subscriber =
        new Subscriber(
            in.readLong(),
            new Backlog(in.readInt(), in.readLong()),
            in.readLong(),
            in.readLong(),
            in.readLong());
    subscriber.overrun = in.readBoolean();
    return subscriber;
  }
}
