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

import io.atomix.mcast.primitives.transaction.impl.KeyCondition;

/**
 * A condition on one counter.
 *
 * @param range the values that it allows the counter
 */
record CounterCondition<K>(K key, Range range) implements KeyCondition<K, CounterCondition<K>> {

  @Override
  public boolean contradicts(CounterCondition<K> other) {
    return range.and(other.range).isEmpty();
  }

  @Override
  public String describe() {
    return "it is " + range;
  }

  /** Returns the same condition on a counter of another name. */
  <N> CounterCondition<N> on(N name) {
    return new CounterCondition<>(name, range);
  }
}
