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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.primitive.Recovery;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.partition.Partitioner;
import io.atomix.utils.config.ConfigurationException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GenericMulticastProtocolConfigTest {

  @Test
  void everyOptionHasAKeyOfItsNameAndViceVersa() {
    assertThat(
            Hocon.keys(GenericMulticastProtocolConfig.class, Set.of()).stream()
                .map(Hocon::option)
                .collect(Collectors.toSet()))
        .isEqualTo(Hocon.options(GenericMulticastProtocolBuilder.class));
  }

  @Test
  void builderAndFileSayTheSame() {
    GenericMulticastProtocolConfig read =
        Hocon.read(
            """
            groups: [west, east]
            partitioner: murmur3
            readConsistency: sequential
            recoveryStrategy: close
            maxRetries: 3
            retryDelay: 20ms
            """,
            GenericMulticastProtocolConfig.class);
    GenericMulticastProtocolConfig built =
        GenericMulticastProtocol.builder()
            .withGroups("west", "east")
            .withPartitioner(Partitioner.MURMUR3)
            .withReadConsistency(ReadConsistency.SEQUENTIAL)
            .withRecoveryStrategy(Recovery.CLOSE)
            .withMaxRetries(3)
            .withRetryDelay(Duration.ofMillis(20))
            .build()
            .config();
    for (GenericMulticastProtocolConfig config : List.of(read, built)) {
      config.check();
      assertThat(config.groupNames()).containsExactly("east", "west");
      assertThat(config.getPartitioner()).isSameAs(Partitioner.MURMUR3);
      assertThat(config.getReadConsistency()).isEqualTo(ReadConsistency.SEQUENTIAL);
      assertThat(config.getRecoveryStrategy()).isEqualTo(Recovery.CLOSE);
      assertThat(config.getMaxRetries()).isEqualTo(3);
      assertThat(config.getRetryDelay()).isEqualTo(Duration.ofMillis(20));
    }
  }

  @Test
  void defaults() {
    GenericMulticastProtocolConfig config =
        GenericMulticastProtocol.builder("data").build().config();
    assertThat(config.groupNames()).containsExactly("data");
    assertThat(config.getPartitioner()).isSameAs(Partitioner.MURMUR3);
    assertThat(config.getReadConsistency()).isEqualTo(ReadConsistency.LINEARIZABLE);
    assertThat(config.getRecoveryStrategy()).isEqualTo(Recovery.RECOVER);
    assertThat(config.getMaxRetries()).isZero();
  }

  @Test
  void aPartitionerOfOnesOwnIsNamedByItsClass() {
    GenericMulticastProtocolConfig config =
        Hocon.read(
            "group: data, partitioner: \"" + First.class.getName() + "\"",
            GenericMulticastProtocolConfig.class);
    config.check();
    assertThat(config.getPartitioner()).isInstanceOf(First.class);
  }

  /** Puts everything into the first partition. */
  public static final class First implements Partitioner<String> {
    @Override
    public PartitionId partition(String key, List<PartitionId> partitions) {
      return partitions.get(0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          group: a, groups: [b]                    | group and groups = a and [b]: use one of the two
          maxRetries: 1                            | group = null: name the partition group
          group: ""                                | group = '': must name a partition group
          groups: []                               | groups = []: must name at least one
          groups: [a, b, a]                        | groups = [a, b, a]: 'a' is there twice
          groups: [a, " "]                         | groups = [a,  ]: one of them is blank
          group: a, maxRetries: -1                 | maxRetries = -1: must not be negative
          group: a, retryDelay: 0                  | retryDelay = PT0S: must be a duration of at least 1 ms
          group: a, readConsistency: eventual      | readConsistency = eventual: unknown, use one of linearizable, sequential
          group: a, recoveryStrategy: hope         | recoveryStrategy = hope: unknown, use one of recover, close
          group: a, partitioner: round             | partitioner = round: use murmur3, or a public class
          group: a, partitioner: java.lang.Object  | partitioner = java.lang.Object: this class is no
          """)
  void aWrongOptionIsReportedWithItsKeyValueAndRemedy(String text, String message) {
    GenericMulticastProtocolConfig config = Hocon.read(text, GenericMulticastProtocolConfig.class);
    assertThatThrownBy(() -> GenericMulticastProtocol.TYPE.newProtocol(config))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("protocol generic-multicast: " + message);
  }

  @Test
  void anUnknownKeyIsReportedByAtomix() {
    assertThatThrownBy(
            () ->
                Hocon.read(
                    "group: a, readConsistancy: sequential", GenericMulticastProtocolConfig.class))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("readConsistancy")
        .hasMessageContaining("- readConsistency");
  }
}
