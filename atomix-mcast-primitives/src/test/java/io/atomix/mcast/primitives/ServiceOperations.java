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

import io.atomix.mcast.Invocation;
import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.operation.Operations;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The operations of a service interface, by name. */
record ServiceOperations(
    Class<?> service, Map<String, OperationId> ids, Map<String, Method> methods) {

  static ServiceOperations of(Class<?> service) {
    Map<String, OperationId> ids = new TreeMap<>();
    Map<String, Method> methods = new TreeMap<>();
    Operations.getMethodMap(service)
        .forEach(
            (method, id) -> {
              ids.put(id.id(), id);
              if (methods.put(id.id(), method) != null) {
                throw new IllegalStateException(
                    service + " has two operations of the name " + id.id());
              }
            });
    return new ServiceOperations(service, ids, methods);
  }

  List<String> names() {
    return List.copyOf(ids.keySet());
  }

  /** Returns the call of an operation by somebody who wants its result. */
  Invocation call(String name, Object... arguments) {
    return Invocation.of(ids.get(name), arguments, true);
  }

  /** Returns the call of an operation by somebody who does not want its result. */
  Invocation tell(String name, Object... arguments) {
    return Invocation.of(ids.get(name), arguments, false);
  }
}
