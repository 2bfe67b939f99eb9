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

import java.util.HashMap;
import java.util.Map;

/** Footprints of a service's operations, by the name of the operation. */
final class OperationTable {
  private final Map<String, Touch> touches = new HashMap<>();

  /** Adds operations that all touch the service in the same way. */
  OperationTable with(Touch touch, String... operations) {
    for (String operation : operations) {
      Touch earlier = touches.put(operation, touch);
      if (earlier != null) {
        throw new IllegalStateException(
            "Operation " + operation + " is listed twice, as " + earlier + " and as " + touch);
      }
    }
    return this;
  }

  /** Returns how an operation touches the service, or null if the table does not list it. */
  Touch of(String operation) {
    return touches.get(operation);
  }
}
