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
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * A call of an operation at a given place in the log. The place goes with the call, so that the
 * versions which it hands out are the same in whatever order calls execute.
 */
record Call(Invocation invocation, long index, long time) {
  @Override
  public String toString() {
    return invocation.name()
        + invocation.arguments().stream()
            .map(Call::show)
            .collect(Collectors.joining(", ", "(", ")"))
        + (invocation.resultWanted() ? "" : " without result")
        + " at "
        + index;
  }

  private static String show(Object argument) {
    return argument instanceof byte[] bytes ? Arrays.toString(bytes) : Canonical.of(argument);
  }
}
