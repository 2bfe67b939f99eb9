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

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionNamesTest {
  private static final List<String> KNOWN =
      List.of(
          "partitions",
          "partitionSize",
          "electionTimeout",
          "sessionTimeout",
          "storage.segmentSize",
          "storage.maxEntrySize");

  @ParameterizedTest
  @CsvSource({
    "electionTimeoutt, electionTimeout",
    "electiontimeout, electionTimeout",
    "sessoinTimeout, sessionTimeout",
    "partition, partitions",
    "storage.segmentsize, storage.segmentSize",
    "segmentSize, storage.segmentSize",
    "storage.partitionSize, partitionSize",
    "storage.maxEntySise, storage.maxEntrySize"
  })
  void findsWhatWasMeant(String key, String meant) {
    assertThat(OptionNames.nearest(key, KNOWN)).contains(meant);
  }

  @Test
  void doesNotGuessWhatIsLikeNothing() {
    assertThat(OptionNames.nearest("colour", KNOWN)).isEmpty();
    assertThat(OptionNames.nearest("colour", List.of())).isEmpty();
  }
}
