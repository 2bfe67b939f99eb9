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

import java.util.List;
import java.util.Map;

/**
 * Record of the listeners of Atomix's own primitives in a round.
 *
 * @param maps the lines of each listener of the map, by its name
 * @param elections the lines of each listener of the election, by its name
 * @param calls the calls of the election, by the process that made them
 */
record ListenerRecord(
    Map<String, List<MapEventLine>> maps,
    Map<String, List<ElectionLine>> elections,
    Map<String, List<ElectionCall>> calls) {

  /** Nobody listens. */
  static ListenerRecord none() {
    return new ListenerRecord(Map.of(), Map.of(), Map.of());
  }
}
