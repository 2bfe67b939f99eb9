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

import io.atomix.mcast.primitives.channel.ChannelMessageId;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.primitive.partition.PartitionId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** A message as it is sent. Immutable, though the serializer needs a class that is not a record. */
public final class Envelope {
  /** Approximate number of bytes of a message beside its payload and its conflict keys. */
  private static final int OVERHEAD = 64;

  private final long senderHigh;
  private final long senderLow;
  private final long number;
  private final ArrayList<PartitionId> destinations;
  private final ConflictsKind kind;
  private final String[] keys;
  private final byte[] payload;

  /** The kinds of {@link Conflicts}. */
  public enum ConflictsKind {
    /** {@link Conflicts#none}. */
    NONE(0),
    /** {@link Conflicts#on}. */
    KEYS(1),
    /** {@link Conflicts#all}. */
    ALL(2);

    private final int code;

    ConflictsKind(int code) {
      this.code = code;
    }

    /** Returns the number that is written for it, which never changes. */
    public int code() {
      return code;
    }
  }

  /** Puts a message together. */
  public Envelope(
      ChannelMessageId id,
      Collection<PartitionId> destinations,
      Conflicts conflicts,
      byte[] payload) {
    this.senderHigh = id.sender().getMostSignificantBits();
    this.senderLow = id.sender().getLeastSignificantBits();
    this.number = id.number();
    this.destinations = new ArrayList<>(destinations);
    this.kind = kindOf(conflicts);
    this.keys =
        conflicts instanceof Conflicts.ConflictsOnKeys some
            ? some.keys().toArray(String[]::new)
            : new String[0];
    this.payload = payload;
  }

  private static ConflictsKind kindOf(Conflicts conflicts) {
    if (conflicts instanceof Conflicts.ConflictsOnKeys) {
      return ConflictsKind.KEYS;
    }
    return conflicts == Conflicts.none() ? ConflictsKind.NONE : ConflictsKind.ALL;
  }

  ChannelMessageId id() {
    return new ChannelMessageId(new UUID(senderHigh, senderLow), number);
  }

  List<PartitionId> destinations() {
    return destinations;
  }

  ConflictsKind kind() {
    return kind;
  }

  List<String> keys() {
    return Arrays.asList(keys);
  }

  Conflicts conflicts() {
    return switch (kind) {
      case NONE -> Conflicts.none();
      case KEYS -> Conflicts.on(keys);
      case ALL -> Conflicts.all();
    };
  }

  byte[] payload() {
    return payload;
  }

  /** Returns how many bytes the message takes, about; the same on all replicas. */
  long size() {
    long size = OVERHEAD + payload.length;
    for (String key : keys) {
      size += 2L * key.length();
    }
    return size;
  }
}
