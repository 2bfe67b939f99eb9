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
package io.atomix.mcast.group;

/**
 * Counts of what one replica of a group holds after an entry of its log, for operators and tests.
 * When nothing is under way and every client has taken what was for it, all but {@code clients} and
 * {@code primitives} are zero: nothing accumulates.
 *
 * @param pending messages accepted and not yet executed
 * @param remembered outcomes of multicast messages that another group may still ask for (rule 10)
 * @param undelivered deferred results and events that clients have not acknowledged
 * @param clients Raft sessions that carry a client
 * @param primitives primitives hosted
 */
public record GroupCounts(
    int pending, int remembered, int undelivered, int clients, int primitives) {

  /** Counts of a replica that has applied nothing. */
  public static final GroupCounts NOTHING = new GroupCounts(0, 0, 0, 0, 0);
}
