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
package io.atomix.mcast.group;

import io.atomix.mcast.ordering.MessageId;
import io.atomix.primitive.event.PrimitiveEvent;

/** The group that hosts a primitive, as far as that asks anything of it. */
interface Surroundings {
  /** A session gets an event. */
  void published(HostedSession session, PrimitiveEvent event);

  /** Returns whether an entry of the log is applied, as on every other replica. */
  boolean applies();

  /** Returns the time of the log. */
  long time();

  /** Returns the index that was given last. */
  long index();

  /** Returns the client's message that is executed; null if none is. */
  MessageId message();
}
