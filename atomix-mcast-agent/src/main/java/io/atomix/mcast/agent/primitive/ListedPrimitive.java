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
package io.atomix.mcast.agent.primitive;

import io.atomix.primitive.PrimitiveInfo;
import io.atomix.primitive.PrimitiveRegistry;
import io.atomix.primitive.PrimitiveType;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Stands for Atomix's list of primitives while one is opened that is in it: nothing is added to the
 * list, and nothing taken out.
 *
 * @param name the primitive's name
 * @param type its type
 */
record ListedPrimitive(String name, PrimitiveType<?, ?, ?> type) implements PrimitiveRegistry {
  @Override
  @SuppressWarnings("rawtypes")
  public CompletableFuture<PrimitiveInfo> createPrimitive(String opened, PrimitiveType openedType) {
    return CompletableFuture.completedFuture(new PrimitiveInfo(opened, openedType));
  }

  @Override
  public CompletableFuture<Void> deletePrimitive(String deleted) {
    return CompletableFuture.failedFuture(
        new UnsupportedOperationException("'" + deleted + "' is not to be deleted here"));
  }

  @Override
  public Collection<PrimitiveInfo> getPrimitives() {
    return List.of(new PrimitiveInfo(name, type));
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Collection<PrimitiveInfo> getPrimitives(PrimitiveType wanted) {
    return wanted.name().equals(type.name()) ? getPrimitives() : List.of();
  }

  @Override
  public PrimitiveInfo getPrimitive(String wanted) {
    return wanted.equals(name) ? new PrimitiveInfo(name, type) : null;
  }
}
