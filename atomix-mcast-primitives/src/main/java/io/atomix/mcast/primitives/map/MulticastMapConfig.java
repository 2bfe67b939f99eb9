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
package io.atomix.mcast.primitives.map;

import com.typesafe.config.ConfigValue;
import io.atomix.core.map.MapConfig;
import io.atomix.mcast.partition.OptionChecks;
import io.atomix.mcast.partition.OptionValues;
import io.atomix.mcast.partition.WrittenOptions;
import io.atomix.primitive.PrimitiveType;
import io.atomix.utils.config.ConfigurationException;
import io.atomix.utils.memory.MemorySize;

/**
 * Configuration of a {@link MulticastMap}, {@code type: multicast-map}: the same options as an
 * {@code atomic-map}, and those of the history for who watches it.
 */
public class MulticastMapConfig extends MapConfig<MulticastMapConfig> {
  private boolean nullValues;
  private int historySize = 16 * 1024;
  private long historyBytes = 4L * 1024 * 1024;
  private final transient OptionValues values = new OptionValues();

  @Override
  public PrimitiveType<?, ?, ?> getType() {
    return MulticastMapType.instance();
  }

  /**
   * Looks at what stands beside the key {@code type} in a configuration file: unknown keys are
   * logged, each with the known one that is nearest, and what is no value for Atomix to read is
   * reported by {@link #check}. The type itself is the class of this object.
   */
  public MulticastMapConfig setType(ConfigValue type) {
    WrittenOptions.review(type, getClass(), values);
    return this;
  }

  /** Returns whether null is a value like others. */
  public boolean isNullValues() {
    return nullValues;
  }

  /**
   * Sets whether null is a value like others (default: false): a boolean, or {@code true}, {@code
   * false} and the like as text. Anything else is reported by {@link #check}.
   */
  public MulticastMapConfig setNullValues(Object nullValues) {
    this.nullValues = values.flag("nullValues", nullValues, this.nullValues);
    return this;
  }

  /**
   * Returns how many changes each partition keeps for those who watch the map; 16,384 by default.
   * The first watch, mirror or position of any instance has the partitions keep them, until the map
   * is deleted: as many as the instance with the largest number wants. Before, none are kept.
   */
  public int getHistorySize() {
    return historySize;
  }

  /** Sets how many changes each partition keeps for those who watch the map. */
  public MulticastMapConfig setHistorySize(int historySize) {
    this.historySize = historySize;
    return this;
  }

  /**
   * Returns how much the changes that each partition keeps may take together; 4 MB by default. The
   * newest is kept whatever it takes. All of it is in memory and in each snapshot. It has to hold
   * what changes while all entries are fetched: otherwise a watch that needs them begins again and
   * again.
   */
  public MemorySize getHistoryBytes() {
    return MemorySize.from(historyBytes);
  }

  /**
   * Sets how much the changes that each partition keeps may take together.
   *
   * @param historyBytes a {@link MemorySize}, a number of bytes, or text as in a configuration
   *     file, {@code 4 MB}; anything else is reported by {@link #check}
   */
  public MulticastMapConfig setHistoryBytes(Object historyBytes) {
    this.historyBytes = values.bytes("historyBytes", historyBytes, this.historyBytes);
    return this;
  }

  /**
   * Checks the options.
   *
   * @param map the name of the map
   * @throws ConfigurationException for the first that makes no sense, with what to do
   */
  public void check(String map) {
    OptionChecks checks = new OptionChecks("map '" + map + "'");
    values.check(checks);
    checks.positive("historySize", historySize);
    checks.positive("historyBytes", historyBytes);
  }
}
