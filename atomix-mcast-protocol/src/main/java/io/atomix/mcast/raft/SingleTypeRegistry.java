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

import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.PrimitiveTypeRegistry;
import java.util.Collection;
import java.util.List;

/** Knows one type of primitive, so that a partition's log can hold nothing but our service. */
record SingleTypeRegistry(PrimitiveType<?, ?, ?> type) implements PrimitiveTypeRegistry {

  @Override
  @SuppressWarnings("rawtypes")
  public Collection<PrimitiveType> getPrimitiveTypes() {
    return List.of(type);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public PrimitiveType getPrimitiveType(String typeName) {
    return type.name().equals(typeName) ? type : null;
  }
}
