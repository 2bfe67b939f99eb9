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

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Versions that an operation told its caller. They are claims about the order of the changes of
 * each register: each change of a register gives it a higher version, of 1 or more, also after a
 * removal; a write of the value that it has already keeps the version. Versions of two registers
 * say nothing of each other.
 *
 * @param found for registers that the operation read and that were present, the versions of what it
 *     found
 * @param written for registers that it wrote, and did not remove, their versions afterwards
 */
public record VersionClaims(SortedMap<String, Long> found, SortedMap<String, Long> written) {

  /** No claims. */
  public static final VersionClaims NONE = new VersionClaims(new TreeMap<>(), new TreeMap<>());

  /** Versions beyond this are none. */
  private static final long HIGHEST = 1L << 60;

  /** Copies its arguments. */
  public VersionClaims {
    found = Collections.unmodifiableSortedMap(new TreeMap<>(found));
    written = Collections.unmodifiableSortedMap(new TreeMap<>(written));
  }

  /** Versions of what was found, only. */
  public static VersionClaims found(SortedMap<String, Long> versions) {
    return new VersionClaims(versions, new TreeMap<>());
  }

  /** Versions of what was written, only. */
  public static VersionClaims written(SortedMap<String, Long> versions) {
    return new VersionClaims(new TreeMap<>(), versions);
  }

  /** Returns whether nothing is claimed. */
  public boolean isEmpty() {
    return found.isEmpty() && written.isEmpty();
  }

  /**
   * Makes sure that the claims are about what an operation found and wrote.
   *
   * @throws IllegalArgumentException if not
   */
  void check(Operation operation, Object result) {
    if (isEmpty()) {
      return;
    }
    RegisterEffects effects = RegisterEffects.of(operation, result);
    want(operation, "find", found, effects.found());
    want(operation, "write", written, effects.written());
  }

  private static void want(
      Operation operation,
      String what,
      SortedMap<String, Long> claims,
      SortedMap<String, String> values) {
    for (String key : claims.keySet()) {
      if (values.get(key) == null) {
        throw new IllegalArgumentException(
            operation
                + " did not "
                + what
                + " a value of "
                + key
                + ", but the version "
                + claims.get(key)
                + " is given for it");
      }
      if (claims.get(key) > HIGHEST) {
        throw new IllegalArgumentException(
            "The version " + claims.get(key) + " of " + key + " is above the highest, " + HIGHEST);
      }
    }
  }

  @Override
  public String toString() {
    return (found.isEmpty() ? "" : "found versions " + found)
        + (found.isEmpty() || written.isEmpty() ? "" : ", ")
        + (written.isEmpty() ? "" : "wrote versions " + written);
  }
}
