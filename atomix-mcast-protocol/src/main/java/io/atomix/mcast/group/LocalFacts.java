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

import io.atomix.mcast.ordering.MessageId;
import io.atomix.primitive.PrimitiveTypeRegistry;

/**
 * Facts of one replica that a group's state asks for. They differ between replicas, so nothing that
 * the log means depends on them. Called on the thread that applies the log; must neither block nor
 * throw.
 */
public interface LocalFacts {

  /** Returns the types of primitives that this replica can host. */
  PrimitiveTypeRegistry primitiveTypes();

  /** Rule 7: returns whether this replica leads and has applied an entry of its own leadership. */
  boolean isFenced();

  /**
   * Returns the date of this replica's clock, in milliseconds since 1970: with it an entry would be
   * stamped that it appended now as the leader. It only decides whether a query becomes an entry.
   */
  default long stamp() {
    return Long.MIN_VALUE;
  }

  /** Returns whether this message is traced. Nothing else depends on it. */
  default boolean traces(MessageId id) {
    return false;
  }
}
