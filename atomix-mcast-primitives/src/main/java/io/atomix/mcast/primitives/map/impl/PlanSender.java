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
import io.atomix.primitive.partition.PartitionId;
import io.atomix.utils.time.Versioned;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Sends a {@link Plan} as one message to the partitions of its keys (rule 11). That no key is
 * locked by a transaction of Atomix is a condition like any other, so that all is written or
 * nothing; only that its failure is an error.
 */
final class PlanSender {
  private final MulticastProxyClient<MulticastMapService> client;

  PlanSender(MulticastProxyClient<MulticastMapService> client) {
    this.client = client;
  }

  /** Part of a plan in one partition; the lists are of classes that serializers know. */
  private static final class Share {
    private final ArrayList<MapCondition> conditions = new ArrayList<>();
    private final ArrayList<String> reads = new ArrayList<>();
    private final ArrayList<MapWrite> then = new ArrayList<>();
    private final ArrayList<String> thenKeys = new ArrayList<>();
    private final ArrayList<MapWrite> otherwise = new ArrayList<>();
  }

  CompletableFuture<Outcome> send(Plan plan, boolean versionsWanted) {
    boolean wholeMap = !plan.otherwise().writes().isEmpty();
    Map<PartitionId, ConditionalOperation<MulticastMapService, MapReading, Map<String, Long>>>
        operations = new LinkedHashMap<>();
    shares(plan)
        .forEach(
            (partition, share) ->
                operations.put(partition, operation(share, wholeMap, plan.conditions().isEmpty())));
    return client
        .decideOn(operations, versionsWanted)
        .thenApply(decision -> outcome(plan, decision));
  }

  private Map<PartitionId, Share> shares(Plan plan) {
    Map<PartitionId, Share> shares = new LinkedHashMap<>();
    plan.conditions().forEach(each -> share(shares, each.key()).conditions.add(each));
    plan.then().reads().forEach(key -> share(shares, key).reads.add(key));
    for (String key : plan.otherwise().reads()) {
      if (!plan.then().reads().contains(key)) {
        share(shares, key).reads.add(key);
      }
    }
    for (MapWrite write : plan.then().writes()) {
      Share share = share(shares, write.key());
      share.then.add(write);
      share.thenKeys.add(write.key());
    }
    plan.otherwise().writes().forEach(each -> share(shares, each.key()).otherwise.add(each));
    return shares;
  }

  private Share share(Map<PartitionId, Share> shares, String key) {
    return shares.computeIfAbsent(client.getPartitionId(key), each -> new Share());
  }

  private static ConditionalOperation<MulticastMapService, MapReading, Map<String, Long>> operation(
      Share share, boolean wholeMap, boolean unconditional) {
    boolean mayBeLocked = wholeMap || !share.then.isEmpty();
    boolean conditional = mayBeLocked || !share.conditions.isEmpty();
    // Without conditions, nothing but a lock can stand in the way.
    boolean lockWanted = mayBeLocked && !unconditional;
    return new ConditionalOperation<>(
        conditional ? service -> service.holds(share.conditions, share.thenKeys, wholeMap) : null,
        lockWanted || !share.reads.isEmpty()
            ? service ->
                service.look(share.reads, lockWanted ? share.thenKeys : new ArrayList<>(), wholeMap)
            : null,
        share.then.isEmpty() ? null : service -> service.write(share.then),
        share.otherwise.isEmpty() ? null : service -> service.writeUnlessLocked(share.otherwise));
  }

  private Outcome outcome(Plan plan, Decision<MapReading, Map<String, Long>> decision) {
    boolean locked =
        plan.conditions().isEmpty()
            || decision.reads().values().stream().anyMatch(MapReading::isLocked);
    if (!decision.held() && locked) {
      throw locked(client.name());
    }
    Map<String, Versioned<byte[]>> values = new HashMap<>();
    decision.reads().values().forEach(reading -> values.putAll(reading.entries()));
    Map<String, Long> versions = new HashMap<>();
    decision.results().values().forEach(versions::putAll);
    return new Outcome(decision.held(), values, versions);
  }

  static NotAppliedException locked(String map) {
    return new NotAppliedException(
        "Map '"
            + map
            + "': nothing was written, because a transaction of Atomix is being committed "
            + "on the same keys or map; try again when it has ended");
  }
}
