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
package io.atomix.mcast.client.pipeline;

import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.wire.Command;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Multicast messages of this client that one group may execute, because their votes said that they
 * are stable (rule 6): told to it with whatever is sent next. Not told, or told twice, does no
 * harm: the groups find it out by themselves. Not thread-safe.
 */
final class PiggybackedExecutes {
  /** The groups have found it out by then, unless they wait for each other. */
  private static final long USEFUL_NANOS = Duration.ofSeconds(1).toNanos();

  private static final int HIGHEST_COUNT = 5000;

  private final Deque<PiggybackedExecute> executions = new ArrayDeque<>();

  private record PiggybackedExecute(Command.Order order, long since) {}

  /** Adds one that is known since now. */
  void add(Entry.Execute execution, long now) {
    if (executions.size() == HIGHEST_COUNT) {
      executions.poll();
    }
    executions.add(new PiggybackedExecute(new Command.Order(execution), now));
  }

  /** Takes out what fits into so many bytes, in the order in which it was added. */
  List<Command> take(int bytes, long now) {
    List<Command> orders = new ArrayList<>(executions.size());
    int left = bytes;
    for (PiggybackedExecute next = executions.peek(); next != null; next = executions.peek()) {
      if (now - next.since() <= USEFUL_NANOS) {
        left -= next.order().size();
        if (left < 0) {
          break;
        }
        orders.add(next.order());
      }
      executions.poll();
    }
    return orders;
  }
}
