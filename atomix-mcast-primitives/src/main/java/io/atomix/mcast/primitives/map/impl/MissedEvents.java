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
package io.atomix.mcast.primitives.map.impl;

import io.atomix.core.map.AtomicMapEventListener;
import io.atomix.mcast.primitives.map.MulticastMapListener;
import io.atomix.primitive.partition.PartitionId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listeners of a map that want to know what they have missed. Thread-safe.
 *
 * @param map the name of the map
 */
record MissedEvents<K, V>(String map, Map<MulticastMapListener<K, V>, Executor> listeners) {
  private static final Logger LOGGER = LoggerFactory.getLogger(MissedEvents.class);

  static <K, V> MissedEvents<K, V> of(String map) {
    return new MissedEvents<>(map, new ConcurrentHashMap<>());
  }

  /** Takes a listener, if it wants to know. */
  void add(AtomicMapEventListener<K, V> listener, Executor executor) {
    if (listener instanceof MulticastMapListener<K, V> wantsAll) {
      listeners.put(wantsAll, executor);
    }
  }

  void remove(AtomicMapEventListener<K, V> listener) {
    if (listener instanceof MulticastMapListener<K, V> wantsAll) {
      listeners.remove(wantsAll);
    }
  }

  /** Tells all of them that they may have missed events of a partition. */
  void tell(PartitionId partition) {
    listeners.forEach((listener, executor) -> tell(listener, executor, partition));
  }

  private void tell(MulticastMapListener<K, V> listener, Executor executor, PartitionId partition) {
    try {
      executor.execute(() -> listener.missed(partition));
    } catch (RuntimeException e) {
      LOGGER.warn(
          "A listener of map '{}' failed: {}, told that it has missed events of {}",
          map,
          listener,
          partition,
          e);
    }
  }
}
