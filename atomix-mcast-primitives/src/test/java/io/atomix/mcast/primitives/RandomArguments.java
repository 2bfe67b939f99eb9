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
package io.atomix.mcast.primitives;

import io.atomix.core.map.impl.MapUpdate;
import io.atomix.core.set.impl.SetUpdate;
import io.atomix.core.transaction.TransactionId;
import io.atomix.core.transaction.TransactionLog;
import io.atomix.mcast.primitives.map.Filter;
import io.atomix.mcast.primitives.map.impl.MapCondition;
import io.atomix.mcast.primitives.map.impl.MapFilter;
import io.atomix.mcast.primitives.map.impl.MapTouch;
import io.atomix.mcast.primitives.map.impl.MapWrite;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Arguments for any operation of Atomix's primitives, from so few keys and values that operations
 * meet often.
 */
final class RandomArguments {
  private static final List<String> KEYS = List.of("a", "b", "c", "d");
  private static final int LATEST = 1000;
  private final Random random;

  RandomArguments(Random random) {
    this.random = random;
  }

  Object[] of(Method method) {
    Type[] types = method.getGenericParameterTypes();
    Object[] arguments = new Object[types.length];
    for (int i = 0; i < types.length; i++) {
      arguments[i] = argument(method.getParameterTypes()[i], types[i].getTypeName());
    }
    return arguments;
  }

  private Object argument(Class<?> type, String generic) {
    if (type == byte[].class) {
      return value();
    } else if (type == long.class) {
      return number();
    } else if (type == int.class) {
      return random.nextInt(3);
    } else if (type == boolean.class) {
      return random.nextBoolean();
    } else if (type == Map.class && generic.contains("Long")) {
      Map<String, Long> numbers = new HashMap<>();
      keys().forEach(key -> numbers.put(key, delta()));
      return numbers;
    } else if (type == Map.class) {
      Map<String, Collection<byte[]>> mapping = new HashMap<>();
      keys().forEach(key -> mapping.put(key, values()));
      return mapping;
    } else if (type == List.class && generic.contains("MapCondition")) {
      return new ArrayList<>(keys().stream().map(this::condition).toList());
    } else if (type == List.class && generic.contains("MapWrite")) {
      return new ArrayList<>(keys().stream().map(this::write).toList());
    } else if (type == List.class && generic.contains("MapTouch")) {
      return new ArrayList<>(keys().stream().map(key -> MapTouch.of(key, 1000)).toList());
    } else if (type == MapFilter.class) {
      return MapFilter.of(random.nextBoolean() ? Filter.prefix("a") : Filter.between(1, 5));
    } else if (type == Set.class) {
      return new HashSet<>(keys());
    } else if (type == Collection.class) {
      return generic.contains("byte[]") ? values() : keys();
    } else if (type == TransactionId.class) {
      return transactionId();
    } else if (type == TransactionLog.class) {
      return transactionLog(generic.contains("MapUpdate"));
    }
    return KEYS.get(random.nextInt(KEYS.size()));
  }

  private long number() {
    return random.nextBoolean() ? random.nextInt(4) : random.nextInt(30);
  }

  private long delta() {
    return random.nextInt(5) == 0 ? Long.MAX_VALUE - random.nextInt(2) : random.nextInt(7) - 3;
  }

  private byte[] value() {
    return new byte[] {(byte) random.nextInt(3)};
  }

  private Collection<byte[]> values() {
    Collection<byte[]> values = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      values.add(value());
    }
    return values;
  }

  private List<String> keys() {
    List<String> keys = new ArrayList<>(KEYS);
    Collections.shuffle(keys, random);
    return new ArrayList<>(keys.subList(0, random.nextInt(3)));
  }

  private MapCondition condition(String key) {
    return switch (random.nextInt(4)) {
      case 0 -> MapCondition.present(key);
      case 1 -> MapCondition.absent(key);
      case 2 -> MapCondition.equalTo(key, value());
      default -> MapCondition.version(key, random.nextInt(12));
    };
  }

  private MapWrite write(String key) {
    return random.nextBoolean() ? MapWrite.put(key, value()) : MapWrite.remove(key);
  }

  private TransactionId transactionId() {
    return TransactionId.from("t" + random.nextInt(2));
  }

  private TransactionLog<?> transactionLog(boolean map) {
    long version = random.nextInt(4) == 0 ? 0 : LATEST;
    List<Object> records = new ArrayList<>();
    keys().forEach(key -> records.add(map ? mapUpdate(key, version) : setUpdate(key)));
    return new TransactionLog<>(transactionId(), version, records);
  }

  private MapUpdate<String, byte[]> mapUpdate(String key, long version) {
    MapUpdate.Type[] types = MapUpdate.Type.values();
    return MapUpdate.<String, byte[]>builder()
        .withType(types[random.nextInt(types.length)])
        .withKey(key)
        .withValue(value())
        .withVersion(version)
        .build();
  }

  private SetUpdate<String> setUpdate(String key) {
    SetUpdate.Type[] types = SetUpdate.Type.values();
    return new SetUpdate<>(types[random.nextInt(types.length)], key);
  }
}
