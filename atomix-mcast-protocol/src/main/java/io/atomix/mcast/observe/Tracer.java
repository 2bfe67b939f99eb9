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
package io.atomix.mcast.observe;

import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;

/**
 * Is told what happens to single messages; see {@code GenericMulticastPartition.trace}. Every
 * method does nothing unless it is overridden.
 *
 * <p>Implementations must return at once, must not throw, and may be called from several threads at
 * the same time. They cannot change anything: only whether they are told depends on them.
 */
public interface Tracer {
  /** Wants to know of no message. */
  Tracer NONE = new Tracer() {};

  /** Returns whether to tell what happens to this message; nothing is paid for the others. */
  default boolean traces(MessageId message) {
    return false;
  }

  /**
   * A replica of a group has applied an entry of its log in which this happened.
   *
   * @param index the entry's index
   * @param leads whether the replica leads the group
   */
  default void inGroup(GroupId group, long index, boolean leads, Happening happening) {}

  /** This happened where the message was called. */
  default void atCaller(Happening happening) {}
}
