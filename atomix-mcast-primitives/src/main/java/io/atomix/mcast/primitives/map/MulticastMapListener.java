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
package io.atomix.mcast.primitives.map;

import io.atomix.core.map.AtomicMapEventListener;
import io.atomix.primitive.partition.PartitionId;

/**
 * A listener of a {@link MulticastMap} that hears of changes, and of changes that it may not have
 * heard of. Added as any other listener of a map; it is called by the executor that it was added
 * with, or on the map's thread. A listener that keeps a copy of the map reads it anew when it has
 * missed something:
 *
 * <pre>{@code
 * map.addListener(new MulticastMapListener<String, String>() {
 *   public void event(AtomicMapEvent<String, String> event) {
 *     ...
 *   }
 *
 *   public void missed(PartitionId partition) {
 *     map.async().snapshot().thenAccept(...);
 *   }
 * });
 * }</pre>
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
@FunctionalInterface
public interface MulticastMapListener<K, V> extends AtomicMapEventListener<K, V> {

  /**
   * Events of a partition may have been missed, because the session of this instance there was
   * lost: its node was cut off, or stood still, for longer than a session lives. Another session is
   * open by now, so what is read from now on shows what was missed, and events tell of every change
   * behind it. Called before the map is {@code CONNECTED} again. Does nothing by default.
   */
  default void missed(PartitionId partition) {}
}
