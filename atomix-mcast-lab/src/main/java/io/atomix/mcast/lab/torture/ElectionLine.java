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
package io.atomix.mcast.lab.torture;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * Record of one thing that happened to a listener of a {@code LeaderElection}.
 *
 * @param kind what happened
 * @param time when, on the histories' clock
 * @param since when a read began
 * @param before the leadership that an event replaces
 * @param after the leadership that an event makes, or that was read
 * @param text who or which state
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ElectionLine(
    ListenerMoment kind, long time, long since, Led before, Led after, String text) {

  /**
   * A leadership.
   *
   * @param leader null for none
   * @param term that of the leader; 0 without one
   * @param candidates in their order, with the leader
   */
  record Led(String leader, long term, List<String> candidates) {
    @Override
    public String toString() {
      return (leader == null ? "nobody" : leader + " in term " + term) + " of " + candidates;
    }
  }

  static ElectionLine of(ListenerMoment kind, long time, String text) {
    return new ElectionLine(kind, time, 0, null, null, text);
  }

  static ElectionLine event(long time, Led before, Led after) {
    return new ElectionLine(ListenerMoment.EVENT, time, 0, before, after, null);
  }

  static ElectionLine read(long since, long time, Led found) {
    return new ElectionLine(ListenerMoment.READ, time, since, null, found, null);
  }
}
