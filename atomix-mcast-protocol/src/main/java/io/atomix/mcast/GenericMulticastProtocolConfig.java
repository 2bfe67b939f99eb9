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
package io.atomix.mcast;

import com.typesafe.config.ConfigValue;
import io.atomix.mcast.partition.NamedPartitioners;
import io.atomix.mcast.partition.OptionChecks;
import io.atomix.mcast.partition.OptionValues;
import io.atomix.mcast.partition.WrittenOptions;
import io.atomix.primitive.Recovery;
import io.atomix.primitive.partition.Partitioner;
import io.atomix.primitive.protocol.PrimitiveProtocol;
import io.atomix.primitive.protocol.PrimitiveProtocolConfig;
import io.atomix.utils.config.ConfigurationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Options of a {@link GenericMulticastProtocol}. A key of the configuration file is the name of a
 * setter here. Nothing is checked before the protocol is made, see {@link #check()}.
 */
public class GenericMulticastProtocolConfig
    extends PrimitiveProtocolConfig<GenericMulticastProtocolConfig> {
  private static final OptionChecks CHECKS = new OptionChecks("protocol generic-multicast");

  private String group;
  private List<String> groups;
  private Supplier<Partitioner<String>> partitioner = () -> Partitioner.MURMUR3;
  private String readConsistency = OptionChecks.text(ReadConsistency.LINEARIZABLE);
  private String recoveryStrategy = OptionChecks.text(Recovery.RECOVER);
  private int maxRetries;
  private Duration retryDelay = Duration.ofMillis(100);
  private final transient OptionValues values = new OptionValues();

  @Override
  public PrimitiveProtocol.Type<GenericMulticastProtocolConfig> getType() {
    return GenericMulticastProtocol.TYPE;
  }

  /**
   * Looks at what stands beside the key {@code type} in a configuration file: unknown keys are
   * logged, each with the known one that is nearest. The type itself is the class of this object.
   */
  public GenericMulticastProtocolConfig setType(ConfigValue type) {
    WrittenOptions.review(type, getClass(), values);
    return this;
  }

  /**
   * Returns the partition group that holds the primitive, null if there are {@link #getGroups
   * several}.
   */
  public String getGroup() {
    return group;
  }

  /** Sets the partition group that holds the primitive. */
  public GenericMulticastProtocolConfig setGroup(String group) {
    this.group = group;
    return this;
  }

  /**
   * Returns the partition groups that the primitive is spread over, null if there is {@link
   * #getGroup one}.
   */
  public List<String> getGroups() {
    return groups;
  }

  /**
   * Sets the partition groups that the primitive is spread over, in any order; every user of the
   * primitive must name the same.
   */
  public GenericMulticastProtocolConfig setGroups(List<String> groups) {
    this.groups = groups == null ? null : new ArrayList<>(groups);
    return this;
  }

  /** Returns the names of the groups, whether one or several were configured, sorted. */
  public List<String> groupNames() {
    return groups != null ? groups.stream().sorted().toList() : List.of(group);
  }

  /**
   * Returns what chooses the partition of a key.
   *
   * @throws ConfigurationException if the name that was set is unknown
   */
  public Partitioner<String> getPartitioner() {
    return partitioner.get();
  }

  /**
   * Sets what chooses the partition of a key, by name: {@code murmur3}, or a class that has a
   * public constructor without arguments. It is given what {@link #setPartitioner(Partitioner)}
   * says.
   */
  public GenericMulticastProtocolConfig setPartitioner(String partitioner) {
    this.partitioner = () -> NamedPartitioners.find(CHECKS, partitioner);
    return this;
  }

  /**
   * Sets what chooses the partition of a key; every user of the primitive must choose alike. It is
   * not given the key, but what Atomix's primitives make of it: the bytes that the primitive's
   * serializer writes of the key, as hexadecimal digits in capitals ({@code 03018261} of the string
   * {@code "a"}, for example). A key that is put in a partition by a part of its text, say, is to
   * be read from these first.
   */
  public GenericMulticastProtocolConfig setPartitioner(Partitioner<String> partitioner) {
    this.partitioner = () -> partitioner;
    return this;
  }

  /**
   * Returns what a read of one partition may return.
   *
   * @throws ConfigurationException if the name that was set is unknown
   */
  public ReadConsistency getReadConsistency() {
    return CHECKS.constant("readConsistency", ReadConsistency.class, readConsistency);
  }

  /** Sets what a read of one partition may return, by name. */
  public GenericMulticastProtocolConfig setReadConsistency(String readConsistency) {
    this.readConsistency = readConsistency;
    return this;
  }

  /** Sets what a read of one partition may return. */
  public GenericMulticastProtocolConfig setReadConsistency(ReadConsistency readConsistency) {
    return setReadConsistency(OptionChecks.text(readConsistency));
  }

  /**
   * Returns what happens when the primitive's session is lost.
   *
   * @throws ConfigurationException if the name that was set is unknown
   */
  public Recovery getRecoveryStrategy() {
    return CHECKS.constant("recoveryStrategy", Recovery.class, recoveryStrategy);
  }

  /** Sets what happens when the primitive's session is lost, by name. */
  public GenericMulticastProtocolConfig setRecoveryStrategy(String recoveryStrategy) {
    this.recoveryStrategy = recoveryStrategy;
    return this;
  }

  /** Sets what happens when the primitive's session is lost. */
  public GenericMulticastProtocolConfig setRecoveryStrategy(Recovery recoveryStrategy) {
    return setRecoveryStrategy(OptionChecks.text(recoveryStrategy));
  }

  /**
   * Returns how often an operation that failed, and is known not to have been applied, is tried
   * again.
   */
  public int getMaxRetries() {
    return maxRetries;
  }

  /**
   * Sets how often an operation that failed, and is known not to have been applied, is tried again.
   */
  public GenericMulticastProtocolConfig setMaxRetries(int maxRetries) {
    this.maxRetries = maxRetries;
    return this;
  }

  /** Returns how long to wait before an operation is tried again. */
  public Duration getRetryDelay() {
    return retryDelay;
  }

  /** Sets how long to wait before an operation is tried again. */
  public GenericMulticastProtocolConfig setRetryDelay(Duration retryDelay) {
    this.retryDelay = retryDelay;
    return this;
  }

  /**
   * Checks every option, alone and against the others.
   *
   * @throws ConfigurationException that names the key, the value and the remedy
   */
  public void check() {
    values.check(CHECKS);
    CHECKS.require(
        group == null || groups == null,
        "group and groups",
        group + " and " + groups,
        "use one of the two: group for one partition group, groups for several");
    CHECKS.require(
        group != null || groups != null,
        "group",
        null,
        "name the partition group that holds the primitive, or several with groups");
    if (groups != null) {
      CHECKS.distinctNames("groups", groups);
    } else {
      CHECKS.require(!group.isBlank(), "group", "'" + group + "'", "must name a partition group");
    }
    CHECKS.require(getPartitioner() != null, "partitioner", null, "leave it out for murmur3");
    getReadConsistency();
    getRecoveryStrategy();
    CHECKS.require(
        maxRetries >= 0, "maxRetries", maxRetries, "must not be negative; 0 stands for no retry");
    CHECKS.positive("retryDelay", retryDelay);
  }
}
