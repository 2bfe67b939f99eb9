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
package io.atomix.mcast.client;

import io.atomix.mcast.ordering.Footprint;
import io.atomix.mcast.wire.Command;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Commands that have not been sent to a group, in the order of their calls. A primitive's commands
 * keep their order; those of other primitives do not wait for one that has to wait. Not
 * thread-safe.
 */
final class SendQueue {
  private static final int COMMANDS_PER_BATCH = 5000;

  /** So many are worth a batch, whatever they wait for. */
  private static final int ENOUGH = 64;

  /** Commands that have to wait for something that was called before, by primitive. */
  private final Map<String, Deque<Submission>> waiting = new LinkedHashMap<>();

  /** Commands that wait for nothing but their turn. */
  private final Deque<Submission> ready = new ArrayDeque<>();

  /** The last command of each primitive, unless it is answered. */
  private final Map<String, Submission> lastOf = new HashMap<>();

  private final Predicate<Submission> mayPass;

  /** Creates an empty queue; {@code mayPass} tells whether a command has to wait no longer. */
  SendQueue(Predicate<Submission> mayPass) {
    this.mayPass = mayPass;
  }

  boolean isEmpty() {
    return ready.isEmpty();
  }

  /** Returns the last command of a primitive that is not answered, or null. */
  Submission lastOf(String primitive) {
    return lastOf.get(primitive);
  }

  void add(Submission submission, Footprint footprint) {
    String primitive = footprint.primitive();
    lastOf.put(primitive, submission);
    if (!waiting.containsKey(primitive) && mayPass.test(submission)) {
      ready.add(submission);
    } else {
      waiting.computeIfAbsent(primitive, name -> new ArrayDeque<>()).add(submission);
    }
  }

  /** Adds a command that takes the place of a query, which has waited for its turn already. */
  void addInsteadOfQuery(Submission submission) {
    // Earlier commands of the primitive have been sent, later ones that conflict still wait.
    ready.add(submission);
  }

  void answered(Submission submission) {
    lastOf.remove(primitive(submission.command()), submission);
  }

  /** Lets go what waits for nothing any more; the order within a primitive stays. */
  void letPass() {
    for (Iterator<Deque<Submission>> i = waiting.values().iterator(); i.hasNext(); ) {
      Deque<Submission> line = i.next();
      while (!line.isEmpty() && mayPass.test(line.peek())) {
        ready.add(line.poll());
      }
      if (line.isEmpty()) {
        i.remove();
      }
    }
  }

  /**
   * Returns whether there is a reason for a batch. Multicast messages whose other groups have a
   * batch under way are none, see {@link Gate#mayLead}, unless a query waits for them here.
   */
  boolean isWorthABatch() {
    int seen = 0;
    for (Submission submission : ready) {
      Gate gate = submission.gate();
      seen++;
      if (gate == null || submission.isWanted() || seen == ENOUGH || gate.mayLead()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Takes the commands of the next batch out.
   *
   * @param withdrawn takes those that must not be sent any more
   */
  List<Submission> nextBatch(int maxBytes, Consumer<Submission> withdrawn) {
    List<Submission> batch = new ArrayList<>();
    int bytes = 0;
    while (!ready.isEmpty() && batch.size() < COMMANDS_PER_BATCH) {
      Submission next = ready.peek();
      if (next.gate() != null && next.gate().withdrawn() != null) {
        withdrawn.accept(ready.poll());
        continue;
      }
      int size = next.command().size();
      if (!batch.isEmpty() && bytes + size > maxBytes) {
        break;
      }
      bytes += size;
      batch.add(ready.poll());
    }
    return batch;
  }

  /** Takes all commands out. */
  List<Submission> drain() {
    waiting.values().forEach(ready::addAll);
    waiting.clear();
    List<Submission> all = List.copyOf(ready);
    ready.clear();
    return all;
  }

  static String primitive(Command command) {
    if (command instanceof Command.Local local) {
      return local.footprint().primitive();
    } else if (command instanceof Command.Multicast multicast) {
      return multicast.footprint().primitive();
    } else if (command instanceof Command.OpenSession open) {
      return open.primitive();
    } else if (command instanceof Command.CloseSession close) {
      return close.primitive();
    } else if (command instanceof Command.Delete delete) {
      return delete.primitive();
    }
    throw new IllegalArgumentException("No command of a client: " + command);
  }
}
