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

import io.atomix.mcast.primitives.map.MapResult;
import io.atomix.mcast.primitives.map.UnreadableEntriesException;
import io.atomix.mcast.primitives.map.VersionedMapResult;
import io.atomix.utils.time.Versioned;
import java.util.HashMap;
import java.util.Map;

/**
 * Result of a {@link Plan}.
 *
 * @param held whether all conditions held
 * @param values what was read for either branch
 * @param versions the versions of what was put, if they were wanted
 */
record Outcome(boolean held, Map<String, Versioned<byte[]>> values, Map<String, Long> versions) {

  /** Returns it as the user of a transaction sees it. */
  <K, V> MapResult<K, V> result(Codec<K, V> codec, Plan plan) {
    return new MapResult<>(held, read(codec, plan));
  }

  /** Returns it with the versions of what was put. */
  <K, V> VersionedMapResult<K, V> versionedResult(Codec<K, V> codec, Plan plan) {
    Map<K, Long> byKey = new HashMap<>();
    versions.forEach((key, version) -> byKey.put(codec.decodeKey(key), version));
    return new VersionedMapResult<>(held, read(codec, plan), byKey);
  }

  /** Returns what the branch that was done reads. */
  private <K, V> Map<K, Versioned<V>> read(Codec<K, V> codec, Plan plan) {
    Map<String, Versioned<byte[]>> wanted = new HashMap<>(values);
    wanted.keySet().retainAll((held ? plan.then() : plan.otherwise()).reads());
    try {
      return codec.decode(wanted);
    } catch (UnreadableEntriesException e) {
      throw e.of(
          held
              ? "a transaction whose conditions held"
              : "a transaction, of whose conditions one did not hold");
    }
  }
}
