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
package io.atomix.mcast.primitives.map;

/** A listener's hold on the changes of a map, until it is closed. Thread-safe. */
public interface MapWatch extends AutoCloseable {
  /**
   * Returns the position up to which the listener has been called and has returned, to go on behind
   * with {@link WatchFrom#after}.
   *
   * @throws IllegalStateException if it begins with a snapshot, and the listener was not called
   *     with that yet
   */
  MapPosition position();

  /** Returns whether the watch is over: closed, or ended by itself. */
  boolean isClosed();

  /**
   * Ends the watch. The listener is called no more, but for a call that is under way. Never waits,
   * and never fails.
   */
  @Override
  void close();
}
