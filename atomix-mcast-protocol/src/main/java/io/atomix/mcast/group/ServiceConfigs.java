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
package io.atomix.mcast.group;

import io.atomix.mcast.wire.WireException;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.utils.serializer.Serializer;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;

/** The configurations that primitives are opened with. */
final class ServiceConfigs {
  /** Kept, because each new one registers all its classes: that is most of opening a primitive. */
  private static final Map<PrimitiveType<?, ?, ?>, Serializer> SERIALIZERS =
      Collections.synchronizedMap(new WeakHashMap<>());

  private ServiceConfigs() {}

  /**
   * Decodes one.
   *
   * @param config null for none
   * @throws WireException if it is not one of this type
   */
  static ServiceConfig decode(String name, PrimitiveType<?, ?, ?> type, byte[] config) {
    if (config == null) {
      return new ServiceConfig();
    }
    String found;
    try {
      Object decoded =
          SERIALIZERS
              .computeIfAbsent(type, each -> Serializer.using(each.namespace()))
              .decode(config);
      if (decoded instanceof ServiceConfig serviceConfig) {
        return serviceConfig;
      }
      found = "it is " + (decoded == null ? "null" : "a " + decoded.getClass().getName());
    } catch (RuntimeException | LinkageError e) {
      found = ServiceFailures.describe(e);
    } catch (OutOfMemoryError e) {
      found = "it asks for more memory than there is";
    }
    throw new WireException(
        "The configuration that came with the opening of primitive '"
            + name
            + "' is not one of type '"
            + type.name()
            + "': "
            + found
            + "; use the same version of that type on clients and on the members of the group");
  }
}
