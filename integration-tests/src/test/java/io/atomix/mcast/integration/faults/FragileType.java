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
package io.atomix.mcast.integration.faults;

import io.atomix.primitive.PrimitiveBuilder;
import io.atomix.primitive.PrimitiveManagementService;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.SyncPrimitive;
import io.atomix.primitive.config.PrimitiveConfig;
import io.atomix.primitive.service.PrimitiveService;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.utils.serializer.Namespace;
import io.atomix.utils.serializer.Namespaces;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A primitive whose service throws when it is told to. Public, because Atomix finds types by
 * scanning the class path.
 */
@SuppressWarnings("rawtypes")
public final class FragileType
    implements PrimitiveType<PrimitiveBuilder, PrimitiveConfig, SyncPrimitive> {

  private static final AtomicInteger SERVICES = new AtomicInteger();

  @Override
  public String name() {
    return "fragile";
  }

  @Override
  public Namespace namespace() {
    return Namespace.builder()
        .register(Namespaces.BASIC)
        .register(ServiceConfig.class)
        .register(Fragile.Problem.class)
        .build();
  }

  @Override
  public PrimitiveConfig newConfig() {
    throw new UnsupportedOperationException("A fragile primitive is used through its proxy");
  }

  @Override
  public PrimitiveBuilder newBuilder(
      String primitiveName, PrimitiveConfig config, PrimitiveManagementService management) {
    throw new UnsupportedOperationException("A fragile primitive is used through its proxy");
  }

  /** How many services were made in this JVM so far, by all replicas. */
  static int servicesMade() {
    return SERVICES.get();
  }

  @Override
  public PrimitiveService newService(ServiceConfig config) {
    SERVICES.incrementAndGet();
    return new FragileService();
  }
}
