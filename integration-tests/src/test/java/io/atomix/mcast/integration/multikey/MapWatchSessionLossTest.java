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
package io.atomix.mcast.integration.multikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.integration.faults.Inside;
import io.atomix.mcast.integration.faults.Quick;
import io.atomix.mcast.integration.faults.RaftSessionsOf;
import io.atomix.mcast.primitives.map.MapMirror;
import io.atomix.mcast.primitives.map.MapPosition;
import io.atomix.mcast.primitives.map.MapWatch;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.MulticastMapBuilder;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.mcast.primitives.map.WatchFrom;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.Recovery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Watches and mirrors of a client whose sessions are lost. */
@ExtendWith(Quick.class)
class MapWatchSessionLossTest {
  private static final int LOSSES = 3;
  private static final int WRITES = 60;

  private TestCluster cluster;
  private Primitives primitives;
  private Atomix client;
  private final WatchRecording recording = new WatchRecording();

  @BeforeEach
  void startClient(TestCluster cluster, Primitives primitives) {
    this.cluster = cluster;
    this.primitives = primitives;
    client = cluster.addClient();
  }

  @AfterEach
  void stopClient() {
    cluster.stopClient(client);
  }

  private static MulticastMapBuilder<String, String> builder(Atomix node, String name) {
    return node.primitiveBuilder(name, MulticastMapType.<String, String>instance());
  }

  private MulticastMap<String, String> onClient(Recovery recovery) {
    return builder(client, primitives.name("map"))
        .withProtocol(
            GenericMulticastProtocol.builder(TestCluster.DATA)
                .withRecoveryStrategy(recovery)
                .build())
        .build();
  }

  @Test
  void nothingIsMissedOrToldTwiceAcrossTheLossOfSessions() {
    MulticastMap<String, String> writer =
        primitives.open(1, "map", (node, name) -> builder(node, name).withHistorySize(100_000));
    writer.position();
    List<MapWatch> watches = new ArrayList<>();
    List<MapMirror<String, String>> mirrors = new ArrayList<>();
    RaftSessionsOf sessions =
        RaftSessionsOf.opening(
            cluster,
            () -> {
              MulticastMap<String, String> map = onClient(Recovery.RECOVER);
              watches.add(map.watch(WatchFrom.now(), recording));
              mirrors.add(map.mirror());
            });
    List<CompletableFuture<Void>> written = new ArrayList<>();
    for (int loss = 0; loss < LOSSES; loss++) {
      for (int i = 0; i < WRITES; i++) {
        Map<String, String> entries = new HashMap<>();
        entries.put(Inside.key(1 + i % 3), "x" + loss + "-" + i);
        entries.put(Inside.key(1 + (i + 1) % 3), "x" + loss + "-" + i);
        entries.put("only " + loss + "-" + i, "once");
        written.add(writer.async().putAll(entries));
        if (i == WRITES / 2) {
          RaftSessionsOf ending = sessions;
          sessions =
              RaftSessionsOf.opening(cluster, () -> endAndRecover(ending, writer, watches.get(0)));
        }
      }
    }
    written.forEach(each -> Await.result("a write", each));
    MapPosition now = writer.position();
    Await.until("all is told", () -> watches.get(0).position().isAtLeast(now));
    Await.result("the mirror", mirrors.get(0).awaitAtLeast(now));
    assertThat(recording.snapshots()).isEmpty();
    assertThat(recording.writtenBy("only ")).hasSize(written.size()).doesNotHaveDuplicates();
    assertThat(recording.messages()).hasSize(written.size() + 3 * LOSSES);
    assertThat(mirrors.get(0).entries()).isEqualTo(writer.snapshot());
    assertThat(recording.ends()).isEmpty();
  }

  /** Ends sessions, and waits until something new is heard of every partition. */
  private static void endAndRecover(
      RaftSessionsOf sessions, MulticastMap<String, String> writer, MapWatch watch) {
    sessions.end();
    for (int i = 1; i <= 3; i++) {
      String key = Inside.keys(i, 2).get(1);
      writer.put(key, writer.containsKey(key) ? writer.get(key).value() + "+" : "again");
    }
    MapPosition now = writer.position();
    Await.until("the watch goes on", () -> watch.position().isAtLeast(now));
  }

  @Test
  void whoDoesNotRecoverIsToldOfTheEnd() {
    MulticastMap<String, String> writer =
        primitives.open(1, "map", MapWatchSessionLossTest::builder);
    List<MapWatch> watches = new ArrayList<>();
    RaftSessionsOf sessions =
        RaftSessionsOf.opening(
            cluster, () -> watches.add(onClient(Recovery.CLOSE).watch(WatchFrom.now(), recording)));
    writer.put("key", "before");
    Await.until("the first change", () -> recording.texts().size(), n -> n == 1);
    sessions.end();
    Await.until("the end", () -> recording.ends().size(), n -> n == 1);
    assertThat(watches.get(0).isClosed()).isTrue();
  }
}
