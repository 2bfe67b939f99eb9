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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Commands that have not been sent to a group, in the order of their calls. A primitive's commands
 * keep their order; those of other primitives do not wait for one that has to wait. A multicast
 * message before which nothing stands here any more steps aside until the same is so in its other
 * groups: what is called later and conflicts with it waits for that, and nothing else does. Not
 * thread-safe.
 */
final class SendQueue {
  private static final int COMMANDS_PER_BATCH = 5000;

  /** Number of commands that are worth a batch, whatever they wait for. */
  private static final int ENOUGH = 64;

  /** Commands that have to wait for something that was called before, by primitive. */
  private final Map<String, Deque<Submission>> waiting = new LinkedHashMap<>();

  /** Multicast messages that wait until they may be sent to their other groups. */
  private final Set<Submission> aside = new LinkedHashSet<>();

  /** Commands that wait for nothing but their turn. */
  private final Deque<Submission> ready = new ArrayDeque<>();

  private final Map<String, Latest> latest = new HashMap<>();

  private final Function<Submission, Passage> passage;

  /** Ways of a command that is first in its primitive's line. */
  enum Passage {
    /** It waits, and all behind it. */
    WAITS,
    /** It lets those behind it pass, until {@link #release} is called for it. */
    STEPS_ASIDE,
    /** It goes with the next batch. */
    PASSES
  }

  /** The last commands of a primitive that are not answered; null if they are. */
  private static final class Latest {
    private Submission called;

    /** Not one that has stepped aside. */
    private Submission inLine;
  }

  /**
   * Creates an empty queue.
   *
   * @param passage tells what a command does; asked again until it waits no longer
   */
  SendQueue(Function<Submission, Passage> passage) {
    this.passage = passage;
  }

  boolean isEmpty() {
    return ready.isEmpty();
  }

  /** Returns whether all commands of a primitive are answered. */
  boolean isAnswered(String primitive) {
    return !latest.containsKey(primitive);
  }

  /**
   * Returns the last command of a primitive, among those that do not wait for another group, or
   * null if it is answered.
   */
  Submission lastOf(String primitive) {
    Latest found = latest.get(primitive);
    return found == null ? null : found.inLine;
  }

  void add(Submission submission) {
    String primitive = submission.primitive();
    Latest last = latest.computeIfAbsent(primitive, name -> new Latest());
    last.called = submission;
    Passage found = waiting.containsKey(primitive) ? Passage.WAITS : passage.apply(submission);
    if (found == Passage.STEPS_ASIDE) {
      aside.add(submission);
      return;
    }
    last.inLine = submission;
    if (found == Passage.PASSES) {
      ready.add(submission);
    } else {
      waiting.computeIfAbsent(primitive, name -> new ArrayDeque<>()).add(submission);
    }
  }

  /** Adds a command that waits for nothing, or has waited already. */
  void addAtOnce(Submission submission) {
    ready.add(submission);
  }

  /** A command that has stepped aside goes with the next batch. */
  void release(Submission submission) {
    if (!aside.remove(submission)) {
      return;
    }
    ready.add(submission);
    Latest last = latest.get(submission.primitive());
    if (last != null && (last.inLine == null || last.inLine.isSent())) {
      last.inLine = submission;
    }
  }

  void answered(Submission submission) {
    Latest last = latest.get(submission.primitive());
    if (last == null) {
      return;
    }
    last.called = last.called == submission ? null : last.called;
    last.inLine = last.inLine == submission ? null : last.inLine;
    if (last.called == null && last.inLine == null) {
      latest.remove(submission.primitive());
    }
  }

  /** Lets go what waits for nothing any more; the order within a primitive stays. */
  void letPass() {
    for (Iterator<Deque<Submission>> i = waiting.values().iterator(); i.hasNext(); ) {
      Deque<Submission> line = i.next();
      while (!line.isEmpty()) {
        Passage found = passage.apply(line.peek());
        if (found == Passage.WAITS) {
          break;
        }
        (found == Passage.PASSES ? ready : aside).add(line.poll());
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
    ready.addAll(aside);
    aside.clear();
    waiting.values().forEach(ready::addAll);
    waiting.clear();
    List<Submission> all = List.copyOf(ready);
    ready.clear();
    return all;
  }
}
