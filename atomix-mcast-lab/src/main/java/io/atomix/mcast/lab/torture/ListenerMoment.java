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

/** Kinds of lines of a listener of Atomix's own events. */
enum ListenerMoment {
  /**
   * A process is about to listen, or to do so again: what was told before has nothing to do with
   * it.
   */
  BEGIN,
  /** It was answered that it listens. */
  LISTENING,
  /** The primitive told its listeners another state. */
  STATE,
  /** It was told an event. */
  EVENT,
  /** It has read in the session in which it listens. */
  READ,
  /** It has been told all that there is. */
  DRAINED
}
