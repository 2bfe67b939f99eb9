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

import io.atomix.mcast.primitives.transaction.impl.TransactionBranch;
import java.util.ArrayList;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Change that an operation makes to one key, as the caller's side knows it; it is sent as a {@link
 * MapWrite}, a {@link MapTouch} or both.
 *
 * @param key as it is sent
 * @param write what becomes of the value, or null if it stays
 * @param millis how long the entry lives from then on; 0 if nothing is said of it
 */
record MapChange(String key, MapWrite write, long millis) {

  static MapChange put(String key, byte[] value) {
    return put(key, value, 0);
  }

  static MapChange put(String key, byte[] value, long millis) {
    return new MapChange(key, MapWrite.put(key, value), millis);
  }

  static MapChange remove(String key) {
    return new MapChange(key, MapWrite.remove(key), 0);
  }

  static MapChange touch(String key, long millis) {
    return new MapChange(key, null, millis);
  }

  /** Returns the call that makes the changes of a branch whose conditions held; null for none. */
  static Function<MulticastMapService, Map<String, Long>> thenCall(
      TransactionBranch<String, MapChange> branch) {
    ArrayList<MapWrite> writes = writes(branch);
    ArrayList<MapTouch> touches = touches(branch);
    if (touches.isEmpty()) {
      return writes.isEmpty() ? null : service -> service.write(writes);
    }
    return service -> service.writeAndTouch(writes, touches);
  }

  /** Returns the call that makes the changes of a branch for other conditions; null for none. */
  static Function<MulticastMapService, Map<String, Long>> otherwiseCall(
      TransactionBranch<String, MapChange> branch) {
    ArrayList<MapWrite> writes = writes(branch);
    ArrayList<MapTouch> touches = touches(branch);
    if (touches.isEmpty()) {
      return writes.isEmpty() ? null : service -> service.writeUnlessLocked(writes);
    }
    return service -> service.writeAndTouchUnlessLocked(writes, touches);
  }

  /** Lists are of classes that serializers know. */
  private static ArrayList<MapWrite> writes(TransactionBranch<String, MapChange> branch) {
    return new ArrayList<>(
        branch.changes().values().stream().map(MapChange::write).filter(Objects::nonNull).toList());
  }

  private static ArrayList<MapTouch> touches(TransactionBranch<String, MapChange> branch) {
    return new ArrayList<>(
        branch.changes().values().stream()
            .filter(change -> change.millis() > 0)
            .map(change -> MapTouch.of(change.key(), change.millis()))
            .toList());
  }
}
