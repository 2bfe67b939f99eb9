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

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.CollectionSerializer;
import com.esotericsoftware.kryo.serializers.MapSerializer;
import java.util.Collection;
import java.util.Map;

/** Kryo's serializers for sets and maps, for those that have no order: equal ones are the same. */
@SuppressWarnings("rawtypes")
final class HashOrderSerializers {
  private HashOrderSerializers() {}

  /** Writes sets. */
  static final class HashSetSerializer extends CollectionSerializer {
    private final CanonicalOrder order;

    HashSetSerializer(CanonicalOrder order) {
      this.order = order;
    }

    @Override
    public void write(Kryo kryo, Output output, Collection collection) {
      super.write(kryo, output, order.sorted((Collection<?>) collection));
    }
  }

  /** Writes maps. */
  static final class HashMapSerializer extends MapSerializer {
    private final CanonicalOrder order;

    HashMapSerializer(CanonicalOrder order) {
      this.order = order;
    }

    @Override
    public void write(Kryo kryo, Output output, Map map) {
      super.write(kryo, output, order.sorted((Map<?, ?>) map));
    }
  }
}
