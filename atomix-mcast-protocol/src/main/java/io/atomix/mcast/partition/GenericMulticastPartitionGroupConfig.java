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

import com.typesafe.config.ConfigValue;
import io.atomix.primitive.partition.PartitionGroup;
import io.atomix.primitive.partition.PartitionGroupConfig;
import io.atomix.utils.config.ConfigurationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Options of a {@link GenericMulticastPartitionGroup}. A key of the configuration file is the name
 * of a setter here. Nodes that do not configure the group get these options from one that does.
 * Nothing is checked before the group is built, see {@link #check()}.
 */
public class GenericMulticastPartitionGroupConfig
    extends PartitionGroupConfig<GenericMulticastPartitionGroupConfig> {
  private static final int HEARTBEATS_PER_ELECTION_TIMEOUT = 4;

  private List<String> members = new ArrayList<>();
  private int partitionSize;
  private GroupStorageConfig storage = new GroupStorageConfig();
  private GroupCompactionConfig compaction = new GroupCompactionConfig();
  private Duration electionTimeout = Duration.ofMillis(1000);

  /** Null for a part of the election timeout. */
  private Duration heartbeatInterval;

  private Duration sessionTimeout = Duration.ofSeconds(5);
  private Duration exchangeResendInterval = Duration.ofMillis(250);
  private Duration refusalTimeout = Duration.ofSeconds(10);
  private int maxInFlight = 10_000;
  private boolean spreadLeaders = true;
  private String onOverload = OptionChecks.text(OverloadPolicy.WAIT);

  /** Not sent to other nodes. */
  private final transient OptionValues values = new OptionValues();

  @Override
  public PartitionGroup.Type<GenericMulticastPartitionGroupConfig> getType() {
    return GenericMulticastPartitionGroup.TYPE;
  }

  /**
   * Looks at what stands beside the key {@code type} in a configuration file: unknown keys are
   * logged, each with the known one that is nearest. The type itself is the class of this object.
   */
  public GenericMulticastPartitionGroupConfig setType(ConfigValue type) {
    WrittenOptions.review(type, getClass(), values);
    return this;
  }

  @Override
  protected int getDefaultPartitions() {
    return 3;
  }

  /** Returns the ids of the nodes that hold the group's data. */
  public List<String> getMembers() {
    return members;
  }

  /**
   * Sets the ids of the nodes that hold the group's data. They must be the same on every node, and
   * cannot change later.
   */
  public GenericMulticastPartitionGroupConfig setMembers(List<String> members) {
    this.members = members == null ? null : new ArrayList<>(members);
    return this;
  }

  /** Returns the number of replicas of each partition; 0 stands for all members. */
  public int getPartitionSize() {
    return partitionSize;
  }

  /** Sets the number of replicas of each partition; 0 stands for all members. */
  public GenericMulticastPartitionGroupConfig setPartitionSize(int partitionSize) {
    this.partitionSize = partitionSize;
    return this;
  }

  /** Returns where and how the logs are kept. */
  public GroupStorageConfig getStorage() {
    return storage;
  }

  /**
   * Sets where and how the logs are kept.
   *
   * @param storage a {@link GroupStorageConfig}, or a map of its options as a configuration file
   *     has them; anything else is reported when the group is built
   */
  public GenericMulticastPartitionGroupConfig setStorage(Object storage) {
    if (storage == null || storage instanceof GroupStorageConfig) {
      this.storage = (GroupStorageConfig) storage;
    } else {
      this.storage = new GroupStorageConfig();
      setAll("storage", storage, GroupStorageConfig.KEYS, this.storage::set);
    }
    return this;
  }

  /** Returns when the logs are replaced by snapshots. */
  public GroupCompactionConfig getCompaction() {
    return compaction;
  }

  /**
   * Sets when the logs are replaced by snapshots.
   *
   * @param compaction a {@link GroupCompactionConfig}, or a map of its options as a configuration
   *     file has them; anything else is reported when the group is built
   */
  public GenericMulticastPartitionGroupConfig setCompaction(Object compaction) {
    if (compaction == null || compaction instanceof GroupCompactionConfig) {
      this.compaction = (GroupCompactionConfig) compaction;
    } else {
      this.compaction = new GroupCompactionConfig();
      setAll("compaction", compaction, GroupCompactionConfig.KEYS, this.compaction::set);
    }
    return this;
  }

  /** Sets the options of an object of the configuration file; notes the unknown ones. */
  private void setAll(
      String object, Object written, List<String> keys, BiConsumer<String, Object> setter) {
    if (!(written instanceof Map<?, ?> options)) {
      values.noObject(object, written, object + " { " + keys.get(0) + ": ... }");
      return;
    }
    options.forEach(
        (name, value) -> {
          String key = WrittenOptions.camelCase(String.valueOf(name));
          if (!keys.contains(key)) {
            values.unknown(
                object + "." + key,
                value,
                keys.stream().map(known -> object + "." + known).toList());
          } else if (value != null) {
            setter.accept(key, value);
          }
        });
  }

  /**
   * Returns how long a replica that hears nothing from the leader waits before it wants to be
   * leader.
   */
  public Duration getElectionTimeout() {
    return electionTimeout;
  }

  /**
   * Sets how long a replica that hears nothing from the leader waits before it wants to be leader
   * (it adds a random part, up to as much again). The default of 1 s means 1 to 2 s without a
   * leader after a failure, and as long to start; Atomix's own groups have 2.5 s. Less than the
   * longest pause of the log's storage or of the garbage collector makes leaders change without
   * need: pauses of 0.8 s were seen (see {@link GroupStorageConfig}).
   */
  public GenericMulticastPartitionGroupConfig setElectionTimeout(Duration electionTimeout) {
    this.electionTimeout = electionTimeout;
    return this;
  }

  /** Returns how often an idle leader shows that it is there. */
  public Duration getHeartbeatInterval() {
    return heartbeatInterval == null
        ? electionTimeout.dividedBy(HEARTBEATS_PER_ELECTION_TIMEOUT)
        : heartbeatInterval;
  }

  /**
   * Sets how often an idle leader shows that it is there, which is also when its followers learn
   * what was committed last. The default is a quarter of the election timeout, which forgives some
   * that are lost: 250 ms, as in Atomix's own groups. While a heartbeat is on its way, entries wait
   * for up to as long as a message takes to a follower and back: the longer that is, the more
   * writes are slower with a short interval.
   */
  public GenericMulticastPartitionGroupConfig setHeartbeatInterval(Duration heartbeatInterval) {
    this.heartbeatInterval = heartbeatInterval;
    return this;
  }

  /**
   * Returns how long a client may be silent before its session, and all its primitives' sessions,
   * expire.
   */
  public Duration getSessionTimeout() {
    return sessionTimeout;
  }

  /**
   * Sets how long a client may be silent before its session, and all its primitives' sessions,
   * expire.
   */
  public GenericMulticastPartitionGroupConfig setSessionTimeout(Duration sessionTimeout) {
    this.sessionTimeout = sessionTimeout;
    return this;
  }

  /**
   * Returns how long a leader waits before it tells another group's leader again what was not
   * answered.
   */
  public Duration getExchangeResendInterval() {
    return exchangeResendInterval;
  }

  /**
   * Sets how long a leader waits before it tells another group's leader again what was not
   * answered.
   */
  public GenericMulticastPartitionGroupConfig setExchangeResendInterval(Duration interval) {
    this.exchangeResendInterval = interval;
    return this;
  }

  /**
   * Returns how long a group that has voted waits for another's vote before it asks that group to
   * refuse the message.
   */
  public Duration getRefusalTimeout() {
    return refusalTimeout;
  }

  /**
   * Sets how long a group that has voted waits for another's vote before it asks that group to
   * refuse the message.
   */
  public GenericMulticastPartitionGroupConfig setRefusalTimeout(Duration refusalTimeout) {
    this.refusalTimeout = refusalTimeout;
    return this;
  }

  /** Returns whether each partition has a member that leads it whenever it can. */
  public boolean isSpreadLeaders() {
    return spreadLeaders;
  }

  /**
   * Sets whether each partition has a member that leads it whenever it can: another one for each,
   * so that the work of leaders is spread evenly (the default). Such a member becomes leader when
   * the group starts, and again some seconds after it has come back. Otherwise whoever stands for
   * election first leads, until it stops.
   */
  public GenericMulticastPartitionGroupConfig setSpreadLeaders(boolean spreadLeaders) {
    this.spreadLeaders = spreadLeaders;
    return this;
  }

  /** Returns how many operations one client may have in flight to one partition. */
  public int getMaxInFlight() {
    return maxInFlight;
  }

  /** Sets how many operations one client may have in flight to one partition. */
  public GenericMulticastPartitionGroupConfig setMaxInFlight(int maxInFlight) {
    this.maxInFlight = maxInFlight;
    return this;
  }

  /**
   * Returns what happens to an operation beyond {@code maxInFlight}.
   *
   * @throws ConfigurationException if the policy that was set is unknown
   */
  public OverloadPolicy getOnOverload() {
    return checks().constant("onOverload", OverloadPolicy.class, onOverload);
  }

  /**
   * Sets what happens to an operation beyond {@code maxInFlight}, by name. An unknown name is
   * reported when the group is built.
   */
  public GenericMulticastPartitionGroupConfig setOnOverload(String onOverload) {
    this.onOverload = onOverload;
    return this;
  }

  /** Sets what happens to an operation beyond {@code maxInFlight}. */
  public GenericMulticastPartitionGroupConfig setOnOverload(OverloadPolicy onOverload) {
    return setOnOverload(OptionChecks.text(onOverload));
  }

  /**
   * Checks every option, alone and against the others.
   *
   * @throws ConfigurationException that names the key, the value and the remedy
   */
  public void check() {
    OptionChecks checks = checks();
    checks.require(
        getName() != null && !getName().isBlank(), "name", getName(), "a group needs a name");
    values.check(checks);
    checks.positive("partitions", getPartitions());
    checks.distinctNames("members", members);
    checks.require(
        partitionSize >= 0,
        "partitionSize",
        partitionSize,
        "must not be negative; 0 stands for all members");
    checks.require(
        partitionSize <= members.size(),
        "partitionSize",
        partitionSize,
        "there are only "
            + members.size()
            + " members "
            + members
            + "; lower it, or name more members");
    checks.require(storage != null, "storage", null, "leave it out for the defaults");
    storage.check(checks);
    checks.require(compaction != null, "compaction", null, "leave it out for the defaults");
    compaction.check(checks);
    checkDurations(checks);
    checks.positive("maxInFlight", maxInFlight);
    checks.constant("onOverload", OverloadPolicy.class, onOverload);
  }

  private void checkDurations(OptionChecks checks) {
    checks.positive("electionTimeout", electionTimeout);
    checks.positive("heartbeatInterval", getHeartbeatInterval());
    checks.positive("sessionTimeout", sessionTimeout);
    checks.positive("exchangeResendInterval", exchangeResendInterval);
    checks.positive("refusalTimeout", refusalTimeout);
    checks.require(
        getHeartbeatInterval().toMillis() < electionTimeout.toMillis(),
        "heartbeatInterval",
        getHeartbeatInterval(),
        "must be shorter than electionTimeout = " + electionTimeout + "; a quarter of it is usual");
    checks.require(
        sessionTimeout.toMillis() > electionTimeout.toMillis(),
        "sessionTimeout",
        sessionTimeout,
        "must be longer than electionTimeout = "
            + electionTimeout
            + ", or every change of leader ends every session");
  }

  private OptionChecks checks() {
    return new OptionChecks("partition group '" + getName() + "'");
  }
}
