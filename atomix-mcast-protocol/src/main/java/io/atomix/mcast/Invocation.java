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

import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.operation.OperationType;
import java.util.Arrays;
import java.util.List;

/**
 * One call of an operation of a primitive's service, as a {@link ConflictRelation} sees it.
 *
 * @param operation the operation
 * @param arguments its arguments, in order; may hold nulls
 * @param resultWanted whether the caller wants what the operation returns
 */
public record Invocation(OperationId operation, List<Object> arguments, boolean resultWanted) {

  /** Returns the invocation of an operation with these arguments (null means none). */
  public static Invocation of(OperationId operation, Object[] arguments, boolean resultWanted) {
    return new Invocation(
        operation, arguments == null ? List.of() : Arrays.asList(arguments), resultWanted);
  }

  /** Returns the name of the operation. */
  public String name() {
    return operation.id();
  }

  /** Returns whether the operation only reads. */
  public boolean isQuery() {
    return operation.type() == OperationType.QUERY;
  }

  /** Returns an argument. */
  public Object argument(int index) {
    return arguments.get(index);
  }
}
