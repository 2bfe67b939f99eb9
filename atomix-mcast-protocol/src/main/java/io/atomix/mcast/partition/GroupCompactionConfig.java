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

/**
 * The {@code compaction} options of a {@link GenericMulticastPartitionGroup}: when its logs are
 * replaced by snapshots.
 */
public class GroupCompactionConfig {
  private boolean dynamic = true;
  private double freeDiskBuffer = .2;
  private double freeMemoryBuffer = .2;

  /** Returns whether compaction waits for little load or little space. */
  public boolean isDynamic() {
    return dynamic;
  }

  /**
   * Sets whether compaction waits for little load or little space; otherwise it happens as soon as
   * it can.
   */
  public GroupCompactionConfig setDynamic(boolean dynamic) {
    this.dynamic = dynamic;
    return this;
  }

  /** Returns the share of free disk space below which compaction no longer waits. */
  public double getFreeDiskBuffer() {
    return freeDiskBuffer;
  }

  /**
   * Sets the share of free disk space below which compaction no longer waits, from 0 up to but not
   * including 1.
   */
  public GroupCompactionConfig setFreeDiskBuffer(double freeDiskBuffer) {
    this.freeDiskBuffer = freeDiskBuffer;
    return this;
  }

  /**
   * Returns the share of free memory below which compaction no longer waits; it counts with mapped
   * storage.
   */
  public double getFreeMemoryBuffer() {
    return freeMemoryBuffer;
  }

  /**
   * Sets the share of free memory below which compaction no longer waits, from 0 up to but not
   * including 1.
   */
  public GroupCompactionConfig setFreeMemoryBuffer(double freeMemoryBuffer) {
    this.freeMemoryBuffer = freeMemoryBuffer;
    return this;
  }

  void check(OptionChecks checks) {
    checks.share("compaction.freeDiskBuffer", freeDiskBuffer);
    checks.share("compaction.freeMemoryBuffer", freeMemoryBuffer);
  }
}
