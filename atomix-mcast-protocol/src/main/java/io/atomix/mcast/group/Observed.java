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
import io.atomix.mcast.observe.ProtocolEvent;
import io.atomix.mcast.ordering.MessageId;

/** An event of one entry that matters to observers of the replica alone. */
public sealed interface Observed {

  /** Has the handler tell it. */
  void accept(ObservedVisitor handler);

  /** Tells what was observed, each kind in its way. */
  interface ObservedVisitor {

    /** Tells of an execution. */
    void executed(ExecutionSeen event);

    /** Notes a message that waits. */
    void waits(Waits event);

    /** Notes that a message has ceased to wait. */
    void waitsNoMore(WaitsNoMore event);

    /** Tells a tracer of an event. */
    void traced(Traced event);
  }

  /** A message was executed. */
  record ExecutionSeen(GroupObserver.MessageKind kind, boolean failed) implements Observed {
    private static final ExecutionSeen[] ALL =
        new ExecutionSeen[2 * GroupObserver.MessageKind.values().length];

    static {
      for (GroupObserver.MessageKind kind : GroupObserver.MessageKind.values()) {
        ALL[2 * kind.ordinal()] = new ExecutionSeen(kind, false);
        ALL[2 * kind.ordinal() + 1] = new ExecutionSeen(kind, true);
      }
    }

    /** Returns the event, which is made only once: there is one for each message. */
    static ExecutionSeen of(GroupObserver.MessageKind kind, boolean failed) {
      return ALL[2 * kind.ordinal() + (failed ? 1 : 0)];
    }

    @Override
    public void accept(ObservedVisitor handler) {
      handler.executed(this);
    }
  }

  /** A local message does not execute at once. */
  record Waits(MessageId id) implements Observed {
    @Override
    public void accept(ObservedVisitor handler) {
      handler.waits(this);
    }
  }

  /** A message that did not execute at once executes. */
  record WaitsNoMore(MessageId id, GroupObserver.MessageKind kind) implements Observed {
    @Override
    public void accept(ObservedVisitor handler) {
      handler.waitsNoMore(this);
    }
  }

  /** An event in the life of a message that is traced. */
  record Traced(ProtocolEvent event) implements Observed {
    @Override
    public void accept(ObservedVisitor handler) {
      handler.traced(this);
    }
  }
}
