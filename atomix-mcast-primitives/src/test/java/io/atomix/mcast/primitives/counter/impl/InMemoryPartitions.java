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
package io.atomix.mcast.primitives.counter.impl;

import io.atomix.mcast.primitives.PartitionsInMemory;
import io.atomix.mcast.primitives.counter.MulticastCounterMapType;
import io.atomix.primitive.partition.PartitionId;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Three partitions of a counter map. */
final class InMemoryPartitions extends PartitionsInMemory<MulticastCounterMapService> {
  private final Map<PartitionId, MulticastCounterMapService> services =
      PARTITIONS.stream()
          .collect(
              Collectors.toMap(
                  Function.identity(), partition -> new DefaultMulticastCounterMapService()));

  InMemoryPartitions() {
    super("accounts", MulticastCounterMapType.instance());
  }

  @Override
  protected MulticastCounterMapService service(PartitionId partition) {
    return services.get(partition);
  }
}
