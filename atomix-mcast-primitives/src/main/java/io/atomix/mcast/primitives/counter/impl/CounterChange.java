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
package io.atomix.mcast.primitives.counter.impl;

/**
 * A change of one counter.
 *
 * @param value what to add or to set; 0 for a removal
 */
record CounterChange(CounterChangeKind kind, long value) {

  /** Kinds of changes. */
  enum CounterChangeKind {
    ADD,
    PUT,
    REMOVE
  }

  static CounterChange add(long delta) {
    return new CounterChange(CounterChangeKind.ADD, delta);
  }

  static CounterChange put(long value) {
    return new CounterChange(CounterChangeKind.PUT, value);
  }

  static CounterChange remove() {
    return new CounterChange(CounterChangeKind.REMOVE, 0);
  }
}
