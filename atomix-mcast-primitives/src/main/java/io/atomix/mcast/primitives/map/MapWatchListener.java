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

import org.slf4j.LoggerFactory;

/**
 * Hears of the changes of a {@link MulticastMap}: of each once, however often sessions are lost and
 * leaders change. Its methods are called one at a time, by threads of the watch's executor; they
 * may block, and may use the map: what changes meanwhile waits in the history of the partitions.
 * Exceptions that they throw are logged and change nothing.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 */
public interface MapWatchListener<K, V> {
  /**
   * Called with all entries: first, if the watch begins {@linkplain WatchFrom#snapshot with a
   * snapshot}; and whenever changes are gone from the history that were not told yet, because the
   * listener was too slow or the node was cut off for too long. The watch goes on behind it.
   */
  void onSnapshot(MapState<K, V> state);

  /**
   * Called with the changes between two moments: all those of a message are in one call. Whoever
   * applies all of a call at once always has what the map was at one moment.
   */
  void onChanges(MapChanges<K, V> changes);

  /**
   * Called once when the watch has ended without having been closed: the map was deleted, or its
   * session was lost and is not to be recovered. By default this logs a warning.
   */
  default void onEnd(Throwable why) {
    LoggerFactory.getLogger(MapWatchListener.class).warn("A watch of a map has ended", why);
  }
}
