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
package io.atomix.mcast.integration.rolling;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicCounterMap;
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.integration.faults.QuickGroups;
import io.atomix.mcast.integration.multikey.MulticastCounterMapTest;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.PrimitiveBuilder;
import io.atomix.primitive.SyncPrimitive;
import io.atomix.primitive.protocol.ProxyCompatibleBuilder;
import java.time.Duration;
import java.util.function.BiFunction;

/**
 * Where a load works. Its clients try again what is known not to have been applied.
 *
 * @param writers a client that mostly writes
 * @param readers a client that mostly reads
 * @param seed of what is done at random
 */
record Stage(
    TestCluster cluster, Primitives primitives, Atomix writers, Atomix readers, long seed) {

  /** Longer than a slow machine needs to elect a leader; Atomix's own default is five seconds. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  AtomicMap<String, String> map(Atomix node, String name) {
    return open(node, name, Atomix::<String, String>atomicMapBuilder).async().sync(PATIENCE);
  }

  AtomicCounterMap<String> counters(Atomix node, String name) {
    return open(node, name, Atomix::<String>atomicCounterMapBuilder).async().sync(PATIENCE);
  }

  MulticastMap<String, String> multicastMap(Atomix node, String name) {
    return open(
            node,
            name,
            (on, full) -> on.primitiveBuilder(full, MulticastMapType.<String, String>instance()))
        .async()
        .sync(PATIENCE);
  }

  MulticastCounterMap<String> multicastCounters(Atomix node, String name) {
    return open(node, name, MulticastCounterMapTest::builder).async().sync(PATIENCE);
  }

  <P extends SyncPrimitive, B extends PrimitiveBuilder<B, ?, P> & ProxyCompatibleBuilder<B>> P open(
      Atomix node, String name, BiFunction<Atomix, String, B> builder) {
    return primitives.open(node, name, builder, QuickGroups.persistent(TestCluster.DATA));
  }
}
