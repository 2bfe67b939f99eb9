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
package io.atomix.mcast.primitives.map.impl;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The changes that one message has made in one partition, in the order of their keys. Immutable.
 */
public final class StoredChanges {
  /** Approximate number of bytes beside those of the changes. */
  private static final int OVERHEAD = 64;

  private final long position;
  private final long clientHigh;
  private final long clientLow;
  private final long number;
  private final ArrayList<StoredChange> changes;

  /**
   * Puts changes together.
   *
   * @param position their place in the partition: 1 is the first, and each has one more
   * @param client the client that has sent the message; null if no client's operation made them
   * @param number the number that tells the client's messages apart
   */
  StoredChanges(long position, UUID client, long number, List<StoredChange> changes) {
    this.position = position;
    this.clientHigh = client == null ? 0 : client.getMostSignificantBits();
    this.clientLow = client == null ? 0 : client.getLeastSignificantBits();
    this.number = number;
    this.changes = new ArrayList<>(changes);
  }

  long position() {
    return position;
  }

  /** Returns the name of the message, the same in all its partitions; null if there is none. */
  String message() {
    return clientHigh == 0 && clientLow == 0
        ? null
        : new UUID(clientHigh, clientLow) + "/" + number;
  }

  List<StoredChange> changes() {
    return changes;
  }

  /** Returns how many bytes they take, about; the same on all replicas. */
  long size() {
    long size = OVERHEAD;
    for (StoredChange change : changes) {
      size += change.size();
    }
    return size;
  }
}
