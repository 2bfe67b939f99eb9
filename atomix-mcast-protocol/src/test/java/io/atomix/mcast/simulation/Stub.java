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

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.Function;

/** Makes instances of Atomix's interfaces that have only the methods that are used. */
public final class Stub {
  private Stub() {}

  /**
   * Returns an instance whose methods do what the map has under their names; any other fails.
   * Methods that return nothing may do so with any value.
   */
  public static <T> T of(Class<T> type, Map<String, Function<Object[], Object>> methods) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Function<Object[], Object> implementation = methods.get(method.getName());
              if (implementation == null) {
                throw new UnsupportedOperationException(method.toString());
              }
              Object result = implementation.apply(arguments);
              return method.getReturnType() == Void.TYPE ? null : result;
            }));
  }
}
