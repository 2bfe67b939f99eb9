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
package io.atomix.mcast.benchmarks.workload;

import io.atomix.mcast.benchmarks.measure.Operation;
import java.util.List;
import java.util.Map;

/**
 * Operations that each contender does in its own way.
 *
 * @param name in options and results
 * @param about what one operation is, in words
 * @param threads whether each operation under way has a thread that waits for it
 * @param outstanding how many operations are under way at once, in one measurement after the other
 * @param contenders how each contender does it
 * @param baseline another workload that its speed is compared with, done by the same contender in
 *     the same round; null if there is none
 */
public record Workload(
    String name,
    String about,
    boolean threads,
    List<Integer> outstanding,
    Map<Contender, Opening> contenders,
    String baseline) {

  /** A workload without a baseline. */
  public Workload(
      String name,
      String about,
      boolean threads,
      List<Integer> outstanding,
      Map<Contender, Opening> contenders) {
    this(name, about, threads, outstanding, contenders, null);
  }

  /** Opens the primitives, fills them and returns the operation on them. */
  @FunctionalInterface
  public interface Opening {

    /** Does it; may be called several times for one cluster. */
    Operation open(Stage stage);
  }
}
