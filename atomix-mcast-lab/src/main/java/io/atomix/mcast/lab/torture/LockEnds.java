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

import io.atomix.mcast.checker.Event;
import io.atomix.mcast.checker.Operation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Ends of holding a lock that nobody asked for: who holds it may lose it at any time, with his
 * session. Such an end is added, of unknown outcome, for each version that a transaction did not
 * find held though nobody is known to have let it go before. It explains nothing but that: a
 * transaction that takes effect under the version comes before it, and those of the next holder
 * behind.
 *
 * <p>A transaction that did not find its version held has one reason then: the version is over,
 * whether the lock was given to somebody else or not. That leaves the checker less to try.
 */
final class LockEnds {
  private LockEnds() {}

  /** Adds them to the history of {@link FencedMaps}. */
  static List<Event> addTo(List<Event> history) {
    Map<String, Event> given = new HashMap<>();
    Map<String, Long> letGo = new HashMap<>();
    for (Event event : history) {
      if (event.operation() instanceof Operation.Write write && !event.isUnknown()) {
        String version = write.values().get(FencedMaps.LOCK);
        if (version != null) {
          given.put(version, event);
        }
        letGo.put(FencedMaps.ended(write), event.returned());
      }
    }
    Map<String, Event> lost = new HashMap<>();
    List<Event> all = new ArrayList<>();
    for (Event event : history) {
      String version = FencedMaps.fence(event.operation());
      boolean failed =
          given.containsKey(version)
              && !event.isUnknown()
              && !((Operation.Outcome) event.result()).held();
      all.add(failed ? withoutLock(event) : event);
      if (failed && event.invoked() < letGo.getOrDefault(version, Long.MAX_VALUE)) {
        Event by = given.get(version);
        lost.put(
            version,
            Event.unknown("nobody", FencedMaps.over(version, "lost"), by.invoked())
                .on(by.object()));
      }
    }
    all.addAll(lost.values());
    return all;
  }

  private static Event withoutLock(Event event) {
    Operation.Transact transact = (Operation.Transact) event.operation();
    return new Event(
        event.client(),
        event.object(),
        new Operation.Transact(
            transact.conditions().stream()
                .filter(each -> !each.key().equals(FencedMaps.LOCK))
                .toList(),
            transact.then(),
            transact.otherwise(),
            transact.reads()),
        event.invoked(),
        event.returned(),
        event.result(),
        event.versions());
  }
}
