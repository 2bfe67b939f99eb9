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
package io.atomix.mcast.lab.demo;

/**
 * The states that a single writer takes a map through: after step {@code i} it has {@code i} modulo
 * a period entries of the writer's. That is to say that the writer adds one entry a step, and takes
 * all of them away in the last step of the period.
 *
 * <p>Under strict serializability, a size is that of one of the states between the last step that
 * had completed before the observation began and the last one that had begun before it ended. Any
 * other size is torn. Written by one thread, read by many.
 */
final class WriterTimeline {
  private final int period;
  private volatile long begun;
  private volatile long completed;

  WriterTimeline(int period) {
    this.period = period;
  }

  /** Does the writer's next step. */
  void step(Runnable step) {
    long next = completed + 1;
    begun = next;
    step.run();
    completed = next;
  }

  /** Returns the number of the last step that has begun. */
  long begun() {
    return begun;
  }

  /** Returns the number of the last step that has completed; read it before the observation. */
  long completed() {
    return completed;
  }

  /** Returns whether any of the states from one step to another (inclusive) has this size. */
  boolean explains(int size, long from, long to) {
    if (size < 0 || size >= period) {
      return false;
    }
    long first = from + Math.floorMod(size - from, (long) period);
    return first <= to;
  }
}
