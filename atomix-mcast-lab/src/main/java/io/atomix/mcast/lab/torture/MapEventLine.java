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
package io.atomix.mcast.lab.torture;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.atomix.mcast.lab.torture.WatchLine.WatchedEntry;

/**
 * Record of one thing that happened to a listener of an {@code AtomicMap}.
 *
 * @param kind what happened
 * @param time when, on the histories' clock
 * @param since when a read began
 * @param key of an event or a read
 * @param before the entry that an event replaces or removes
 * @param after the entry that an event makes, or that was read
 * @param text who or which state
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record MapEventLine(
    ListenerMoment kind,
    long time,
    long since,
    String key,
    WatchedEntry before,
    WatchedEntry after,
    String text) {

  static MapEventLine of(ListenerMoment kind, long time, String text) {
    return new MapEventLine(kind, time, 0, null, null, null, text);
  }

  static MapEventLine event(long time, String key, WatchedEntry before, WatchedEntry after) {
    return new MapEventLine(ListenerMoment.EVENT, time, 0, key, before, after, null);
  }

  static MapEventLine read(long since, long time, String key, WatchedEntry found) {
    return new MapEventLine(ListenerMoment.READ, time, since, key, null, found, null);
  }
}
