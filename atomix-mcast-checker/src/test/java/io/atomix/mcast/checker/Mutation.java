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
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** One thing that is changed in a history that has an explanation. */
enum Mutation {
  /** Two operations get the answers of each other, versions included. */
  ANSWERS_EXCHANGED {
    @Override
    Optional<List<Event>> of(List<Event> history, Random random) {
      return exchanged(
          history, random, (one, other) -> with(one, other.result(), other.versions()));
    }
  },
  /** Two operations get the versions of each other. */
  VERSIONS_EXCHANGED {
    @Override
    Optional<List<Event>> of(List<Event> history, Random random) {
      return exchanged(history, random, (one, other) -> with(one, one.result(), other.versions()));
    }
  },
  /** One version is higher or lower by a little. */
  VERSION_CHANGED {
    @Override
    Optional<List<Event>> of(List<Event> history, Random random) {
      List<Integer> places = new ArrayList<>();
      for (int i = 0; i < history.size(); i++) {
        if (!history.get(i).versions().isEmpty()) {
          places.add(i);
        }
      }
      return places.isEmpty()
          ? Optional.empty()
          : Optional.of(versionChanged(history, places.get(random.nextInt(places.size())), random));
    }
  },
  /** One operation is not recorded. */
  OPERATION_LOST {
    @Override
    Optional<List<Event>> of(List<Event> history, Random random) {
      List<Event> mutated = new ArrayList<>(history);
      mutated.remove(random.nextInt(history.size()));
      return Optional.of(mutated);
    }
  },
  /** One operation was earlier or later. */
  MOVED_IN_TIME {
    @Override
    Optional<List<Event>> of(List<Event> history, Random random) {
      int place = random.nextInt(history.size());
      Event event = history.get(place);
      long by = Math.max(-event.invoked(), random.nextInt(120) - 60);
      List<Event> mutated = new ArrayList<>(history);
      mutated.set(
          place,
          new Event(
              event.client(),
              event.object(),
              event.operation(),
              event.invoked() + by,
              event.isUnknown() ? Long.MAX_VALUE : event.returned() + by,
              event.result(),
              event.versions()));
      return Optional.of(mutated);
    }
  };

  /** Changes a copy of the history; empty if there is nothing to change. */
  abstract Optional<List<Event>> of(List<Event> history, Random random);

  /** Gives one event what belongs to another. */
  private interface Exchange {
    Event with(Event one, Event other);
  }

  private static Event with(Event event, Object result, VersionClaims versions) {
    return new Event(
        event.client(),
        event.object(),
        event.operation(),
        event.invoked(),
        event.returned(),
        result,
        versions);
  }

  /** Exchanges something of two operations, of those that then have something new and fitting. */
  private static Optional<List<Event>> exchanged(
      List<Event> history, Random random, Exchange exchange) {
    List<List<Event>> possible = new ArrayList<>();
    for (int i = 0; i < history.size(); i++) {
      for (int j = i + 1; j < history.size(); j++) {
        Event one = history.get(i);
        Event other = history.get(j);
        if (!one.isUnknown() && !other.isUnknown()) {
          try {
            List<Event> mutated = new ArrayList<>(history);
            mutated.set(i, exchange.with(one, other));
            mutated.set(j, exchange.with(other, one));
            if (!mutated.equals(history)) {
              possible.add(mutated);
            }
          } catch (IllegalArgumentException e) {
            // The answer of the one is none that the other could have given.
          }
        }
      }
    }
    return possible.isEmpty()
        ? Optional.empty()
        : Optional.of(possible.get(random.nextInt(possible.size())));
  }

  private static List<Event> versionChanged(List<Event> history, int place, Random random) {
    Event event = history.get(place);
    SortedMap<String, Long> found = new TreeMap<>(event.versions().found());
    SortedMap<String, Long> written = new TreeMap<>(event.versions().written());
    boolean ofFound = written.isEmpty() || !found.isEmpty() && random.nextBoolean();
    SortedMap<String, Long> changed = ofFound ? found : written;
    List<String> keys = List.copyOf(changed.keySet());
    long by = 1 + random.nextInt(4);
    changed.merge(
        keys.get(random.nextInt(keys.size())), random.nextBoolean() ? by : -by, Long::sum);
    List<Event> mutated = new ArrayList<>(history);
    mutated.set(place, with(event, event.result(), new VersionClaims(found, written)));
    return mutated;
  }
}
