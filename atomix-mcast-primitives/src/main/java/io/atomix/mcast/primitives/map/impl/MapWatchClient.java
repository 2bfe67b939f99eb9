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
package io.atomix.mcast.primitives.map.impl;

import io.atomix.primitive.event.Event;

/** Events that a partition of a map sends to a session that waits for changes. */
public interface MapWatchClient {
  /** The name of the event {@link #changesCame}. */
  String CHANGES_CAME = "changesCame";

  /**
   * Something has changed since the session said that it waits; it is not told again until it says
   * so again.
   *
   * @param position the position of the change
   */
  @Event(CHANGES_CAME)
  void changesCame(long position);
}
