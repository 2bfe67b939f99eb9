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

import io.atomix.mcast.ConditionalOperation;
import io.atomix.mcast.Decision;
import io.atomix.mcast.MulticastProxyClient;
import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.primitives.transaction.impl.TransactionPlan;
import io.atomix.mcast.primitives.transaction.impl.TransactionSender;
import io.atomix.utils.time.Versioned;
import java.util.ArrayList;
import java.util.Map;

/**
 * Sends transactions on a map. That no key is locked by a transaction of Atomix is a condition like
 * any other, so that all is written or nothing; only that its failure is an error.
 */
final class MapTransactionSender
    extends TransactionSender<
        MulticastMapService, MapCondition, MapChange, MapReading, Versioned<byte[]>> {
  private final String map;

  MapTransactionSender(MulticastProxyClient<MulticastMapService> client) {
    super(client);
    this.map = client.name();
  }

  /** Lists are of classes that serializers know. */
  @Override
  protected ConditionalOperation<MulticastMapService, MapReading, Map<String, Long>> operation(
      TransactionPlan<String, MapCondition, MapChange> part,
      TransactionPlan<String, MapCondition, MapChange> whole,
      boolean joint) {
    ArrayList<MapCondition> conditions = new ArrayList<>(part.conditions());
    ArrayList<String> reads = new ArrayList<>(part.reads());
    ArrayList<String> thenKeys = new ArrayList<>(part.then().changes().keySet());
    boolean wholeMap = !whole.otherwise().changes().isEmpty();
    boolean mayBeLocked = wholeMap || !thenKeys.isEmpty();
    boolean conditional = mayBeLocked || !conditions.isEmpty();
    // Without conditions, nothing but a lock can stand in the way.
    boolean lockWanted = mayBeLocked && (joint || !whole.conditions().isEmpty());
    return new ConditionalOperation<>(
        conditional ? service -> service.holds(conditions, thenKeys, wholeMap) : null,
        lockWanted || !reads.isEmpty()
            ? service -> service.look(reads, lockWanted ? thenKeys : new ArrayList<>(), wholeMap)
            : null,
        MapChange.thenCall(part.then()),
        MapChange.otherwiseCall(part.otherwise()));
  }

  @Override
  protected Map<String, Versioned<byte[]>> values(MapReading reading) {
    return reading.entries();
  }

  @Override
  protected void check(
      TransactionPlan<String, MapCondition, MapChange> plan,
      Decision<MapReading, Map<String, Long>> decision,
      boolean joint) {
    boolean locked =
        !joint && plan.conditions().isEmpty()
            || decision.reads().values().stream().anyMatch(MapReading::isLocked);
    if (!decision.held() && locked) {
      throw locked(map);
    }
  }

  static NotAppliedException locked(String map) {
    return new NotAppliedException(
        "Map '"
            + map
            + "': nothing was written, because a transaction of Atomix is being committed "
            + "on the same keys or map; try again when it has ended");
  }
}
