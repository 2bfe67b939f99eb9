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
import io.atomix.mcast.wire.Answer;
import java.util.ArrayDeque;
import java.util.Queue;

/** A step of the ordering core: what comes of it, and the answer of the client that made it. */
final class Step {
  /** There is one step for each command, and most of them replace it. */
  private static final Answer WAITING = new Answer.Waiting();

  private final EffectsBuilder out;
  private final MessageId submitted;
  private final long lowestVote;
  private Queue<Postponed> postponed;
  private Answer answer;
  private boolean resumed;

  /** An end of a session that comes behind messages of the session. */
  record Postponed(MessageId id, String primitive) {}

  /** Creates a step whose answer nobody asks for. */
  Step(EffectsBuilder out) {
    this.out = out;
    this.submitted = null;
    this.lowestVote = 0;
  }

  /** Creates a step that submits a message whose client waits for an answer. */
  Step(EffectsBuilder out, MessageId submitted, long lowestVote) {
    this.out = out;
    this.lowestVote = lowestVote;
    this.submitted = submitted;
    this.answer = WAITING;
  }

  /** Returns the lowest vote that the client wants for what is submitted; 0 for none. */
  long lowestVote() {
    return lowestVote;
  }

  EffectsBuilder out() {
    return out;
  }

  /** Returns whether the answer is that of the message's client. */
  boolean answers(MessageId id) {
    return id.equals(submitted);
  }

  void answer(Answer known) {
    answer = known;
  }

  Answer answer() {
    return answer;
  }

  /** The end of a session is to be submitted again when all else is carried out. */
  void postpone(Postponed end) {
    if (postponed == null) {
      postponed = new ArrayDeque<>();
    }
    postponed.add(end);
  }

  /**
   * Returns the first end that is to be submitted again and takes it away, null if none is left.
   */
  Postponed nextPostponed() {
    resumed = true;
    return postponed == null ? null : postponed.poll();
  }

  /** Returns whether all else is carried out, so that an end is not postponed again. */
  boolean isResumed() {
    return resumed;
  }
}
