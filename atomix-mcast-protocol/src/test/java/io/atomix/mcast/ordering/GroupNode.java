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
package io.atomix.mcast.ordering;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * One group after some log: the state of its core, and what the log has caused so far. Bits stand
 * for messages.
 */
final class GroupNode {
  /** Its number among the nodes of its group. */
  int number;

  CoreGraph.State core;

  /** The messages that were submitted to this group. */
  int submitted;

  /** The messages that the group has executed, forgotten ones included. */
  int executed;

  /** Those of them that it has executed with the decision that their conditions hold. */
  int held;

  /** The messages that it has said it will never execute. */
  int dropped;

  /** The messages that it has refused. */
  int refused;

  /** Bit a * messages + b: a was executed before a conflicting b. */
  long before;

  /**
   * By message, the number of the set of statuses that the group has told; see {@link FactSets}.
   */
  int[] told;

  /** By multicast message, what the submission was answered. */
  MessageStatus[] answers;

  /** What is wrong with the node by itself, or null. */
  String broken;

  /** Where each entry, by identity, leads to. */
  Map<Entry, GroupNode> next = new IdentityHashMap<>();

  /** Where each query that is answered at once leads to. */
  GroupNode[] afterQuery;

  /** Where the end of the session of each message's client leads to. */
  GroupNode[] afterEnd;

  GroupNode(CoreGraph.State core, int messages) {
    this.core = core;
    this.told = new int[messages];
    this.answers = new MessageStatus[messages];
    this.afterQuery = new GroupNode[messages];
    this.afterEnd = new GroupNode[messages];
  }

  /** Returns a copy that has not been numbered and leads nowhere yet. */
  GroupNode copy() {
    GroupNode copy = new GroupNode(core, told.length);
    copy.submitted = submitted;
    copy.executed = executed;
    copy.held = held;
    copy.dropped = dropped;
    copy.refused = refused;
    copy.before = before;
    copy.told = told.clone();
    copy.answers = answers.clone();
    copy.broken = broken;
    return copy;
  }

  boolean mayStillCome(int message) {
    return ((submitted | core.ended) >> message & 1) == 0;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof GroupNode that
        && core == that.core
        && submitted == that.submitted
        && executed == that.executed
        && held == that.held
        && dropped == that.dropped
        && refused == that.refused
        && before == that.before
        && Arrays.equals(told, that.told)
        && Arrays.equals(answers, that.answers)
        && (broken == null) == (that.broken == null);
  }

  @Override
  public int hashCode() {
    int hash = core.number;
    for (int value :
        new int[] {submitted, executed, held, dropped, refused, Long.hashCode(before)}) {
      hash = hash * 0x01000193 ^ value;
    }
    hash = hash * 0x01000193 ^ Arrays.hashCode(told);
    hash = hash * 0x01000193 ^ Arrays.hashCode(answers);
    return hash * 0x9E3779B1;
  }
}
