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

import java.util.List;

/**
 * The {@code compaction} options of a {@link GenericMulticastPartitionGroup}: when its logs are
 * replaced by snapshots.
 */
public class GroupCompactionConfig {
  /** Keys that {@link #set} takes. */
  static final List<String> KEYS = List.of("dynamic", "freeDiskBuffer", "freeMemoryBuffer");

  private boolean dynamic = true;
  private double freeDiskBuffer = .2;
  private double freeMemoryBuffer = .2;

  /** Not sent to other nodes. */
  private final transient OptionValues values = new OptionValues();

  /** Returns whether compaction waits for little load or little space. */
  public boolean isDynamic() {
    return dynamic;
  }

  /**
   * Sets whether compaction waits for little load or little space; otherwise it happens as soon as
   * it can.
   *
   * @param dynamic a boolean, or {@code true}, {@code false} and the like as text; anything else is
   *     reported when the group is built
   */
  public GroupCompactionConfig setDynamic(Object dynamic) {
    this.dynamic = values.flag("compaction.dynamic", dynamic, this.dynamic);
    return this;
  }

  /** Returns the share of free disk space below which compaction no longer waits. */
  public double getFreeDiskBuffer() {
    return freeDiskBuffer;
  }

  /**
   * Sets the share of free disk space below which compaction no longer waits, from 0 up to but not
   * including 1.
   *
   * @param freeDiskBuffer a number, or text that is one; anything else is reported when the group
   *     is built
   */
  public GroupCompactionConfig setFreeDiskBuffer(Object freeDiskBuffer) {
    this.freeDiskBuffer =
        values.number("compaction.freeDiskBuffer", freeDiskBuffer, this.freeDiskBuffer);
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
   *
   * @param freeMemoryBuffer a number, or text that is one; anything else is reported when the group
   *     is built
   */
  public GroupCompactionConfig setFreeMemoryBuffer(Object freeMemoryBuffer) {
    this.freeMemoryBuffer =
        values.number("compaction.freeMemoryBuffer", freeMemoryBuffer, this.freeMemoryBuffer);
    return this;
  }

  /** Sets one of {@link #KEYS} to a value as a configuration file has it. */
  void set(String key, Object value) {
    switch (key) {
      case "dynamic" -> setDynamic(value);
      case "freeDiskBuffer" -> setFreeDiskBuffer(value);
      case "freeMemoryBuffer" -> setFreeMemoryBuffer(value);
      default -> throw new IllegalArgumentException("compaction has no option " + key);
    }
  }

  void check(OptionChecks checks) {
    values.check(checks);
    checks.share("compaction.freeDiskBuffer", freeDiskBuffer);
    checks.share("compaction.freeMemoryBuffer", freeMemoryBuffer);
  }
}
