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

import io.atomix.mcast.observe.GroupObserver;
import io.atomix.mcast.observe.Happening;
import io.atomix.mcast.ordering.MessageId;

/** An event of one entry that matters to observers of the replica alone. */
public sealed interface Observed {

  /** A message was executed. */
  record Executed(GroupObserver.Kind kind, boolean failed) implements Observed {
    private static final Executed[] ALL = new Executed[2 * GroupObserver.Kind.values().length];

    static {
      for (GroupObserver.Kind kind : GroupObserver.Kind.values()) {
        ALL[2 * kind.ordinal()] = new Executed(kind, false);
        ALL[2 * kind.ordinal() + 1] = new Executed(kind, true);
      }
    }

    /** Returns the event, which is made only once: there is one for each message. */
    static Executed of(GroupObserver.Kind kind, boolean failed) {
      return ALL[2 * kind.ordinal() + (failed ? 1 : 0)];
    }
  }

  /** A local message does not execute at once. */
  record Waits(MessageId id) implements Observed {}

  /** A message that did not execute at once executes. */
  record WaitsNoMore(MessageId id, GroupObserver.Kind kind) implements Observed {}

  /** An event in the life of a message that is traced. */
  record Traced(Happening happening) implements Observed {}
}
