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

import io.atomix.mcast.client.pipeline.Submission.SubmissionStage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Commands that have not been sent to a group, in the order of their calls, each where its {@link
 * SubmissionStage} says. A primitive's commands keep their order; those of other primitives do not
 * wait for one that has to wait. One on several primitives stands in the line of each. Passive, and
 * not thread-safe: {@link CallLine} decides.
 */
final class SendQueue {
  private static final int COMMANDS_PER_BATCH = 5000;

  /** Number of commands that are worth a batch, whatever they wait for. */
  private static final int ENOUGH = 64;

  /** Commands that are in line, by primitive. */
  private final Map<String, Deque<Submission>> inLine = new LinkedHashMap<>();

  private final Set<Submission> aside = new LinkedHashSet<>();
  private final Deque<Submission> ready = new ArrayDeque<>();
  private final Map<String, Latest> latest = new HashMap<>();

  /** The last commands of a primitive that are not answered; null if they are. */
  private static final class Latest {
    private Submission called;

    /** Not one that has stepped aside. */
    private Submission inLine;
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

  /** Adds a command, which stands behind all others of its primitive. */
  void add(Submission submission, SubmissionStage stage) {
    for (String primitive : submission.primitives()) {
      Latest last = latest.computeIfAbsent(primitive, name -> new Latest());
      last.called = submission;
      if (stage != SubmissionStage.ASIDE) {
        last.inLine = submission;
      }
    }
    put(submission, stage);
  }

  /** Adds a command that waits for nothing, or has waited already. */
  void addAtOnce(Submission submission) {
    put(submission, SubmissionStage.READY);
  }

  private void put(Submission submission, SubmissionStage stage) {
    submission.enter(stage);
    switch (stage) {
      case IN_LINE -> {
        for (String primitive : submission.primitives()) {
          inLine.computeIfAbsent(primitive, name -> new ArrayDeque<>()).add(submission);
        }
      }
      case ASIDE -> aside.add(submission);
      case READY -> ready.add(submission);
      default -> throw new IllegalArgumentException("Nothing waits that is " + stage);
    }
  }

  /** Returns the primitives of which commands are in line. */
  List<String> primitivesInLine() {
    return List.copyOf(inLine.keySet());
  }

  /** Returns the first command in line of a primitive, or null. */
  Submission firstInLine(String primitive) {
    Deque<Submission> line = inLine.get(primitive);
    return line == null ? null : line.peek();
  }

  /** Returns whether no command stands before one in the line of any of its primitives. */
  boolean isFirstInAllLines(Submission submission) {
    for (String primitive : submission.primitives()) {
      if (firstInLine(primitive) != submission) {
        return false;
      }
    }
    return true;
  }

  /** Returns whether a command stands in the line of a primitive of this one. */
  boolean isAnyInLinesOf(Submission submission) {
    for (String primitive : submission.primitives()) {
      if (firstInLine(primitive) != null) {
        return true;
      }
    }
    return false;
  }

  /** Moves a command on that is the first in all its lines. */
  void moveFirst(Submission first, SubmissionStage stage) {
    for (String primitive : first.primitives()) {
      Deque<Submission> line = inLine.get(primitive);
      line.poll();
      if (line.isEmpty()) {
        inLine.remove(primitive);
      }
    }
    put(first, stage);
  }

  /** A command that has stepped aside goes with the next batch. */
  void release(Submission submission) {
    if (!aside.remove(submission)) {
      return;
    }
    put(submission, SubmissionStage.READY);
    for (String primitive : submission.primitives()) {
      Latest last = latest.get(primitive);
      if (last != null && (last.inLine == null || last.inLine.isSent())) {
        last.inLine = submission;
      }
    }
  }

  void answered(Submission submission) {
    for (String primitive : submission.primitives()) {
      answered(submission, primitive);
    }
  }

  private void answered(Submission submission, String primitive) {
    Latest last = latest.get(primitive);
    if (last == null) {
      return;
    }
    last.called = last.called == submission ? null : last.called;
    last.inLine = last.inLine == submission ? null : last.inLine;
    if (last.called == null && last.inLine == null) {
      latest.remove(primitive);
    }
  }

  /**
   * Returns whether there is a reason for a batch. Multicast messages whose other groups have a
   * batch under way are none, see {@link AllGroupsBarrier#mayLead}, unless a query waits for them
   * here.
   */
  boolean isWorthABatch() {
    int seen = 0;
    for (Submission submission : ready) {
      AllGroupsBarrier barrier = submission.barrier();
      seen++;
      if (barrier == null || submission.isWanted() || seen == ENOUGH || barrier.mayLead()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Takes the commands of the next batch out.
   *
   * @param withdrawn is given those that must not be sent any more
   */
  List<Submission> nextBatch(int maxBytes, List<Submission> withdrawn) {
    List<Submission> batch = new ArrayList<>();
    int bytes = 0;
    while (!ready.isEmpty() && batch.size() < COMMANDS_PER_BATCH) {
      Submission next = ready.peek();
      if (next.barrier() != null && next.barrier().withdrawn() != null) {
        withdrawn.add(ready.poll());
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
    inLine.values().forEach(ready::addAll);
    inLine.clear();
    // One on several primitives is in several lines.
    List<Submission> all = List.copyOf(new LinkedHashSet<>(ready));
    ready.clear();
    return all;
  }
}
