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
package io.atomix.mcast.integration.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.ReadConsistency;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.TestCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
class SequentialReadsTest {

  @Test
  void aReaderSeesItsOwnWritesAtOnceAndThoseOfOthersInTheEnd(TestCluster cluster) {
    AtomicMap<String, Integer> mine = map(cluster.node(1));
    AtomicMap<String, Integer> theirs = map(cluster.node(2));

    for (int i = 1; i <= 200; i++) {
      String key = "key-" + i % 5;
      mine.put(key, i);
      assertThat(mine.get(key).value()).isEqualTo(i);
    }

    Await.until("the other node sees the last write", () -> theirs.get("key-0").value() == 200);
    mine.clear();
    assertThat(mine.get("key-0")).isNull();
    mine.delete();
  }

  private static AtomicMap<String, Integer> map(Atomix node) {
    return node.<String, Integer>atomicMapBuilder("sequential-reads")
        .withProtocol(
            GenericMulticastProtocol.builder(TestCluster.DATA)
                .withReadConsistency(ReadConsistency.SEQUENTIAL)
                .build())
        .build();
  }
}
