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

import java.util.Map;

/**
 * Word of the cluster's membership about a member, on one node.
 *
 * @param sight whether it is there
 * @param sinceNanos for how long that has been so, by this node's clock; for how long this node has
 *     been up if nothing has changed since
 * @param address where it is or was, or null if it was never seen
 * @param version the version of its Atomix, or null
 * @param properties those that it tells of itself; empty if it was never seen
 */
public record MemberSight(
    Sight sight, long sinceNanos, String address, String version, Map<String, String> properties) {

  /** States of a member. */
  public enum Sight {
    /** It answers. */
    REACHABLE,
    /** It does not answer, and is about to be given up. */
    UNREACHABLE,
    /** It was there, and has left or was given up. */
    GONE,
    /** It has not been there since this node is up. */
    NEVER_SEEN
  }
}
