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
package io.atomix.mcast.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicMap;
import io.atomix.core.map.AtomicMapEvent;
import io.atomix.core.tree.AtomicDocumentTree;
import io.atomix.core.tree.DocumentPath;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.MulticastMapListener;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Heard;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.SeverableAtomix;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.partition.PartitionId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A client that is cut off for longer than its sessions live, while others change what it has in
 * its caches: once at once, so that the events wait for it on the way, and once more when the
 * events are lost with the sessions.
 */
@ExtendWith(Quick.class)
class CutOffClientTest {
  private static final int ROUNDS = 2;
  private static final List<String> KEYS = IntStream.range(0, 60).mapToObj(i -> "k" + i).toList();

  private TestCluster cluster;
  private Primitives primitives;
  private SeverableAtomix client;

  @BeforeEach
  void startClient(TestCluster cluster, Primitives primitives) {
    this.cluster = cluster;
    this.primitives = primitives;
    client = cluster.addSeverableClient();
  }

  @AfterEach
  void stopClient() {
    cluster.stopClient(client);
  }

  /**
   * Changes all keys of something twice while the client is cut off, and has it read them.
   *
   * @param opening opens it on the client, and gives what reads a key of it
   */
  private void changeWhileCutOff(
      Supplier<UnaryOperator<String>> opening, BiConsumer<String, String> write) {
    AtomicReference<UnaryOperator<String>> reader = new AtomicReference<>();
    RaftSessionsOf sessions =
        RaftSessionsOf.opening(
            cluster,
            () -> {
              reader.set(opening.get());
              KEYS.forEach(reader.get()::apply);
            });
    UnaryOperator<String> read = reader.get();
    for (int round = 1; round <= ROUNDS; round++) {
      String between = "between " + round;
      String last = "last " + round;
      assertThat(sessions.count(1) + sessions.count(2) + sessions.count(3))
          .as("sessions in round %s", round)
          .isPositive();
      client.cutOff();
      KEYS.forEach(key -> write.accept(key, between));
      sessions.awaitGone();
      KEYS.forEach(key -> write.accept(key, last));
      sessions =
          RaftSessionsOf.opening(
              cluster,
              () -> {
                client.connectAgain();
                Await.until(
                    "the last value of all keys",
                    () -> KEYS.stream().filter(key -> !read.apply(key).equals(last)).toList(),
                    List::isEmpty);
              });
    }
  }

  @Test
  void aCachedMapShowsWhatWasWrittenMeanwhile() {
    AtomicMap<String, String> member =
        primitives.open(1, "map", Atomix::<String, String>atomicMapBuilder);
    KEYS.forEach(key -> member.put(key, "before"));
    changeWhileCutOff(
        () -> {
          AtomicMap<String, String> cached =
              client
                  .<String, String>atomicMapBuilder(primitives.name("map"))
                  .withProtocol(cluster.protocol())
                  .withCacheEnabled()
                  .build();
          return key -> cached.get(key).value();
        },
        member::put);
  }

  @Test
  void aCachedTreeWhichLivesInOnePartitionShowsWhatWasWrittenMeanwhile() {
    AtomicDocumentTree<String> member =
        primitives.open(1, "tree", Atomix::<String>atomicDocumentTreeBuilder);
    KEYS.forEach(key -> member.create(path(key), "before"));
    changeWhileCutOff(
        () -> {
          AtomicDocumentTree<String> cached =
              client
                  .<String>atomicDocumentTreeBuilder(primitives.name("tree"))
                  .withProtocol(cluster.protocol())
                  .withCacheEnabled()
                  .build();
          return key -> cached.get(path(key)).value();
        },
        (key, value) -> member.set(path(key), value));
  }

  private static DocumentPath path(String key) {
    return DocumentPath.from("/" + key);
  }

  @Test
  void aMulticastMapAndACopyOfItShowWhatWasWrittenMeanwhile() {
    MulticastMap<String, String> member = multicastMap(cluster.node(1), false);
    KEYS.forEach(key -> member.put(key, "before"));
    Map<String, String> copy = new ConcurrentHashMap<>();
    Heard<PartitionId> missed = new Heard<>();
    changeWhileCutOff(
        () -> {
          MulticastMap<String, String> cached = multicastMap(client, true);
          cached.addListener(copying(cached, copy, missed));
          return key -> {
            String value = cached.get(key).value();
            return value.equals(copy.getOrDefault(key, value)) ? value : "another in the copy";
          };
        },
        member::put);
    assertThat(missed.soFar()).hasSize(3 * ROUNDS);
    member.close();
  }

  private static MulticastMapListener<String, String> copying(
      MulticastMap<String, String> map, Map<String, String> copy, Heard<PartitionId> missed) {
    return new MulticastMapListener<>() {
      @Override
      public void event(AtomicMapEvent<String, String> event) {
        copy.put(event.key(), event.newValue().value());
      }

      @Override
      public void missed(PartitionId partition) {
        missed.add(partition);
        map.async()
            .snapshot()
            .thenAccept(all -> all.forEach((key, entry) -> copy.put(key, entry.value())));
      }
    };
  }

  private MulticastMap<String, String> multicastMap(Atomix node, boolean cache) {
    return node.primitiveBuilder(
            primitives.name("multicast-map"), MulticastMapType.<String, String>instance())
        .withProtocol(cluster.protocol())
        .withCacheEnabled(cache)
        .build();
  }
}
