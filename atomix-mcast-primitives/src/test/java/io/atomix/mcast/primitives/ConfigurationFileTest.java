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
package io.atomix.mcast.primitives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigRenderOptions;
import io.atomix.core.Atomix;
import io.atomix.core.AtomixConfig;
import io.atomix.mcast.partition.GenericMulticastPartitionGroupConfig;
import io.atomix.mcast.partition.WrittenOptions;
import io.atomix.mcast.primitives.channel.MulticastChannelConfig;
import io.atomix.mcast.primitives.counter.MulticastCounterMapConfig;
import io.atomix.mcast.primitives.map.MulticastMapConfig;
import io.atomix.utils.config.ConfigurationException;
import io.atomix.utils.memory.MemorySize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What a node says of wrong options in a configuration file, and that it takes them once right. */
class ConfigurationFileTest {
  private static final String FILE =
      """
      cluster {
        node { id: m1, host: "127.0.0.1", port: 20190 }
        messaging.interfaces: ["127.0.0.1"]
      }
      managementGroup {
        type: raft, partitions: 1, members: [m1]
        storage { level: mapped, directory: "%1$s/system" }
      }
      partitionGroups.data {
        type: generic-multicast, members: [m1]
        storage.directory: "%1$s/data"
        %2$s
      }
      primitives {
        %3$s
      }
      """;

  @TempDir private Path folder;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.start();
    logger().addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger().detachAppender(log);
  }

  @ParameterizedTest
  @CsvSource({
    "electionTimeoutt: 1s, electionTimeoutt, electionTimeout",
    "flushOnCommit: false, flushOnCommit, storage.flushOnCommit",
    "heartbeat-intervall: 1s, heartbeatIntervall, heartbeatInterval"
  })
  void aMisspeltKeyOfTheGroupIsToldWithTheOneThatIsNearest(
      String options, String key, String nearest) throws IOException {
    assertRefused(options, "", "Unknown properties present in configuration: ");
    assertToldOnce(
        "node.conf: 12: %s is no option of type generic-multicast; did you mean %s?", key, nearest);
  }

  @ParameterizedTest
  @CsvSource({
    "'m { type: atomic-map, protocol { type: generic-multicast, gruop: data } }',"
        + " generic-multicast, gruop, group",
    "'m { type: multicast-map, nulValues: true }', multicast-map, nulValues, nullValues",
    "'m { type: multicast-counter-map, readonly: true }', multicast-counter-map, readonly,"
        + " readOnly",
    "'m { type: multicast-channel, historysize: 3 }', multicast-channel, historysize, historySize"
  })
  void soIsOneOfTheProtocolAndOfOurPrimitives(
      String primitive, String type, String key, String nearest) throws IOException {
    assertRefused("", primitive, "Unknown properties present in configuration: ");
    assertToldOnce(
        "node.conf: 15: %s is no option of type %s; did you mean %s?", key, type, nearest);
  }

  @Test
  void aKeyThatIsLikeNoneIsToldWithAllThatThereAre() throws IOException {
    assertRefused("colour: blue", "", "partitionGroups.data.colour");
    assertToldOnce("colour is no option of type generic-multicast, which has compaction.dynamic, ");
  }

  @Test
  void aGroupWithAWrongValueIsNotBuilt() throws IOException {
    assertRefused(
        "storage.flushOnCommit: 1",
        "",
        "partition group 'data': storage.flushOnCommit = 1: must be true or false");
    assertRefused(
        "storage.segmentSize: 8 MX",
        "",
        "partition group 'data': storage.segmentSize = 8 MX: must be a number of bytes or a size");
    assertRefused(
        "storage.segmentsize: 8M",
        "",
        "partition group 'data': storage.segmentsize = 8M: unknown, did you mean"
            + " storage.segmentSize?");
    // Read by Atomix's own class, which would round.
    assertRefused(
        "partitions: 2.5", "", "partition group 'data': partitions = 2.5: must be a whole number");
  }

  @Test
  void whatTheReadmeWritesCanBeCopied() throws IOException {
    Path file = write("storage { segmentSize: 8 MB, maxEntrySize: 256 KB, flushOnCommit: no }", "");
    GenericMulticastPartitionGroupConfig group =
        (GenericMulticastPartitionGroupConfig)
            Atomix.config(file.toFile()).getPartitionGroups().get("data");
    assertThat(group.getStorage().getSegmentSize()).isEqualTo(MemorySize.from(8 * 1024 * 1024));
    assertThat(group.getStorage().getMaxEntrySize()).isEqualTo(MemorySize.from(256 * 1024));
    assertThat(group.getStorage().isFlushOnCommit()).isFalse();
    assertThat(new Atomix(file.toString())).isNotNull();
    assertThat(log.list).isEmpty();
  }

  /** A group and a protocol are of one type: in one line nothing tells which is which. */
  @Test
  void ofAFileInOneLineNothingWrongIsTold() throws IOException {
    Path file =
        write("", "m { type: multicast-map, protocol { type: generic-multicast, group: data } }");
    Files.writeString(
        file, ConfigFactory.parseFile(file.toFile()).root().render(ConfigRenderOptions.concise()));
    assertThat(Files.readAllLines(file)).hasSize(1);
    assertThat(new Atomix(file.toString())).isNotNull();
    assertThat(log.list).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "nullValues: 1, nullValues = 1",
    "readOnly: 1, readOnly = 1",
    "readOnly: ture, readOnly = ture",
    "cache { enabled: 1 }, cache.enabled = 1",
    "registrationRequired: 0, registrationRequired = 0"
  })
  void aMapWithAFlagThatIsNoneIsNotOpened(String option, String told) throws IOException {
    MulticastMapConfig config =
        (MulticastMapConfig) primitive("m { type: multicast-map, " + option + " }");
    assertThatThrownBy(() -> config.check("m"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("map 'm': " + told + ": must be true or false");
  }

  @ParameterizedTest
  @CsvSource({"readOnly", "registrationRequired", "compatibleSerialization"})
  void norIsACounterMapOrAChannel(String flag) throws IOException {
    MulticastCounterMapConfig counters =
        (MulticastCounterMapConfig) primitive("m { type: multicast-counter-map, " + flag + ": 1 }");
    assertThatThrownBy(() -> counters.check("m"))
        .hasMessage("counter map 'm': " + flag + " = 1: must be true or false");
    MulticastChannelConfig channel =
        (MulticastChannelConfig) primitive("m { type: multicast-channel, " + flag + ": 1 }");
    assertThatThrownBy(() -> channel.check("m"))
        .hasMessage("channel 'm': " + flag + " = 1: must be true or false");
  }

  @Test
  void valuesOfAChannelAreReadAsTheyAreWritten() throws IOException {
    MulticastChannelConfig right =
        (MulticastChannelConfig)
            primitive(
                "m { type: multicast-channel, historyBytes: 4 MB, backlogBytes: 512kb, readOnly:"
                    + " yes }");
    right.check("m");
    assertThat(right.getHistoryBytes()).isEqualTo(MemorySize.from(4 * 1024 * 1024));
    assertThat(right.getBacklogBytes()).isEqualTo(MemorySize.from(512 * 1024));
    assertThat(right.isReadOnly()).isTrue();
    MulticastChannelConfig wrong =
        (MulticastChannelConfig) primitive("m { type: multicast-channel, historyBytes: much }");
    assertThatThrownBy(() -> wrong.check("m"))
        .hasMessageStartingWith("channel 'm': historyBytes = much: must be a number of bytes");
  }

  private Object primitive(String primitive) throws IOException {
    AtomixConfig config = Atomix.config(write("", primitive).toFile());
    return config.getPrimitives().get("m");
  }

  private void assertRefused(String options, String primitive, String message) throws IOException {
    Path file = write(options, primitive);
    assertThatThrownBy(() -> new Atomix(file.toString()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message);
  }

  private void assertToldOnce(String format, Object... arguments) {
    assertThat(log.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .singleElement()
        .asString()
        .contains(String.format(format, arguments));
  }

  private Path write(String options, String primitives) throws IOException {
    return Files.writeString(
        folder.resolve("node.conf"), String.format(FILE, folder, options, primitives));
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger(WrittenOptions.class);
  }
}
