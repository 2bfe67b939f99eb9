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
package io.atomix.mcast;

/**
 * Says, for the operations of one service interface, what each touches, so that only operations
 * that conflict are ordered. Implementations are found with {@link java.util.ServiceLoader}; they
 * have a public constructor without arguments, and may be called by any thread at the same time. A
 * service without a relation is treated as {@link #everythingConflicts}.
 *
 * <p>A relation must never call a footprint smaller than it is: two operations whose order can be
 * told from a result, from later state or from the events of one key must meet. A footprint that is
 * too large costs only time. What does not count: numbers that merely identify a change (versions,
 * ids of iterators), how the events of different keys interleave, and at which change a listener or
 * an iterator begins.
 */
public interface ConflictRelation {

  /**
   * Returns the service interface, annotated with Atomix's operations, that this relation knows.
   */
  Class<?> serviceType();

  /**
   * Returns what an operation touches. The same is assumed in every group that the operation goes
   * to. Never throws: an operation that the relation does not know, or whose arguments are not what
   * it expects, gets {@link #everythingConflicts}.
   */
  Footprint footprint(Invocation invocation);

  /**
   * Returns whether the operation, called on all groups at once, is one multicast message (the
   * default). If not, each group gets a local message of its own: for steps of a protocol that
   * brings its own locks and needs no order across groups.
   */
  default boolean spansGroups(Invocation invocation) {
    return true;
  }

  /**
   * Returns whether an operation changes its service, and so has to be a log entry even if it is
   * declared a query. Atomix's iterators are such: {@code next} and its kin are queries, and move
   * the iterator on.
   */
  default boolean changesService(Invocation invocation) {
    return !invocation.isQuery() || invocation.name().startsWith("next");
  }

  /**
   * The footprint that is right for any operation: all of a primitive's operations conflict, but
   * queries not with queries.
   */
  static Footprint everythingConflicts(Invocation invocation) {
    return invocation.isQuery() ? Footprint.none().readsAll() : Footprint.none().writesAll();
  }
}
