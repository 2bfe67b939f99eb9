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
package io.atomix.mcast.simulation;

import io.atomix.primitive.PrimitiveBuilder;
import io.atomix.primitive.PrimitiveManagementService;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.PrimitiveTypeRegistry;
import io.atomix.primitive.SyncPrimitive;
import io.atomix.primitive.config.PrimitiveConfig;
import io.atomix.primitive.service.PrimitiveService;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.utils.serializer.Namespace;
import io.atomix.utils.serializer.Namespaces;
import java.util.Collection;
import java.util.List;

/** The type of ledgers, and the registry that knows no other. */
@SuppressWarnings("rawtypes")
final class LedgerType
    implements PrimitiveType<PrimitiveBuilder, PrimitiveConfig, SyncPrimitive>,
        PrimitiveTypeRegistry {
  static final LedgerType INSTANCE = new LedgerType();

  private static final Namespace NAMESPACE =
      Namespace.builder().register(Namespaces.BASIC).register(ServiceConfig.class).build();

  private LedgerType() {}

  @Override
  public String name() {
    return Ledger.TYPE;
  }

  @Override
  public Namespace namespace() {
    return NAMESPACE;
  }

  @Override
  public PrimitiveConfig newConfig() {
    throw new UnsupportedOperationException("Clients of the simulation make proxies themselves");
  }

  @Override
  public PrimitiveBuilder newBuilder(
      String primitiveName, PrimitiveConfig config, PrimitiveManagementService management) {
    throw new UnsupportedOperationException("Clients of the simulation make proxies themselves");
  }

  @Override
  public PrimitiveService newService(ServiceConfig config) {
    return new LedgerService();
  }

  @Override
  public Collection<PrimitiveType> getPrimitiveTypes() {
    return List.of(this);
  }

  @Override
  public PrimitiveType getPrimitiveType(String typeName) {
    return this;
  }
}
