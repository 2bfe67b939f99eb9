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

import java.util.List;

/** Takes the beginning of a history that is too hard as a whole: it still says much. */
public final class Beginning {
  private Beginning() {}

  /**
   * Returns the history as it would be if its later operations had not begun: those that had not
   * returned by then have an unknown outcome.
   *
   * @param history in the order in which its operations began
   * @param size how many operations had begun
   */
  public static List<Event> of(List<Event> history, int size) {
    if (size == history.size()) {
      return history;
    }
    long end = history.get(size).invoked();
    return history.subList(0, size).stream()
        .map(
            event ->
                event.returned() < end
                    ? event
                    : Event.unknown(event.client(), event.operation(), event.invoked())
                        .on(event.object()))
        .toList();
  }
}
