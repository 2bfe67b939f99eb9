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
package io.atomix.mcast.primitives.transaction.impl;

/**
 * A condition of a transaction on one key.
 *
 * @param <K> type of the keys
 * @param <C> its own type
 */
public interface KeyCondition<K, C extends KeyCondition<K, C>> {

  /** Returns the key. */
  K key();

  /** Returns whether no state can satisfy both this condition and another on the same key. */
  boolean contradicts(C other);

  /** Returns the condition in words, without its key. */
  String describe();
}
