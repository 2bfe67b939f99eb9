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

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Versions that a simulated store gives to its registers and tells with its answers: the index of
 * the operation that changed a register last. It may do so wrongly, once.
 */
final class SimulatedVersions {

  /** Kinds of faults; each leaves all values as they are. */
  enum VersionFault {
    /** A change keeps the version. */
    KEPT,
    /** A change gives a lower version than the register had. */
    LOWER,
    /** A register that comes back after a removal begins anew. */
    FORGOTTEN,
    /** A read tells the version of the value before. */
    STALE,
    /** A write of the value that is there tells a new version, and the entry keeps the old one. */
    RENEWED,
    /** A read of two registers exchanges their versions. */
    EXCHANGED
  }

  private final Random random;
  private final VersionFault fault;
  private final Map<String, Long> current = new HashMap<>();
  private final Map<String, Long> former = new HashMap<>();
  private long index;
  private int healthy;
  private boolean happened;

  /**
   * Versions.
   *
   * @param fault what is wrong with them; null for nothing
   * @param healthy how many times that could go wrong go well before
   */
  SimulatedVersions(Random random, VersionFault fault, int healthy) {
    this.random = random;
    this.fault = fault;
    this.healthy = healthy;
  }

  boolean happened() {
    return happened;
  }

  /**
   * Notes an operation that took effect, and returns what is told of versions: mostly something.
   *
   * @param before all registers before it
   * @param after all registers after it
   */
  VersionClaims note(
      Operation operation, Object result, Map<String, String> before, Map<String, String> after) {
    index += 1 + random.nextInt(3);
    Object canonical = CanonicalResults.of(operation, result);
    RegisterEffects effects = RegisterEffects.of(operation, canonical);
    SortedMap<String, Long> found = told(effects.found());
    exchange(found);
    stale(found);
    change(before, after);
    SortedMap<String, Long> written = told(effects.written());
    renew(written, before, after);
    return new VersionClaims(
        random.nextInt(4) > 0 ? found : new TreeMap<>(),
        random.nextInt(2) > 0 ? written : new TreeMap<>());
  }

  private SortedMap<String, Long> told(Map<String, String> values) {
    SortedMap<String, Long> told = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (value != null) {
            told.put(key, current.get(key));
          }
        });
    return told;
  }

  private void change(Map<String, String> before, Map<String, String> after) {
    for (String key : before.keySet()) {
      if (!after.containsKey(key)) {
        former.put(key, current.get(key));
      }
    }
    for (Map.Entry<String, String> entry : after.entrySet()) {
      String key = entry.getKey();
      if (!Objects.equals(before.get(key), entry.getValue())) {
        Long old = current.get(key);
        boolean cameBack = old != null && !before.containsKey(key);
        long next = index;
        if (old != null && goesWrong(VersionFault.KEPT)) {
          next = old;
        } else if (old != null && old > 1 && goesWrong(VersionFault.LOWER)) {
          next = old - 1;
        } else if (cameBack && goesWrong(VersionFault.FORGOTTEN)) {
          next = 1;
        }
        if (old != null) {
          former.put(key, old);
        }
        current.put(key, next);
      }
    }
  }

  private void stale(SortedMap<String, Long> found) {
    for (String key : found.keySet()) {
      Long old = former.get(key);
      if (old != null && !old.equals(found.get(key)) && goesWrong(VersionFault.STALE)) {
        found.put(key, old);
      }
    }
  }

  private void renew(
      SortedMap<String, Long> written, Map<String, String> before, Map<String, String> after) {
    for (String key : written.keySet()) {
      if (Objects.equals(before.get(key), after.get(key)) && goesWrong(VersionFault.RENEWED)) {
        written.put(key, index);
      }
    }
  }

  private void exchange(SortedMap<String, Long> found) {
    if (found.size() == 2
        && !found.get(found.firstKey()).equals(found.get(found.lastKey()))
        && goesWrong(VersionFault.EXCHANGED)) {
      long first = found.get(found.firstKey());
      found.put(found.firstKey(), found.get(found.lastKey()));
      found.put(found.lastKey(), first);
    }
  }

  private boolean goesWrong(VersionFault kind) {
    if (kind != fault || happened || healthy-- > 0) {
      return false;
    }
    happened = true;
    return true;
  }
}
