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
package io.atomix.mcast.integration.atomicity;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicCounterMap;
import io.atomix.core.map.AtomicMap;
import io.atomix.core.map.DistributedMap;
import io.atomix.core.multimap.AtomicMultimap;
import io.atomix.core.multiset.DistributedMultiset;
import io.atomix.core.set.DistributedSet;
import io.atomix.mcast.testing.Primitives;
import io.atomix.primitive.protocol.ProxyProtocol;

/** What the primitives that spread their keys over partitions have in common. */
interface SharedContents {

  void add(String key);

  void remove(String key);

  int size();

  boolean isEmpty();

  void clear();

  /** The primitives that can be seen in this way. */
  enum Kind {
    ATOMIC_MAP {
      @Override
      SharedContents open(Primitives primitives, Atomix node, ProxyProtocol protocol) {
        AtomicMap<String, String> map =
            primitives.open(node, "contents", Atomix::<String, String>atomicMapBuilder, protocol);
        return new SharedContents() {
          @Override
          public void add(String key) {
            map.put(key, "here");
          }

          @Override
          public void remove(String key) {
            map.remove(key);
          }

          @Override
          public int size() {
            return map.size();
          }

          @Override
          public boolean isEmpty() {
            return map.isEmpty();
          }

          @Override
          public void clear() {
            map.clear();
          }
        };
      }
    },

    DISTRIBUTED_MAP {
      @Override
      SharedContents open(Primitives primitives, Atomix node, ProxyProtocol protocol) {
        DistributedMap<String, String> map =
            primitives.open(node, "contents", Atomix::<String, String>mapBuilder, protocol);
        return new SharedContents() {
          @Override
          public void add(String key) {
            map.put(key, "here");
          }

          @Override
          public void remove(String key) {
            map.remove(key);
          }

          @Override
          public int size() {
            return map.size();
          }

          @Override
          public boolean isEmpty() {
            return map.isEmpty();
          }

          @Override
          public void clear() {
            map.clear();
          }
        };
      }
    },

    COUNTER_MAP {
      @Override
      SharedContents open(Primitives primitives, Atomix node, ProxyProtocol protocol) {
        AtomicCounterMap<String> counters =
            primitives.open(node, "contents", Atomix::<String>atomicCounterMapBuilder, protocol);
        return new SharedContents() {
          @Override
          public void add(String key) {
            counters.incrementAndGet(key);
          }

          @Override
          public void remove(String key) {
            counters.remove(key);
          }

          @Override
          public int size() {
            return counters.size();
          }

          @Override
          public boolean isEmpty() {
            return counters.isEmpty();
          }

          @Override
          public void clear() {
            counters.clear();
          }
        };
      }
    },

    SET {
      @Override
      SharedContents open(Primitives primitives, Atomix node, ProxyProtocol protocol) {
        DistributedSet<String> set =
            primitives.open(node, "contents", Atomix::<String>setBuilder, protocol);
        return new SharedContents() {
          @Override
          public void add(String key) {
            set.add(key);
          }

          @Override
          public void remove(String key) {
            set.remove(key);
          }

          @Override
          public int size() {
            return set.size();
          }

          @Override
          public boolean isEmpty() {
            return set.isEmpty();
          }

          @Override
          public void clear() {
            set.clear();
          }
        };
      }
    },

    MULTISET {
      @Override
      SharedContents open(Primitives primitives, Atomix node, ProxyProtocol protocol) {
        DistributedMultiset<String> multiset =
            primitives.open(node, "contents", Atomix::<String>multisetBuilder, protocol);
        return new SharedContents() {
          @Override
          public void add(String key) {
            multiset.add(key);
          }

          @Override
          public void remove(String key) {
            multiset.remove(key);
          }

          @Override
          public int size() {
            return multiset.size();
          }

          @Override
          public boolean isEmpty() {
            return multiset.isEmpty();
          }

          @Override
          public void clear() {
            multiset.clear();
          }
        };
      }
    },

    MULTIMAP {
      @Override
      SharedContents open(Primitives primitives, Atomix node, ProxyProtocol protocol) {
        AtomicMultimap<String, String> multimap =
            primitives.open(
                node, "contents", Atomix::<String, String>atomicMultimapBuilder, protocol);
        return new SharedContents() {
          @Override
          public void add(String key) {
            multimap.put(key, "here");
          }

          @Override
          public void remove(String key) {
            multimap.remove(key, "here");
          }

          @Override
          public int size() {
            return multimap.size();
          }

          @Override
          public boolean isEmpty() {
            return multimap.isEmpty();
          }

          @Override
          public void clear() {
            multimap.clear();
          }
        };
      }
    };

    /** Opens the test's primitive of this kind on one node. */
    abstract SharedContents open(Primitives primitives, Atomix node, ProxyProtocol protocol);
  }
}
