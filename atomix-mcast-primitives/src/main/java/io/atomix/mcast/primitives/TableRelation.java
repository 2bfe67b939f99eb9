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
package io.atomix.mcast.primitives;

import io.atomix.mcast.ConflictRelation;
import io.atomix.mcast.Footprint;
import io.atomix.mcast.Invocation;

/**
 * A conflict relation that is a table of operations. Operations that the table does not list
 * conflict with all others.
 */
abstract class TableRelation implements ConflictRelation {
  private final Class<?> serviceType;
  private final OperationTable table;

  TableRelation(Class<?> serviceType, OperationTable table) {
    this.serviceType = serviceType;
    this.table = table;
  }

  @Override
  public final Class<?> serviceType() {
    return serviceType;
  }

  @Override
  public final Footprint footprint(Invocation invocation) {
    Touch touch = table.of(invocation.name());
    return touch == null
        ? ConflictRelation.everythingConflicts(invocation)
        : touch.footprint(invocation);
  }

  @Override
  public final boolean spansGroups(Invocation invocation) {
    Touch touch = table.of(invocation.name());
    return touch == null || touch.spansGroups();
  }
}
