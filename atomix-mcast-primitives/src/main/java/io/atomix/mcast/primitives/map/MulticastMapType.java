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

import io.atomix.core.map.AtomicMapType;
import io.atomix.mcast.primitives.map.impl.ChangesAnswer;
import io.atomix.mcast.primitives.map.impl.DefaultMulticastMapBuilder;
import io.atomix.mcast.primitives.map.impl.DefaultMulticastMapService;
import io.atomix.mcast.primitives.map.impl.MapCondition;
import io.atomix.mcast.primitives.map.impl.MapFilter;
import io.atomix.mcast.primitives.map.impl.MapReading;
import io.atomix.mcast.primitives.map.impl.MapTouch;
import io.atomix.mcast.primitives.map.impl.MapWrite;
import io.atomix.mcast.primitives.map.impl.StoredChange;
import io.atomix.mcast.primitives.map.impl.StoredChanges;
import io.atomix.mcast.primitives.serialization.ConstantSerializer;
import io.atomix.primitive.PrimitiveManagementService;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.service.PrimitiveService;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.utils.serializer.Namespace;
import io.atomix.utils.serializer.Namespaces;

/**
 * The type of {@link MulticastMap}, in configurations {@code multicast-map}. Get one with {@code
 * atomix.primitiveBuilder(name, MulticastMapType.<String, Long>instance())}, or one that the
 * configuration names with {@code atomix.getPrimitive(name, ...)}.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public class MulticastMapType<K, V>
    implements PrimitiveType<MulticastMapBuilder<K, V>, MulticastMapConfig, MulticastMap<K, V>> {
  private static final String NAME = "multicast-map";
  private static final int FIRST_ID = Namespaces.BEGIN_USER_CUSTOM_ID + 50;

  /**
   * Id of the first class that came later, behind those of {@code AtomicMap}. Atomix's service
   * counts on behind the last class that is registered here, for those of its snapshots, so that
   * one must stay.
   */
  private static final int FIRST_LATER_ID = FIRST_ID - 20;

  private static final MulticastMapType<?, ?> INSTANCE = new MulticastMapType<>();

  /** Returns the type; there is only this instance, whatever its keys and values. */
  @SuppressWarnings("unchecked")
  public static <K, V> MulticastMapType<K, V> instance() {
    return (MulticastMapType<K, V>) INSTANCE;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Returns the classes that its messages are made of; the ids must never change. */
  @Override
  public Namespace namespace() {
    return Namespace.builder()
        .register(AtomicMapType.instance().namespace())
        .nextId(FIRST_LATER_ID)
        .register(MapTouch.class)
        .register(MapFilter.class)
        .register(
            new ConstantSerializer<>(
                MapFilter.MapFilterKind.values(), MapFilter.MapFilterKind::code),
            MapFilter.MapFilterKind.class)
        .register(StoredChange.class)
        .register(StoredChanges.class)
        .register(ChangesAnswer.class)
        .nextId(FIRST_ID)
        .register(MapCondition.class)
        .register(
            new ConstantSerializer<>(
                MapCondition.MapConditionKind.values(), MapCondition.MapConditionKind::code),
            MapCondition.MapConditionKind.class)
        .register(MapWrite.class)
        .register(MapReading.class)
        .build();
  }

  @Override
  public MulticastMapConfig newConfig() {
    return new MulticastMapConfig();
  }

  @Override
  public MulticastMapBuilder<K, V> newBuilder(
      String name, MulticastMapConfig config, PrimitiveManagementService management) {
    return new DefaultMulticastMapBuilder<>(name, config, management);
  }

  @Override
  public PrimitiveService newService(ServiceConfig config) {
    return new DefaultMulticastMapService();
  }

  @Override
  public String toString() {
    return "MulticastMapType{name=" + NAME + "}";
  }
}
