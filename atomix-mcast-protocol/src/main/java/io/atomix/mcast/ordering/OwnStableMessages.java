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

import java.util.Collection;

/**
 * Rule 8: the messages of one client that it knows to be stable from the answers to its own
 * messages alone: the votes are equal, and nothing is below but its own stable messages. A chain of
 * conflicting calls of one client is so known to be stable without a word of any leader.
 *
 * <p>Equal votes are the final timestamp (rule 3), so a message is never raised, and what was told
 * to be below it stays the set that counts (rule 5). The set names only its highest members; what
 * was below these belongs to it, and is stable as well, because these are known to be stable in
 * this way.
 *
 * <p>Only so many of the client's last messages are remembered; of others, the leaders tell. The
 * derivation from what several groups tell of messages of several clients is {@link Stability}.
 *
 * <p>Thread-safe.
 */
public final class OwnStableMessages {
  private static final int REMEMBERED = 1 << 14;

  private final long clientHigh;
  private final long clientLow;

  /** At the remainder of its sequence, the sequence of a message that is stable; 0 for none. */
  private final long[] stable = new long[REMEMBERED];

  /** Creates an instance for the client that a message is of. */
  public OwnStableMessages(MessageId ofClient) {
    this.clientHigh = ofClient.clientHigh();
    this.clientLow = ofClient.clientLow();
  }

  /**
   * Takes the answers to a message, and returns whether it is known to be stable. They have to be
   * taken in the order in which the client's messages were sent, else less is found out.
   *
   * @param answers what each destination group answered to the submission (rule 2), from every one
   *     of them
   */
  public synchronized boolean isStable(MessageId id, Collection<Standing> answers) {
    boolean known =
        isOwn(id) && (EarlyCompletion.complete(answers) || onlyOwnStableMessagesBelow(answers));
    if (known) {
      stable[slot(id.sequence())] = id.sequence();
    }
    return known;
  }

  private boolean onlyOwnStableMessagesBelow(Collection<Standing> answers) {
    if (answers.isEmpty()) {
      return false;
    }
    long timestamp = answers.iterator().next().timestamp();
    for (Standing answer : answers) {
      if (!answer.state().pending() || answer.timestamp() != timestamp || !nothingElse(answer)) {
        return false;
      }
    }
    return true;
  }

  private boolean nothingElse(Standing answer) {
    if (answer.first()) {
      return true;
    }
    if (answer.below().tooMany()) {
      return false;
    }
    for (Position below : answer.below().nearest()) {
      MessageId id = below.id();
      if (!isOwn(id) || stable[slot(id.sequence())] != id.sequence()) {
        return false;
      }
    }
    return true;
  }

  private boolean isOwn(MessageId id) {
    return id.clientHigh() == clientHigh && id.clientLow() == clientLow && id.sequence() > 0;
  }

  private static int slot(long sequence) {
    return (int) (sequence & (REMEMBERED - 1));
  }
}
