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

import io.atomix.mcast.lab.measure.MeasuredOperation;
import java.util.List;
import java.util.Map;

/**
 * Operations that each contender does in its own way.
 *
 * @param name in options and results
 * @param about what one operation is, in words
 * @param threads up to how many operations at once each has a thread that waits for it; with more,
 *     none has, and contenders that block take no part
 * @param outstanding how many operations are under way at once, in one measurement after the other
 * @param contenders how each contender does it
 * @param baseline another workload that its speed is compared with, done by the same contender in
 *     the same round; null if there is none
 */
public record Workload(
    String name,
    String about,
    int threads,
    List<Integer> outstanding,
    Map<Contender, Opening> contenders,
    String baseline) {

  /** A workload without a baseline, with a thread for each operation under way or for none. */
  public Workload(
      String name,
      String about,
      boolean threads,
      List<Integer> outstanding,
      Map<Contender, Opening> contenders) {
    this(name, about, threads ? Integer.MAX_VALUE : 0, outstanding, contenders, null);
  }

  /** Returns whether each of so many operations at once has a thread that waits for it. */
  public boolean hasThreads(int atOnce) {
    return atOnce <= threads;
  }

  /** Returns the same with threads for so many operations at once, and for no more. */
  Workload withThreadsUpTo(int atOnce) {
    return new Workload(name, about, atOnce, outstanding, contenders, baseline);
  }

  /** Returns the same without measurements of more operations at once. */
  Workload withAtMost(int atOnce) {
    return new Workload(
        name,
        about,
        threads,
        outstanding.stream().filter(at -> at <= atOnce).toList(),
        contenders,
        baseline);
  }

  /** Returns the contenders that can have so many operations under way at once. */
  public List<Contender> contendersAt(int atOnce) {
    return contenders.keySet().stream()
        .filter(contender -> threads == 0 || hasThreads(atOnce) || !contender.blocks())
        .sorted()
        .toList();
  }

  /** Opens the primitives, fills them and returns the operation on them. */
  @FunctionalInterface
  public interface Opening {

    /** Does it; may be called several times for one cluster. */
    MeasuredOperation open(Stage stage);
  }
}
