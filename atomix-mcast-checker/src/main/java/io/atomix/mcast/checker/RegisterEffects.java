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
package io.atomix.mcast.checker;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The registers that an operation of known result found present, and those that it wrote, null for
 * a removal. A removal of everything names none.
 */
record RegisterEffects(SortedMap<String, String> found, SortedMap<String, String> written) {

  private static final SortedMap<String, String> NONE = Collections.emptySortedMap();

  /** Takes the result in the form that {@link CanonicalResults} gives it. */
  static RegisterEffects of(Operation operation, Object result) {
    return operation.accept(new OfResult(result));
  }

  /** Tells them from the result. */
  private record OfResult(Object result) implements Operation.OperationVisitor<RegisterEffects> {

    private SortedMap<String, String> values() {
      SortedMap<String, String> values = new TreeMap<>();
      ((Map<?, ?>) result).forEach((key, value) -> values.put((String) key, (String) value));
      return values;
    }

    private static RegisterEffects nothing() {
      return new RegisterEffects(NONE, NONE);
    }

    @Override
    public RegisterEffects read(Operation.Read operation) {
      return new RegisterEffects(values(), NONE);
    }

    @Override
    public RegisterEffects write(Operation.Write operation) {
      return new RegisterEffects(NONE, operation.values());
    }

    @Override
    public RegisterEffects swap(Operation.Swap operation) {
      return new RegisterEffects(values(), operation.values());
    }

    @Override
    public RegisterEffects transact(Operation.Transact operation) {
      Operation.Outcome outcome = (Operation.Outcome) result;
      return new RegisterEffects(
          outcome.values(), outcome.held() ? operation.then() : operation.otherwise());
    }

    @Override
    public RegisterEffects size(Operation.Size operation) {
      return nothing();
    }

    @Override
    public RegisterEffects containsValue(Operation.ContainsValue operation) {
      return nothing();
    }

    @Override
    public RegisterEffects snapshot(Operation.Snapshot operation) {
      return new RegisterEffects(values(), NONE);
    }

    @Override
    public RegisterEffects clear(Operation.Clear operation) {
      return nothing();
    }

    @Override
    public RegisterEffects add(Operation.Add operation) {
      return nothing();
    }

    @Override
    public RegisterEffects addAndGet(Operation.AddAndGet operation) {
      return nothing();
    }

    @Override
    public RegisterEffects addIf(Operation.AddIf operation) {
      return nothing();
    }

    @Override
    public RegisterEffects count(Operation.Count operation) {
      return nothing();
    }

    @Override
    public RegisterEffects sum(Operation.Sum operation) {
      return nothing();
    }
  }
}
