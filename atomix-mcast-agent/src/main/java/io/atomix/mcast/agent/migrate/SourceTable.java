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

import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A primitive in one group, seen as keys with contents, to be read only. Safe for use by several
 * threads.
 *
 * @param <K> what tells the keys apart; has {@code equals} and {@code hashCode}
 * @param <V> what a key has
 */
interface SourceTable<K, V> {

  /** Takes what a key has; may wait, so that the scan does not run ahead. */
  @FunctionalInterface
  interface TableVisitor<K, V> {
    void visit(K key, V contents) throws InterruptedException;
  }

  /** Returns what a key has; null if there is none. */
  CompletableFuture<V> read(K key);

  /**
   * Hands all keys to a visitor, on the calling thread. Not at one moment: what is written
   * meanwhile may be among them or not.
   *
   * @throws Scans.UnansweredException if it could not be read to the end
   */
  void scan(TableVisitor<K, V> visitor) throws InterruptedException;

  /** Returns the number of keys, at one moment of each partition; nothing if it is not known. */
  OptionalLong size() throws InterruptedException;

  /**
   * Calls back for each key that changes from now on, on any thread; the callback must not wait.
   * What changes while a session is lost is not told.
   *
   * @return whether changes are told at all; if not, the table has to be looked at again and again
   */
  boolean listen(Consumer<K> changed) throws InterruptedException;

  /** Returns whether the contents that the target has will do for those of this table. */
  default boolean isSame(V contents, V inTarget) {
    return contents == null ? inTarget == null : contents.equals(inTarget);
  }

  /** Returns a key in words, for people. */
  String show(K key);

  /** Gives the sessions back, and does not wait for it. */
  void close();
}
