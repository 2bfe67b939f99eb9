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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.Hocon;
import io.atomix.protocols.raft.partition.RaftPartitionGroup;
import io.atomix.storage.StorageLevel;
import io.atomix.utils.config.ConfigurationException;
import io.atomix.utils.memory.MemorySize;
import io.atomix.utils.serializer.Namespace;
import io.atomix.utils.serializer.Namespaces;
import io.atomix.utils.serializer.Serializer;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenericMulticastPartitionGroupConfigTest {
  private static final String EVERY_KEY =
      """
      partitions: 5
      members: [m1, m2, m3, m4]
      partitionSize: 3
      storage { level: disk, directory: "data/m1", segmentSize: 8M, maxEntrySize: 64K, flushOnCommit: false }
      compaction { dynamic: false, freeDiskBuffer: 0.1, freeMemoryBuffer: 0.3 }
      electionTimeout: 700ms
      heartbeatInterval: 70ms
      sessionTimeout: 8s
      exchangeResendInterval: 100ms
      refusalTimeout: 3s
      spreadLeaders: no
      maxInFlight: 500
      onOverload: fail
      """;

  @Test
  void everyOptionHasAKeyOfItsNameAndViceVersa() {
    Set<String> keys =
        Hocon.keys(
            GenericMulticastPartitionGroupConfig.class,
            Set.of(GroupStorageConfig.class, GroupCompactionConfig.class));
    keys.remove("name");
    assertThat(keys.stream().map(Hocon::option).collect(Collectors.toSet()))
        .isEqualTo(Hocon.options(GenericMulticastPartitionGroupBuilder.class));
  }

  @Test
  void builderAndFileSayTheSame() {
    assertThat(group(EVERY_KEY).config())
        .usingRecursiveComparison()
        .isEqualTo(
            GenericMulticastPartitionGroup.builder("data")
                .withPartitions(5)
                .withMembers("m1", "m2", "m3", "m4")
                .withPartitionSize(3)
                .withStorageLevel(StorageLevel.DISK)
                .withStorageDirectory("data/m1")
                .withStorageSegmentSize(MemorySize.from(8 * 1024 * 1024))
                .withStorageMaxEntrySize(MemorySize.from(64 * 1024))
                .withStorageFlushOnCommit(false)
                .withCompactionDynamic(false)
                .withCompactionFreeDiskBuffer(.1)
                .withCompactionFreeMemoryBuffer(.3)
                .withElectionTimeout(Duration.ofMillis(700))
                .withHeartbeatInterval(Duration.ofMillis(70))
                .withSessionTimeout(Duration.ofSeconds(8))
                .withExchangeResendInterval(Duration.ofMillis(100))
                .withRefusalTimeout(Duration.ofSeconds(3))
                .withSpreadLeaders(false)
                .withMaxInFlight(500)
                .withOnOverload(OverloadPolicy.FAIL)
                .build()
                .config());
  }

  @Test
  void aNodeThatGetsTheOptionsFromAnotherHasThemAll() {
    GenericMulticastPartitionGroupConfig config = read(EVERY_KEY);
    assertThat(gossiped(config)).usingRecursiveComparison().isEqualTo(config);
  }

  @Test
  void defaultsPassTheChecksAndSurviveTheWayToAnotherNode() {
    GenericMulticastPartitionGroupConfig config = read("members: [m1]");
    config.check();
    gossiped(config).check();
    assertThat(gossiped(config)).usingRecursiveComparison().isEqualTo(config);
    assertThat(config.getStorage().isFlushOnCommit()).isTrue();
    assertThat(config.getStorage().getDirectory("data")).isEqualTo(".data/data");
    assertThat(config.isSpreadLeaders()).isTrue();
    assertThat(config.getOnOverload()).isEqualTo(OverloadPolicy.WAIT);
    assertThat(config.getStorage().getMaxEntrySize()).isEqualTo(MemorySize.from(256 * 1024));
  }

  @Test
  void levelsThatAllocateTheLargestEntryForEachHaveASmallerDefault() {
    assertThat(read("storage.level: disk").getStorage().getMaxEntrySize())
        .isEqualTo(MemorySize.from(128 * 1024));
    assertThat(read("storage { level: disk, maxEntrySize: 2M }").getStorage().getMaxEntrySize())
        .isEqualTo(MemorySize.from(2 * 1024 * 1024));
  }

  @Test
  void heartbeatsComeFourTimesInAnElectionTimeoutUnlessSet() {
    assertThat(read("").getHeartbeatInterval()).isEqualTo(Duration.ofMillis(250));
    assertThat(read("electionTimeout: 400ms").getHeartbeatInterval())
        .isEqualTo(Duration.ofMillis(100));
    assertThat(read("heartbeatInterval: 70ms").getHeartbeatInterval())
        .isEqualTo(Duration.ofMillis(70));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          partitions: 0                      | partitions = 0: must be greater than zero
          partitions: -3                     | partitions = -3: must be greater than zero
          members: []                        | members = []: must name at least one
          members: [m1, m2, m1]              | members = [m1, m2, m1]: 'm1' is there twice; name each once
          members: [m1, ""]                  | members = [m1, ]: one of them is blank
          partitionSize: -1                  | partitionSize = -1: must not be negative
          partitionSize: 4                   | partitionSize = 4: there are only 3 members [m1, m2, m3]
          storage.level: tape                | storage.level = tape: unknown, use one of memory, mapped, disk
          storage.directory: ""              | storage.directory = '': must name a directory
          storage.segmentSize: 0             | storage.segmentSize = 0: must be greater than zero
          storage.segmentSize: 4G            | storage.segmentSize = 4294967296: a file of the log must stay below 2 GB
          storage.maxEntrySize: 0            | storage.maxEntrySize = 0: must be greater than zero
          storage.maxEntrySize: 100          | storage.maxEntrySize = 100: too small for the group's own entries; use 4096
          storage.maxEntrySize: 64M          | storage.maxEntrySize = 67108864: such an entry does not fit into a file of the log
          compaction.freeDiskBuffer: 1       | compaction.freeDiskBuffer = 1.0: must be a share of the whole
          compaction.freeMemoryBuffer: -0.1  | compaction.freeMemoryBuffer = -0.1: must be a share of the whole
          electionTimeout: 0                 | electionTimeout = PT0S: must be a duration of at least 1 ms
          heartbeatInterval: -1s             | heartbeatInterval = PT-1S: must be a duration of at least 1 ms
          heartbeatInterval: 1s              | heartbeatInterval = PT1S: must be shorter than electionTimeout = PT1S
          sessionTimeout: 0                  | sessionTimeout = PT0S: must be a duration
          sessionTimeout: 1s                 | sessionTimeout = PT1S: must be longer than electionTimeout = PT1S
          exchangeResendInterval: 0          | exchangeResendInterval = PT0S: must be a duration
          refusalTimeout: 0                  | refusalTimeout = PT0S: must be a duration
          maxInFlight: 0                     | maxInFlight = 0: must be greater than zero
          storage.segmentSize: 8 MX          | storage.segmentSize = 8 MX: must be a number of bytes or a size such as 256 KB
          storage.segmentSize: big           | storage.segmentSize = big: must be a number of bytes or a size
          storage.segmentSize: true          | storage.segmentSize = true: must be a number of bytes or a size
          storage.segmentSize: -8 MB         | storage.segmentSize = -8388608: must be greater than zero
          storage.maxEntrySize: 0.3          | storage.maxEntrySize = 0.3: must be a number of bytes or a size
          storage.maxEntrySize: [1]          | storage.maxEntrySize = [1]: must be a number of bytes or a size
          storage.flushOnCommit: 1           | storage.flushOnCommit = 1: must be true or false
          storage.flushOnCommit: 0           | storage.flushOnCommit = 0: must be true or false
          storage.flushOnCommit: ture        | storage.flushOnCommit = ture: must be true or false
          storage.flushOnCommit: ""          | storage.flushOnCommit = : must be true or false
          storage.segmentsize: 8M            | storage.segmentsize = 8M: unknown, did you mean storage.segmentSize?
          storage.flush: true                | storage.flush = true: unknown, use one of storage.directory, storage.flushOnCommit, storage.level, storage.maxEntrySize, storage.segmentSize
          storage: mapped                    | storage = mapped: must be an object, such as storage { directory: ... }
          compaction.dinamic: true           | compaction.dinamic = true: unknown, did you mean compaction.dynamic?
          compaction: false                  | compaction = false: must be an object, such as compaction { dynamic: ... }
          compaction.freeDiskBuffer: 20%     | compaction.freeDiskBuffer = 20%: must be a number
          compaction.dynamic: 1              | compaction.dynamic = 1: must be true or false
          maxInFlight: "-1"                  | maxInFlight = -1: must be greater than zero
          electionTimeout: -1 s              | electionTimeout = PT-1S: must be a duration of at least 1 ms
          onOverload: panic                  | onOverload = panic: unknown, use one of wait, fail
          """)
  void aWrongOptionIsReportedWithItsKeyValueAndRemedy(String text, String message) {
    assertThatThrownBy(() -> group("members: [m1, m2, m3]\n" + text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("partition group 'data': " + message);
  }

  /**
   * All are powers of 1024, as docs/options.md has them; Atomix's own groups read some otherwise.
   */
  @ParameterizedTest
  @CsvSource({
    "262144, 262144",
    "'\"262144\"', 262144",
    "262144B, 262144",
    "256 KB, 262144",
    "256KB, 262144",
    "256kb, 262144",
    "256 kB, 262144",
    "256K, 262144",
    "256 k, 262144",
    "256KiB, 262144",
    "256 kib, 262144",
    "'\"256 KB\"', 262144",
    "8 MB, 8388608",
    "8mb, 8388608",
    "8M, 8388608",
    "8 m, 8388608",
    "8MiB, 8388608",
    "0.5 MB, 524288",
    "1 GB, 1073741824",
    "1g, 1073741824",
    "1Gi, 1073741824"
  })
  void sizesHaveTheUsualSpellings(String size, long bytes) {
    GroupStorageConfig storage =
        checked("members: [m1], storage.segmentSize: " + size + ", storage.maxEntrySize: 64K")
            .getStorage();
    assertThat(storage.getSegmentSize()).isEqualTo(MemorySize.from(bytes));
  }

  @ParameterizedTest
  @CsvSource({
    "true, true",
    "yes, true",
    "on, true",
    "'\"True\"', true",
    "false, false",
    "no, false",
    "off, false",
    "'\"FALSE\"', false"
  })
  void flagsAreTrueOrFalse(String text, boolean flag) {
    GenericMulticastPartitionGroupConfig config =
        checked("members: [m1], storage.flushOnCommit: " + text + ", compaction.dynamic: " + text);
    assertThat(config.getStorage().isFlushOnCommit()).isEqualTo(flag);
    assertThat(config.getCompaction().isDynamic()).isEqualTo(flag);
  }

  @ParameterizedTest
  @CsvSource({
    "700ms, 700",
    "700, 700",
    "'\"700\"', 700",
    "0.7 s, 700",
    "2s, 2000",
    "2 seconds, 2000"
  })
  void durationsHaveAUnitOrAreMilliseconds(String text, long millis) {
    assertThat(checked("members: [m1], electionTimeout: " + text).getElectionTimeout())
        .isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @CsvSource({"fail", "FAIL", "Fail"})
  void namesAreReadInAnyCaseAndNumbersAlsoAsText(String policy) {
    GenericMulticastPartitionGroupConfig config =
        checked("members: [m1], partitions: \"5\", maxInFlight: \"7\", onOverload: " + policy);
    assertThat(config.getPartitions()).isEqualTo(5);
    assertThat(config.getMaxInFlight()).isEqualTo(7);
    assertThat(config.getOnOverload()).isEqualTo(OverloadPolicy.FAIL);
  }

  /** Of two values that were set the last counts, whether it is right or wrong. */
  @Test
  void aWrongValueCanBeSetRight() {
    GroupStorageConfig storage = new GroupStorageConfig();
    OptionChecks checks = new OptionChecks("storage");
    storage.setFlushOnCommit(1).setSegmentSize("8 MX");
    assertThatThrownBy(() -> storage.check(checks)).isInstanceOf(ConfigurationException.class);
    storage.setFlushOnCommit(false).setSegmentSize(MemorySize.from(1 << 20));
    storage.check(checks);
    assertThat(storage.isFlushOnCommit()).isFalse();
  }

  @Test
  void aBuilderThatNamesNoMembersIsRefused() {
    assertThatThrownBy(() -> GenericMulticastPartitionGroup.builder("data").build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("partition group 'data': members = []: must name at least one");
  }

  @Test
  void aGroupWithoutANameIsRefused() {
    assertThatThrownBy(() -> GenericMulticastPartitionGroup.builder(" ").withMembers("m1").build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("partition group ' ': name =  : a group needs a name");
  }

  @ParameterizedTest
  @CsvSource({"memberz: [m1]", "optimistic: true"})
  void anUnknownKeyIsReportedByAtomix(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(
            "Unknown properties present in configuration: " + text.substring(0, text.indexOf(':')));
  }

  private static GenericMulticastPartitionGroup group(String text) {
    return new GenericMulticastPartitionGroup(read(text));
  }

  private static GenericMulticastPartitionGroupConfig checked(String text) {
    GenericMulticastPartitionGroupConfig config = read(text);
    config.check();
    return config;
  }

  private static GenericMulticastPartitionGroupConfig read(String text) {
    return Hocon.read(text, GenericMulticastPartitionGroupConfig.class).setName("data");
  }

  /** As Atomix's nodes tell each other: all group types in one namespace. */
  private static GenericMulticastPartitionGroupConfig gossiped(
      GenericMulticastPartitionGroupConfig config) {
    Serializer serializer =
        Serializer.using(
            Namespace.builder()
                .register(Namespaces.BASIC)
                .register(new GenericMulticastPartitionGroup.Type().namespace())
                .register(RaftPartitionGroup.TYPE.namespace())
                .build());
    return serializer.decode(serializer.encode(config));
  }
}
