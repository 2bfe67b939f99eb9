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
package io.atomix.mcast.replica;

import java.util.UUID;
import java.util.function.Supplier;

/**
 * Leadership of this replica: whether it leads its group, and whether it has applied an entry of
 * its own since (rule 7's fence). Thread-safe.
 *
 * <p>Each leadership has a number that no other has, on any node and in any run of it: an old fence
 * that is replayed means nothing. A fence that is applied while this replica leads under the same
 * number is an entry of this leadership, because a replica learns of a successor's entries only
 * after it has stopped to lead.
 */
final class Leadership {
  private static final long NONE = -1;

  private final Supplier<UUID> identities;
  private volatile long current = NONE;
  private volatile long fenced = NONE;

  Leadership() {
    this(UUID::randomUUID);
  }

  Leadership(Supplier<UUID> identities) {
    this.identities = identities;
  }

  /** This replica leads from now on; returns the number of its leadership. */
  long begin() {
    long number = identities.get().getMostSignificantBits() & Long.MAX_VALUE;
    current = number;
    return number;
  }

  void end() {
    current = NONE;
  }

  boolean leads() {
    return current != NONE;
  }

  long current() {
    return current;
  }

  void fence(long number) {
    fenced = number;
  }

  boolean isFenced() {
    long number = current;
    return number != NONE && fenced == number;
  }
}
