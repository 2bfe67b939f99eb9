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
package io.atomix.mcast.lab.workload;

import io.atomix.mcast.lab.measure.Slot;
import java.util.Arrays;

/** Chooses among the keys 0 to n - 1. */
@FunctionalInterface
interface KeyChoice {

  int next(Slot slot);

  /** Any of them. */
  static KeyChoice uniform(int keys) {
    return slot -> slot.random().nextInt(keys);
  }

  /** Key i as often as 1 / (i + 1) ^ 0.99: of 10,000, every tenth choice is the first. */
  static KeyChoice zipf(int keys) {
    double[] upTo = new double[keys];
    double sum = 0;
    for (int i = 0; i < keys; i++) {
      sum += 1 / Math.pow(i + 1, 0.99);
      upTo[i] = sum;
    }
    double all = sum;
    return slot -> {
      int found = Arrays.binarySearch(upTo, slot.random().nextDouble() * all);
      return found < 0 ? -found - 1 : found;
    };
  }
}
