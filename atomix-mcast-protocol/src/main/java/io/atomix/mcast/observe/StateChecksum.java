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
package io.atomix.mcast.observe;

/**
 * Checksum on which two replicas of a group agree when they have applied the same entries.
 *
 * <p>It covers the ordering state, the clients and what they have not acknowledged, and of each
 * hosted primitive its sessions and how many entries it has. It does not cover the entries' values:
 * Atomix's services keep times of the replica's own clock with them. While an entry is being
 * applied its value may be one that no other replica shows: only what is seen twice, with some time
 * between, is worth comparing.
 *
 * @param index the log index of the last entry that the group's service was given, 0 if none since
 *     this replica was started or got a snapshot
 * @param value the CRC-32 of the state after that entry
 */
public record StateChecksum(long index, long value) {
  /** Checksum of a replica that has applied nothing. */
  public static final StateChecksum NONE = new StateChecksum(0, 0);
}
