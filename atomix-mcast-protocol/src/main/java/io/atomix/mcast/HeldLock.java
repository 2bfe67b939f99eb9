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
package io.atomix.mcast;

import io.atomix.primitive.partition.PartitionId;

/**
 * Condition of a decision on several primitives: that a lock of Atomix is held with a version, or
 * that an election of Atomix has a leader in a term.
 *
 * @param name the name of the lock or election
 * @param partition the partition that it is in
 * @param version what its holder was told when he got it, or the term of the leader
 */
public record HeldLock(String name, PartitionId partition, long version) {

  /**
   * Checks the version.
   *
   * @throws IllegalArgumentException if no lock is ever held with it
   */
  public HeldLock {
    if (version <= 0) {
      throw new IllegalArgumentException(
          "'%s': version %d: give the version with which a lock was got, or the term of a leader"
              .formatted(name, version));
    }
  }
}
