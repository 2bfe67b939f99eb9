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
import io.atomix.core.election.LeaderElection;
import io.atomix.core.election.LeaderElector;
import io.atomix.core.map.AtomicMap;
import io.atomix.core.map.AtomicMapEvent;
import io.atomix.core.map.AtomicMapEventListener;
import io.atomix.core.multimap.AtomicMultimap;
import io.atomix.core.set.DistributedSet;
import io.atomix.core.tree.AtomicDocumentTree;
import io.atomix.core.tree.DocumentPath;
import io.atomix.core.value.AtomicValue;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Heard;
import io.atomix.mcast.testing.Primitives;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Each listener is called for each event, whatever the others do. */
@ExtendWith(SharedCluster.class)
class ThrowingListenersTest {
  private static final int LISTENERS = 8;
  private static final int EVENTS = 20;

  /** Adds listeners that hear, each beside one that throws, and has all hear events. */
  private static void check(Consumer<Consumer<Object>> addition, IntConsumer change) {
    List<Heard<Object>> all = new ArrayList<>();
    for (int i = 0; i < LISTENERS; i++) {
      Heard<Object> heard = new Heard<>();
      all.add(heard);
      addition.accept(
          event -> {
            throw new IllegalStateException("thrown by the test");
          });
      addition.accept(heard::add);
    }
    IntStream.range(0, EVENTS).forEach(change);
    all.forEach(heard -> assertThat(heard.atLeast(EVENTS)).hasSize(EVENTS));
  }

  private static void checkMap(AtomicMap<String, String> map) {
    check(listener -> map.addListener(listener::accept), i -> map.put("key " + i, "value"));
  }

  @Test
  void ofAMap(Primitives primitives) {
    checkMap(primitives.open(1, "map", Atomix::<String, String>atomicMapBuilder));
  }

  @Test
  void ofAMapWithACache(Primitives primitives) {
    checkMap(
        primitives.open(
            1,
            "cached",
            (Atomix node, String name) ->
                node.<String, String>atomicMapBuilder(name).withCacheEnabled()));
  }

  @Test
  void ofASortedMap(Primitives primitives) {
    checkMap(primitives.open(1, "sorted", Atomix::<String, String>atomicSortedMapBuilder));
  }

  @Test
  void ofAMulticastMap(Primitives primitives) {
    checkMap(
        primitives.open(
            1,
            "multicast",
            (Atomix node, String name) ->
                node.primitiveBuilder(name, MulticastMapType.<String, String>instance())));
  }

  @Test
  void ofAMultimap(Primitives primitives) {
    AtomicMultimap<String, String> multimap =
        primitives.open(1, "multimap", Atomix::<String, String>atomicMultimapBuilder);
    check(
        listener -> multimap.addListener(listener::accept), i -> multimap.put("key " + i, "value"));
  }

  @Test
  void ofASet(Primitives primitives) {
    DistributedSet<String> set = primitives.open(1, "set", Atomix::<String>setBuilder);
    check(listener -> set.addListener(listener::accept), i -> set.add("element " + i));
  }

  @Test
  void ofAValue(Primitives primitives) {
    AtomicValue<String> value = primitives.open(1, "value", Atomix::<String>atomicValueBuilder);
    check(listener -> value.addListener(listener::accept), i -> value.set("value " + i));
  }

  @Test
  void ofADocumentTree(Primitives primitives) {
    AtomicDocumentTree<String> tree =
        primitives.open(1, "tree", Atomix::<String>atomicDocumentTreeBuilder);
    check(listener -> tree.addListener(listener::accept), i -> tree.create(path(i), "value"));
  }

  private static DocumentPath path(int number) {
    return DocumentPath.from("/node-" + number);
  }

  @Test
  void ofAnElection(Primitives primitives) {
    LeaderElection<String> election =
        primitives.open(1, "election", Atomix::<String>leaderElectionBuilder);
    check(listener -> election.addListener(listener::accept), i -> election.run("candidate " + i));
  }

  @Test
  void ofAnElector(Primitives primitives) {
    LeaderElector<String> elector =
        primitives.open(1, "elector", Atomix::<String>leaderElectorBuilder);
    check(
        listener -> elector.addListener(listener::accept),
        i -> elector.run("topic " + i, "candidate"));
  }

  @Test
  void ofATopicOfAnElector(Primitives primitives) {
    LeaderElector<String> elector =
        primitives.open(1, "topics", Atomix::<String>leaderElectorBuilder);
    check(
        listener -> elector.addListener("topic", listener::accept),
        i -> {
          if (i % 2 == 0) {
            elector.run("topic", "candidate");
          } else {
            elector.withdraw("topic", "candidate");
          }
        });
  }

  @Test
  void aListenerMayRemoveItselfBeAddedTwiceOrHaveAnExecutorThatIsShutDown(Primitives primitives) {
    AtomicMap<String, String> map =
        primitives.open(1, "map", Atomix::<String, String>atomicMapBuilder);
    Heard<String> once = new Heard<>();
    Heard<String> twice = new Heard<>();
    Heard<String> last = new Heard<>();
    ExecutorService shutDown = Executors.newSingleThreadExecutor();
    shutDown.shutdown();
    AtomicMapEventListener<String, String> removing =
        new AtomicMapEventListener<>() {
          @Override
          public void event(AtomicMapEvent<String, String> event) {
            once.add(event.key());
            map.removeListener(this);
          }
        };
    AtomicMapEventListener<String, String> added = event -> twice.add(event.key());
    map.addListener(removing);
    map.addListener(event -> {}, shutDown);
    map.addListener(added);
    map.addListener(added);
    map.addListener(event -> last.add(event.key()));

    map.put("one", "1");
    Await.until("the listener has removed itself", () -> once.soFar().size() == 1);
    assertThat(last.atLeast(1)).containsExactly("one");
    for (int i = 0; i < EVENTS; i++) {
      map.put("key " + i, "value");
    }

    assertThat(last.atLeast(1 + EVENTS)).hasSize(1 + EVENTS);
    assertThat(twice.atLeast(1 + EVENTS)).hasSize(1 + EVENTS);
    assertThat(once.soFar().size()).isLessThan(1 + EVENTS);
    map.removeListener(added);
    map.put("last", "value");
    last.atLeast(2 + EVENTS);
    assertThat(twice.soFar()).doesNotContain("last");
  }
}
