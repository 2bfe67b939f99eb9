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
package io.atomix.mcast.status;

/**
 * One member of the groups that a node knows, as this node's membership sees it.
 *
 * @param member its id
 * @param sight {@code REACHABLE}, {@code UNREACHABLE} (it does not answer, and is about to be given
 *     up), {@code GONE} (it has left or was given up) or {@code NEVER_SEEN} since this node is up
 * @param sightMillis for how long that has been so
 * @param address where it is or was, such as {@code 127.0.0.1:20101}, or null if it was never seen
 * @param atomix the version of its Atomix, or null
 * @param http where its agent says that it serves its pages, or null
 */
public record MemberStatus(
    String member, String sight, long sightMillis, String address, String atomix, String http) {

  /** Returns whether the membership sees it. */
  boolean isSeen() {
    return "REACHABLE".equals(sight);
  }
}
