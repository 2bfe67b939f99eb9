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
package io.atomix.mcast.lab.measure;

import java.util.SplittableRandom;

/**
 * One of the operations that are under way at once: when it ends, the slot's next one begins. Used
 * by one thread at a time.
 */
public final class Slot {
  private final int number;
  private final SplittableRandom random;
  private long count;
  private volatile long aborts;

  /**
   * Creates a slot.
   *
   * @param seed the same seed and number give the same random numbers
   */
  public Slot(int number, long seed) {
    this.number = number;
    this.random = new SplittableRandom(seed * 1_000_003 + number);
  }

  /** Returns the number of the slot, from 0. */
  public int number() {
    return number;
  }

  /** Returns a source of random numbers, for keys and the like. */
  public SplittableRandom random() {
    return random;
  }

  /** Returns the number of earlier calls of this method. */
  public long turn() {
    return count++;
  }

  /** The operation was aborted, because of others, and begins anew. */
  @SuppressWarnings("NonAtomicOperationOnVolatileField")
  public void aborted() {
    aborts++;
  }

  long aborts() {
    return aborts;
  }
}
