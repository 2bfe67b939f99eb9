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
package io.atomix.mcast.primitives;

import org.junit.jupiter.api.Test;

class CounterRelationsTest {
  private final Conflicts counters = Conflicts.of(new AtomicCounterMapRelation());
  private final Conflicts counter = Conflicts.of(new AtomicCounterRelation());

  @Test
  void additionsWithoutResultCommute() {
    counters.doNotConflict(
        counters.tell("incrementAndGet", "a"), counters.tell("getAndAdd", "a", 5L));
    counter.doNotConflict(counter.tell("incrementAndGet"), counter.tell("addAndGet", 5L));
  }

  @Test
  void anAdditionWhoseResultIsWantedDoesNotCommute() {
    counters.conflict(counters.call("incrementAndGet", "a"), counters.tell("incrementAndGet", "a"));
    counter.conflict(counter.call("getAndDecrement"), counter.tell("getAndDecrement"));
  }

  @Test
  void additionsConflictWithWhoeverReadsOrSetsTheNumber() {
    counters.conflict(counters.tell("addAndGet", "a", 1L), counters.call("get", "a"));
    counters.conflict(counters.tell("addAndGet", "a", 1L), counters.tell("put", "a", 1L));
    counters.conflict(counters.tell("addAndGet", "a", 1L), counters.tell("putIfAbsent", "a", 1L));
    counters.conflict(counters.tell("addAndGet", "a", 1L), counters.call("size"));
    counters.conflict(counters.tell("addAndGet", "a", 1L), counters.tell("clear"));
    counter.conflict(counter.tell("addAndGet", 1L), counter.call("get"));
    counter.conflict(counter.tell("addAndGet", 1L), counter.tell("set", 1L));
    counter.conflict(counter.tell("addAndGet", 1L), counter.call("compareAndSet", 1L, 2L));
  }

  @Test
  void differentCountersDoNotConflict() {
    counters.doNotConflict(
        counters.call("incrementAndGet", "a"), counters.call("removeValue", "b", 1L));
    counters.conflict(counters.call("replace", "a", 1L, 2L), counters.call("remove", "a"));
  }

  @Test
  void anAdditionWithoutArgumentsIsToTheWholeMap() {
    counters.conflict(counters.tell("incrementAndGet"), counters.tell("incrementAndGet", "a"));
  }
}
