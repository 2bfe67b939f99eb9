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
package io.atomix.mcast.primitives.counter;

import io.atomix.mcast.primitives.counter.impl.DefaultMulticastCounterMapBuilder;
import io.atomix.mcast.primitives.counter.impl.DefaultMulticastCounterMapService;
import io.atomix.primitive.PrimitiveManagementService;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.service.PrimitiveService;
import io.atomix.primitive.service.ServiceConfig;

/**
 * The type of {@link MulticastCounterMap}, in configurations {@code multicast-counter-map}. Get one
 * with {@code atomix.primitiveBuilder(name, MulticastCounterMapType.<String>instance())}, or one
 * that the configuration names with {@code atomix.getPrimitive(name, ...)}.
 *
 * @param <K> type of the keys
 */
public class MulticastCounterMapType<K>
    implements PrimitiveType<
        MulticastCounterMapBuilder<K>, MulticastCounterMapConfig, MulticastCounterMap<K>> {
  private static final String NAME = "multicast-counter-map";
  private static final MulticastCounterMapType<?> INSTANCE = new MulticastCounterMapType<>();

  /** Returns the type; there is only this instance, whatever its keys. */
  @SuppressWarnings("unchecked")
  public static <K> MulticastCounterMapType<K> instance() {
    return (MulticastCounterMapType<K>) INSTANCE;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public MulticastCounterMapConfig newConfig() {
    return new MulticastCounterMapConfig();
  }

  @Override
  public MulticastCounterMapBuilder<K> newBuilder(
      String name, MulticastCounterMapConfig config, PrimitiveManagementService management) {
    return new DefaultMulticastCounterMapBuilder<>(name, config, management);
  }

  @Override
  public PrimitiveService newService(ServiceConfig config) {
    return new DefaultMulticastCounterMapService();
  }

  @Override
  public String toString() {
    return "MulticastCounterMapType{name=" + NAME + "}";
  }
}
