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
package io.atomix.mcast.primitives.channel;

import com.typesafe.config.ConfigValue;
import io.atomix.mcast.partition.OptionChecks;
import io.atomix.mcast.partition.OptionValues;
import io.atomix.mcast.partition.WrittenOptions;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.config.PrimitiveConfig;
import io.atomix.utils.config.ConfigurationException;
import io.atomix.utils.memory.MemorySize;
import java.util.ArrayList;
import java.util.List;

/**
 * Options of a {@link MulticastChannel}. Those of the history are the channel's: whoever opens it
 * first, in a partition, sets them for all. The others are of the instance that is opened.
 */
public class MulticastChannelConfig extends PrimitiveConfig<MulticastChannelConfig> {
  private int historySize = 1024;
  private long historyBytes = 4L * 1024 * 1024;
  private int backlogSize = 256;
  private long backlogBytes = 1024L * 1024;
  private Class<?> elementType;
  private List<Class<?>> extraTypes = new ArrayList<>();
  private boolean registrationRequired;
  private boolean compatibleSerialization;
  private final transient OptionValues values = new OptionValues();

  @Override
  @SuppressWarnings("rawtypes")
  public PrimitiveType getType() {
    return MulticastChannelType.instance();
  }

  /**
   * Looks at what stands beside the key {@code type} in a configuration file: unknown keys are
   * logged, each with the known one that is nearest, and what is no value for Atomix to read is
   * reported by {@link #check}. The type itself is the class of this object.
   */
  public MulticastChannelConfig setType(ConfigValue type) {
    WrittenOptions.review(type, getClass(), values);
    return this;
  }

  /** Returns how many messages each partition keeps; 1024 by default. */
  public int getHistorySize() {
    return historySize;
  }

  /** Sets how many messages each partition keeps. */
  public MulticastChannelConfig setHistorySize(int historySize) {
    this.historySize = historySize;
    return this;
  }

  /**
   * Returns how much the messages that each partition keeps may take together; 4 MB by default. The
   * newest message is kept whatever it takes. All of it is in memory and in each snapshot.
   */
  public MemorySize getHistoryBytes() {
    return MemorySize.from(historyBytes);
  }

  /**
   * Sets how much the messages that each partition keeps may take together.
   *
   * @param historyBytes a {@link MemorySize}, a number of bytes, or text as in a configuration
   *     file, {@code 4 MB}; anything else is reported by {@link #check}
   */
  public MulticastChannelConfig setHistoryBytes(Object historyBytes) {
    this.historyBytes = values.bytes("historyBytes", historyBytes, this.historyBytes);
    return this;
  }

  /**
   * Returns how many messages of a partition may be on their way to a subscription, or wait for its
   * listener; 256 by default.
   */
  public int getBacklogSize() {
    return backlogSize;
  }

  /** Sets how many messages of a partition may be on their way to a subscription. */
  public MulticastChannelConfig setBacklogSize(int backlogSize) {
    this.backlogSize = backlogSize;
    return this;
  }

  /**
   * Returns how much the messages of a partition that are on their way to a subscription may take
   * together, the last of them not counted; 1 MB by default.
   */
  public MemorySize getBacklogBytes() {
    return MemorySize.from(backlogBytes);
  }

  /**
   * Sets how much the messages that are on their way to a subscription may take together.
   *
   * @param backlogBytes a {@link MemorySize}, a number of bytes, or text as in a configuration
   *     file, {@code 1 MB}; anything else is reported by {@link #check}
   */
  public MulticastChannelConfig setBacklogBytes(Object backlogBytes) {
    this.backlogBytes = values.bytes("backlogBytes", backlogBytes, this.backlogBytes);
    return this;
  }

  /** Returns the class of the payloads, or null if the serializer knows it without being told. */
  public Class<?> getElementType() {
    return elementType;
  }

  /** Sets the class of the payloads. */
  public MulticastChannelConfig setElementType(Class<?> elementType) {
    this.elementType = elementType;
    return this;
  }

  /** Returns further classes that payloads refer to. */
  public List<Class<?>> getExtraTypes() {
    return extraTypes;
  }

  /** Sets further classes that payloads refer to. */
  public MulticastChannelConfig setExtraTypes(List<Class<?>> extraTypes) {
    this.extraTypes = new ArrayList<>(extraTypes);
    return this;
  }

  /** Returns whether classes that were not named cannot be sent. */
  public boolean isRegistrationRequired() {
    return registrationRequired;
  }

  /**
   * Sets whether classes that were not named cannot be sent: a boolean, or {@code true}, {@code
   * false} and the like as text. Anything else is reported by {@link #check}.
   */
  public MulticastChannelConfig setRegistrationRequired(Object registrationRequired) {
    this.registrationRequired =
        values.flag("registrationRequired", registrationRequired, this.registrationRequired);
    return this;
  }

  /** Returns whether payloads are encoded so that fields may be added to their classes later. */
  public boolean isCompatibleSerialization() {
    return compatibleSerialization;
  }

  /**
   * Sets whether payloads are encoded so that fields may be added to their classes later: a
   * boolean, or {@code true}, {@code false} and the like as text. Anything else is reported by
   * {@link #check}.
   */
  public MulticastChannelConfig setCompatibleSerialization(Object compatibleSerialization) {
    this.compatibleSerialization =
        values.flag(
            "compatibleSerialization", compatibleSerialization, this.compatibleSerialization);
    return this;
  }

  /**
   * Checks the options.
   *
   * @throws ConfigurationException for the first that makes no sense, with what to do
   */
  public void check(String channel) {
    OptionChecks checks = new OptionChecks("channel '" + channel + "'");
    values.check(checks);
    checks.positive("historySize", historySize);
    checks.positive("historyBytes", historyBytes);
    checks.positive("backlogSize", backlogSize);
    checks.positive("backlogBytes", backlogBytes);
  }
}
