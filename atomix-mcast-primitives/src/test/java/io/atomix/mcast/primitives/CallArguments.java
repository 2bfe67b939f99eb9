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

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Arguments by the name of the parameter's type, as the source has it, without its package. */
public final class CallArguments implements CallTable.Arguments {
  /** What no serializer of the tests can write. */
  public static final Object UNSERIALIZABLE =
      new Object() {
        @Override
        public String toString() {
          return "something unserializable";
        }
      };

  private final Map<String, Object> good = new HashMap<>();
  private final Map<String, List<Object>> refused = new HashMap<>();
  private final Map<String, List<Object>> doubtful = new HashMap<>();

  /** Adds a type, with an argument that is fine and some that every method refuses. */
  public CallArguments type(String name, Object fine, Object... bad) {
    good.put(name, fine);
    refused.put(name, Arrays.asList(bad));
    return this;
  }

  /** Adds arguments of a type that some methods refuse. */
  public CallArguments doubtful(String name, Object... arguments) {
    doubtful.put(name, Arrays.asList(arguments));
    return this;
  }

  @Override
  public Object good(Type parameter) {
    assertThat(good.keySet()).as("types of arguments").contains(name(parameter));
    return good.get(name(parameter));
  }

  @Override
  public List<Object> refused(Type parameter) {
    return refused.getOrDefault(name(parameter), List.of());
  }

  @Override
  public List<Object> doubtful(Type parameter) {
    return doubtful.getOrDefault(name(parameter), List.of());
  }

  private static String name(Type type) {
    return type.getTypeName().replaceAll("[a-z0-9]+\\.", "");
  }
}
