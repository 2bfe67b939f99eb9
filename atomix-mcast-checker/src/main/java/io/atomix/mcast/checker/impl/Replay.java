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
package io.atomix.mcast.checker.impl;

import io.atomix.mcast.checker.Event;
import io.atomix.mcast.checker.Model;
import java.util.List;

/** Makes sure that an order explains what it says, by means that share nothing with the search. */
final class Replay {

  private Replay() {}

  /**
   * Carries out {@code order} on a {@link Model}.
   *
   * @throws IllegalStateException if it breaks real time, or gives another result or version than
   *     was recorded
   */
  static void verify(List<Event> order) {
    Model model = new Model();
    long latestStart = Long.MIN_VALUE;
    for (Event event : order) {
      if (event.returned() < latestStart) {
        throw new IllegalStateException(
            "A bug of the checker: it put " + event + " after one that began later");
      }
      latestStart = Math.max(latestStart, event.invoked());
      if (!model.explains(event)) {
        throw new IllegalStateException(
            "A bug of the checker: in the order that it found, this gives something else: "
                + event);
      }
    }
  }
}
