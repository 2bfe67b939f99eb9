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
package io.atomix.mcast.lab.report;

import java.util.List;

/**
 * Statistics over several rounds.
 *
 * @param median the middle one, or halfway between the two in the middle
 * @param low the smallest
 * @param high the largest
 */
public record Statistics(double median, double low, double high) {

  /**
   * Returns the statistics of these numbers.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Statistics of(List<Double> numbers) {
    if (numbers.isEmpty()) {
      throw new IllegalArgumentException("Cannot tell the median of no numbers");
    }
    List<Double> sorted = numbers.stream().sorted().toList();
    int size = sorted.size();
    double median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
    return new Statistics(median, sorted.get(0), sorted.get(size - 1));
  }
}
