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

import java.util.List;

/**
 * Changes of a {@link MulticastMap} between two moments. Immutable.
 *
 * @param <K> type of the keys
 * @param <V> type of the values
 * @param messages what each message has changed, those that changed the same entry in their order;
 *     not empty
 * @param position the later moment: whoever has applied the changes has what the map was then
 */
public record MapChanges<K, V>(List<EntryChanges<K, V>> messages, MapPosition position) {
  /** Copies the list. */
  public MapChanges {
    messages = List.copyOf(messages);
  }
}
