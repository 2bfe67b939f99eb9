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
package io.atomix.mcast.agent.migrate;

import java.util.concurrent.CompletableFuture;

/** A primitive in one group, seen as keys with contents, that is written too. */
interface TargetTable<K, V> extends SourceTable<K, V> {

  /** Gives a key these contents, which are not null. */
  CompletableFuture<Void> write(K key, V contents);

  /** Takes a key away; does nothing if it is not there. */
  CompletableFuture<Void> remove(K key);
}
