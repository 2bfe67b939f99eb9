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

import io.atomix.primitive.PrimitiveBuilder;
import io.atomix.primitive.PrimitiveManagementService;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.SyncPrimitive;
import io.atomix.primitive.config.PrimitiveConfig;
import io.atomix.primitive.service.PrimitiveService;
import io.atomix.primitive.service.ServiceConfig;
import java.util.function.Supplier;

/**
 * Not public, so that Atomix's scan of the class path leaves it alone: it is no primitive that a
 * user can have.
 */
@SuppressWarnings("rawtypes")
final class GroupServiceType
    implements PrimitiveType<PrimitiveBuilder, PrimitiveConfig, SyncPrimitive> {
  private final Supplier<PrimitiveService> services;

  GroupServiceType(Supplier<PrimitiveService> services) {
    this.services = services;
  }

  @Override
  public String name() {
    return GroupService.NAME;
  }

  @Override
  public PrimitiveConfig newConfig() {
    throw notForUsers();
  }

  @Override
  public PrimitiveBuilder newBuilder(
      String primitiveName, PrimitiveConfig config, PrimitiveManagementService managementService) {
    throw notForUsers();
  }

  @Override
  public PrimitiveService newService(ServiceConfig config) {
    return services.get();
  }

  private static UnsupportedOperationException notForUsers() {
    return new UnsupportedOperationException(
        "The service of a multicast group is no primitive of its own");
  }
}
