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

import io.atomix.core.map.MapBuilder;
import io.atomix.primitive.PrimitiveManagementService;
import io.atomix.primitive.protocol.PrimitiveProtocol;
import io.atomix.primitive.protocol.ProxyCompatibleBuilder;
import io.atomix.primitive.protocol.ProxyProtocol;
import io.atomix.utils.memory.MemorySize;

/**
 * Builder of a {@link MulticastMap}. Building fails with a {@link
 * io.atomix.utils.config.ConfigurationException} if the protocol is not {@code generic-multicast}.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public abstract class MulticastMapBuilder<K, V>
    extends MapBuilder<MulticastMapBuilder<K, V>, MulticastMapConfig, MulticastMap<K, V>, K, V>
    implements ProxyCompatibleBuilder<MulticastMapBuilder<K, V>> {

  /** Called by the type. */
  protected MulticastMapBuilder(
      String name, MulticastMapConfig config, PrimitiveManagementService management) {
    super(MulticastMapType.instance(), name, config, management);
  }

  /** Makes null a value like others. */
  public MulticastMapBuilder<K, V> withNullValues() {
    return withNullValues(true);
  }

  /** Sets whether null is a value like others (default: false). */
  public MulticastMapBuilder<K, V> withNullValues(boolean nullValues) {
    config.setNullValues(nullValues);
    return this;
  }

  /** Sets how many changes each partition keeps for those who watch the map (default: 16,384). */
  public MulticastMapBuilder<K, V> withHistorySize(int historySize) {
    config.setHistorySize(historySize);
    return this;
  }

  /** Sets how much the changes that each partition keeps may take together (default: 4 MB). */
  public MulticastMapBuilder<K, V> withHistoryBytes(MemorySize historyBytes) {
    config.setHistoryBytes(historyBytes);
    return this;
  }

  /** Sets the protocol; it has to be generic multicast (the default: that of the group). */
  @Override
  public MulticastMapBuilder<K, V> withProtocol(ProxyProtocol protocol) {
    return withProtocol((PrimitiveProtocol) protocol);
  }
}
