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
package io.atomix.mcast.primitives.map.impl;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * A conditional transaction as it is sent, over all partitions.
 *
 * @param conditions all of them
 * @param then what to do if they hold
 * @param otherwise what to do if one does not
 */
record Plan(List<MapCondition> conditions, Part then, Part otherwise) {
  static final Part NOTHING = new Part(Set.of(), List.of());

  /**
   * Operations of a branch.
   *
   * @param reads keys to read
   * @param writes what to write, each key once
   */
  record Part(Set<String> reads, Collection<MapWrite> writes) {}

  static Plan unconditional(Set<String> reads, Collection<MapWrite> writes) {
    return new Plan(List.of(), new Part(reads, writes), NOTHING);
  }

  static Part part(Branch<?, ?> branch) {
    return new Part(branch.reads(), branch.writes().values());
  }
}
