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
import java.util.TreeMap;

/** The latest messages of a partition: no more than so many, and no more than so many bytes. */
final class RecentMessages {
  private final int size;
  private final long bytes;
  private final TreeMap<Long, StoredMessage> messages = new TreeMap<>();
  private long newest;
  private long offset;

  RecentMessages(int size, long bytes) {
    this.size = size;
    this.bytes = bytes;
  }

  StoredMessage add(Envelope envelope) {
    newest++;
    offset += envelope.size();
    StoredMessage message = new StoredMessage(newest, offset, envelope);
    messages.put(newest, message);
    while (messages.size() > size
        || messages.size() > 1
            && offset - messages.firstEntry().getValue().offsetBefore() > bytes) {
      messages.pollFirstEntry();
    }
    return message;
  }

  /** Returns the position of the newest message there ever was, 0 if there was none. */
  long newest() {
    return newest;
  }

  /** Returns the oldest position that is kept, one more than the newest if there is none. */
  long oldest() {
    return newest + 1 - messages.size();
  }

  /** Returns the offset before a position that is kept, or that comes next. */
  long offsetBefore(long position) {
    return position > newest ? offset : at(position).next().offsetBefore();
  }

  /** Returns the messages from a position that is kept, or that comes next. */
  Iterator<StoredMessage> at(long position) {
    return messages.tailMap(position).values().iterator();
  }

  void write(BackupOutput out) {
    out.writeLong(newest).writeLong(offset).writeInt(messages.size());
    messages.values().forEach(message -> out.writeObject(message.envelope()));
  }

  void read(BackupInput in) {
    messages.clear();
    newest = in.readLong();
    offset = in.readLong();
    List<Envelope> envelopes = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      envelopes.add(in.readObject());
    }
    long position = newest - envelopes.size();
    long end = offset - envelopes.stream().mapToLong(Envelope::size).sum();
    for (Envelope envelope : envelopes) {
      position++;
      end += envelope.size();
      messages.put(position, new StoredMessage(position, end, envelope));
    }
  }
}
