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
package io.atomix.mcast.partition;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the option that somebody meant who misspelt its key. */
public final class OptionNames {
  /** Number of letters of which one may be wrong; two may be wrong in any key. */
  private static final int LETTERS_PER_MISTAKE = 3;

  private static final int MISTAKES = 2;

  private OptionNames() {}

  /**
   * Returns the known key that is most like another, whatever their case, if there is one that is
   * like it. A key in an object is a path, {@code storage.segmentSize}: its last name counts, and
   * of two that are as near the one in the same object.
   */
  public static Optional<String> nearest(String key, Collection<String> known) {
    String name = name(key);
    int most = Math.max(MISTAKES, name.length() / LETTERS_PER_MISTAKE);
    return known.stream()
        .filter(candidate -> distance(name, name(candidate)) <= most)
        .min(
            Comparator.comparingInt((String candidate) -> distance(name, name(candidate)))
                .thenComparing(candidate -> !parent(candidate).equals(parent(key)))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static String name(String key) {
    return key.substring(key.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static String parent(String key) {
    return key.substring(0, Math.max(0, key.lastIndexOf('.')));
  }

  /**
   * Returns how many letters have to be added, removed or replaced to make one out of the other.
   */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int column = 0; column < row.length; column++) {
      row[column] = column;
    }
    for (int line = 1; line <= one.length(); line++) {
      int diagonal = row[0];
      row[0] = line;
      for (int column = 1; column < row.length; column++) {
        int replaced = diagonal + (one.charAt(line - 1) == other.charAt(column - 1) ? 0 : 1);
        diagonal = row[column];
        row[column] = Math.min(replaced, 1 + Math.min(row[column], row[column - 1]));
      }
    }
    return row[other.length()];
  }
}
