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
package io.atomix.mcast.integration.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.ReadConsistency;
import io.atomix.mcast.integration.Backend;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.protocol.ProxyProtocol;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * In which order a session hears of events and answers: as with Atomix's Raft, the answer to a
 * command, then what the command published, then the answers to later calls.
 */
@ExtendWith(SharedCluster.class)
class EventsAndAnswersTest {
  private static final int ROUNDS = 300;

  private static void answersAndEventsOfOneSession(AtomicMap<String, String> map) {
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    map.addListener(event -> heard.add("event of " + event.newValue().value()));
    List<String> expected = new ArrayList<>();
    List<CompletableFuture<?>> calls = new ArrayList<>();
    for (int i = 1; i <= ROUNDS; i++) {
      String value = "v" + i;
      calls.add(map.async().put("key", value).thenAccept(old -> heard.add("answer of " + value)));
      calls.add(map.async().get("key").thenAccept(read -> heard.add("read behind " + value)));
      expected.addAll(List.of("answer of " + value, "event of " + value, "read behind " + value));
      if (i % 3 == 0) {
        calls.forEach(call -> Await.result("a call", call));
      }
    }
    calls.forEach(call -> Await.result("a call", call));
    // A query may be answered behind later commands, but never before the events of earlier ones.
    // An answer that is there before this thread asks for it is noted behind its event: the order
    // of these two is tested on the pipeline.
    for (int i = 1; i <= ROUNDS; i++) {
      int event = heard.indexOf("event of v" + i);
      int read = heard.indexOf("read behind v" + i);
      assertThat(event).as("%s in %s", i, heard).isBetween(0, read);
    }
    assertThat(heard).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void anEventBeforeLaterAnswers(Primitives primitives) {
    answersAndEventsOfOneSession(
        primitives.open(1, "events", Atomix::<String, String>atomicMapBuilder));
  }

  @Test
  void theSameWithSequentialReads(TestCluster cluster, Primitives primitives) {
    Assumptions.assumeTrue(cluster.kind() == Backend.GENERIC_MULTICAST);
    ProxyProtocol sequential =
        GenericMulticastProtocol.builder(TestCluster.DATA)
            .withReadConsistency(ReadConsistency.SEQUENTIAL)
            .build();
    answersAndEventsOfOneSession(
        primitives.open(
            cluster.node(1), "sequential", Atomix::<String, String>atomicMapBuilder, sequential));
  }

  @Test
  void whatAReadShowsHasBeenHeardOf(Primitives primitives) {
    AtomicMap<String, String> writer =
        primitives.open(1, "map", Atomix::<String, String>atomicMapBuilder);
    AtomicMap<String, String> reader =
        primitives.open(2, "map", Atomix::<String, String>atomicMapBuilder);
    Set<String> heard = ConcurrentHashMap.newKeySet();
    reader.addListener(event -> heard.add(event.newValue().value()));
    for (int i = 1; i <= ROUNDS; i++) {
      String value = "v" + i;
      writer.put("key-" + i % 7, value);
      assertThat(reader.get("key-" + i % 7).value()).isEqualTo(value);
      assertThat(heard).contains(value);
    }
  }

  @Test
  void whatAReadOfSeveralPartitionsShowsHasBeenHeardOf(TestCluster cluster, Primitives primitives) {
    Assumptions.assumeTrue(cluster.kind() == Backend.GENERIC_MULTICAST);
    MulticastMap<String, String> writer = multicastMap(primitives, 1);
    MulticastMap<String, String> reader = multicastMap(primitives, 2);
    Set<String> heard = ConcurrentHashMap.newKeySet();
    reader.addListener(event -> heard.add(event.key() + event.newValue().value()));
    for (int i = 1; i <= ROUNDS; i++) {
      Map<String, String> entries = new HashMap<>();
      for (int key = 0; key < 6; key++) {
        entries.put("key-" + key, "v" + i);
      }
      (i % 2 == 0 ? writer : reader).putAll(entries);
      Map<String, String> read = new HashMap<>();
      reader.getAll(entries.keySet()).forEach((key, entry) -> read.put(key, entry.value()));
      assertThat(read).isEqualTo(entries);
      read.forEach((key, value) -> assertThat(heard).contains(key + value));
    }
  }

  private static MulticastMap<String, String> multicastMap(Primitives primitives, int member) {
    return primitives.open(
        member,
        "multicast-map",
        (Atomix node, String name) ->
            node.primitiveBuilder(name, MulticastMapType.<String, String>instance()));
  }
}
