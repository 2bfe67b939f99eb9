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
package io.atomix.mcast.primitives.serialization;

import io.atomix.core.map.AtomicMapConfig;
import io.atomix.core.map.impl.DefaultAtomicMapBuilder;
import io.atomix.primitive.PrimitiveManagementService;
import io.atomix.primitive.serialization.SerializationService;
import io.atomix.utils.serializer.Serializer;
import io.atomix.utils.serializer.SerializerBuilder;
import java.lang.reflect.Proxy;
import java.util.List;

/** Serializers as builders of primitives make them. */
final class Serializers {
  private Serializers() {}

  /** Returns what builders ask of a node here: serializers as Atomix's default configuration. */
  static PrimitiveManagementService management() {
    SerializationService serialization =
        new SerializationService() {
          @Override
          public SerializerBuilder newBuilder() {
            return newBuilder(null);
          }

          @Override
          public SerializerBuilder newBuilder(String name) {
            return new SerializerBuilder(name)
                .withRegistrationRequired(false)
                .withCompatibleSerialization(false);
          }
        };
    return (PrimitiveManagementService)
        Proxy.newProxyInstance(
            Serializers.class.getClassLoader(),
            new Class<?>[] {PrimitiveManagementService.class},
            (proxy, method, arguments) ->
                method.getName().equals("getSerializationService") ? serialization : null);
  }

  /** Returns the serializer of an {@code AtomicMap}. */
  static Serializer ofAtomicMap(Class<?>... types) {
    AtomicMapConfig config = new AtomicMapConfig().setExtraTypes(List.of(types));
    return new DefaultAtomicMapBuilder<Object, Object>("map", config, management()) {
      Serializer made() {
        return serializer();
      }
    }.made();
  }

  /** Returns the serializer of a {@code MulticastMap} with these classes registered. */
  static ValueSerializer ofMulticastMap(Class<?>... types) {
    return of(false, false, types);
  }

  static ValueSerializer of(boolean registrationRequired, boolean compatible, Class<?>... types) {
    return ValueSerializer.of(
        management().getSerializationService().newBuilder("map"),
        null,
        registrationRequired,
        compatible,
        List.of(types));
  }
}
