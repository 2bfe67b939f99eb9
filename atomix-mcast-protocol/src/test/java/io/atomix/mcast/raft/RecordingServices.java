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
package io.atomix.mcast.raft;

import io.atomix.primitive.PrimitiveBuilder;
import io.atomix.primitive.PrimitiveManagementService;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.SyncPrimitive;
import io.atomix.primitive.config.PrimitiveConfig;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.service.PrimitiveService;
import io.atomix.primitive.service.ServiceConfig;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The services of one node that record what they apply, one a partition. */
public final class RecordingServices {
  private final Map<PartitionId, RecordingService> services = new ConcurrentHashMap<>();

  /** Returns what the partition's service has applied, null if there is none yet. */
  public List<String> applied(PartitionId partition) {
    RecordingService service = services.get(partition);
    return service == null ? null : List.copyOf(service.applied);
  }

  /** Returns the type of service of the partition's replica on this node. */
  @SuppressWarnings("rawtypes")
  public PrimitiveType<PrimitiveBuilder, PrimitiveConfig, SyncPrimitive> type(
      PartitionId partition) {
    return new PrimitiveType<>() {
      @Override
      public String name() {
        return "recording";
      }

      @Override
      public PrimitiveConfig newConfig() {
        throw new UnsupportedOperationException();
      }

      @Override
      public PrimitiveBuilder newBuilder(
          String name, PrimitiveConfig config, PrimitiveManagementService management) {
        throw new UnsupportedOperationException();
      }

      @Override
      public PrimitiveService newService(ServiceConfig config) {
        return services.compute(partition, (id, old) -> new RecordingService());
      }
    };
  }
}
