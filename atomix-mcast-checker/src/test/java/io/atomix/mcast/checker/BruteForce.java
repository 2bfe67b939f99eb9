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
package io.atomix.mcast.checker;

import java.util.ArrayList;
import java.util.List;

/** Decides by trying every order of every choice of operations, as the definition says. */
final class BruteForce {

  private BruteForce() {}

  static boolean isStrictlySerializable(List<Event> history) {
    return continues(new Model(), history);
  }

  private static boolean continues(Model state, List<Event> rest) {
    if (rest.stream().allMatch(Event::isUnknown)) {
      return true;
    }
    for (Event next : rest) {
      boolean early = rest.stream().anyMatch(other -> other.returned() < next.invoked());
      if (!early) {
        Model after = new Model(state);
        if (after.explains(next)) {
          List<Event> others = new ArrayList<>(rest);
          others.remove(next);
          if (continues(after, others)) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
