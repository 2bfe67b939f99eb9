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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
 * <p>A message is judged when all of its answers and those to the messages below it are here, in
 * whatever order they come. Only so many of the client's last messages are remembered; of others,
 * the leaders tell. The derivation from what several groups tell of messages of several clients is
 * {@link Stability}.
 *
 * <p>Not thread-safe.
 *
 * @param <C> whatever the client knows a message by
 */
public final class OwnStableMessages<C> {
  private static final int REMEMBERED = 1 << 14;

  private final long clientHigh;
  private final long clientLow;

  /** At the remainder of its sequence, twice the sequence of a message, plus 1 if it is stable. */
  private final long[] judged = new long[REMEMBERED];

  /** Messages whose answers are here, by the sequence of one below them that is not judged. */
  private final Map<Long, List<WaitingCall<C>>> waiting = new HashMap<>();

  private record WaitingCall<C>(MessageId id, Collection<MessageStatus> answers, C call) {}

  private enum VotesVerdict {
    STABLE,
    UNKNOWN,
    WAITS
  }

  /**
   * Judgement of a message by its votes, once and for all.
   *
   * @param call the message
   * @param stable whether it is known to be stable; if not, its client has to be told by others
   */
  public record StableJudgement<C>(C call, boolean stable) {}

  /** Creates an instance for the client that a message is of. */
  public OwnStableMessages(MessageId ofClient) {
    this.clientHigh = ofClient.clientHigh();
    this.clientLow = ofClient.clientLow();
  }

  /**
   * Takes the answers to a message.
   *
   * @param answers what each destination group answered to the submission (rule 2), from every one
   *     of them
   * @return what can be told now of this message and of others that have waited for it, those that
   *     are below first
   */
  public List<StableJudgement<C>> take(MessageId id, Collection<MessageStatus> answers, C call) {
    return judge(List.of(new WaitingCall<>(id, answers, call)));
  }

  /**
   * Takes note that the answers of a message will never be complete.
   *
   * @return what can be told now of others that have waited for them
   */
  public List<StableJudgement<C>> lost(MessageId id) {
    return isOwn(id) && isOpen(id.sequence()) ? judge(release(id, false)) : List.of();
  }

  private List<StableJudgement<C>> judge(List<WaitingCall<C>> messages) {
    List<StableJudgement<C>> told = new ArrayList<>(messages.size());
    Deque<WaitingCall<C>> next = new ArrayDeque<>(messages);
    for (WaitingCall<C> message = next.poll(); message != null; message = next.poll()) {
      VotesVerdict verdict = verdict(message);
      if (verdict != VotesVerdict.WAITS) {
        boolean stable = verdict == VotesVerdict.STABLE;
        told.add(new StableJudgement<>(message.call(), stable));
        next.addAll(release(message.id(), stable));
      }
    }
    return told;
  }

  /** Takes note of what is known of a message, and returns those that have waited for that. */
  private List<WaitingCall<C>> release(MessageId id, boolean stable) {
    if (!isOwn(id)) {
      return List.of();
    }
    judged[slot(id.sequence())] = 2 * id.sequence() + (stable ? 1 : 0);
    List<WaitingCall<C>> released = waiting.remove(id.sequence());
    return released == null ? List.of() : released;
  }

  private VotesVerdict verdict(WaitingCall<C> message) {
    if (!isOwn(message.id())) {
      return VotesVerdict.UNKNOWN;
    }
    if (EarlyCompletion.complete(message.answers())) {
      return VotesVerdict.STABLE;
    }
    return equalVotes(message.answers()) ? ofThoseBelow(message) : VotesVerdict.UNKNOWN;
  }

  private static boolean equalVotes(Collection<MessageStatus> answers) {
    long timestamp = answers.isEmpty() ? -1 : answers.iterator().next().timestamp();
    return !answers.isEmpty()
        && answers.stream()
            .allMatch(answer -> answer.state().pending() && answer.timestamp() == timestamp);
  }

  private VotesVerdict ofThoseBelow(WaitingCall<C> message) {
    long open = 0;
    for (MessageStatus answer : message.answers()) {
      if (answer.first()) {
        continue;
      }
      if (answer.below().tooMany()) {
        return VotesVerdict.UNKNOWN;
      }
      for (Position below : answer.below().nearest()) {
        long sequence = below.id().sequence();
        if (isOwn(below.id()) && isOpen(sequence)) {
          open = sequence;
        } else if (!isOwn(below.id()) || judged[slot(sequence)] != 2 * sequence + 1) {
          return VotesVerdict.UNKNOWN;
        }
      }
    }
    if (open > 0) {
      waiting.computeIfAbsent(open, key -> new ArrayList<>(1)).add(message);
      return VotesVerdict.WAITS;
    }
    return VotesVerdict.STABLE;
  }

  /** Returns whether a message is not judged yet, and not one of those that are forgotten. */
  private boolean isOpen(long sequence) {
    return judged[slot(sequence)] < 2 * sequence;
  }

  private boolean isOwn(MessageId id) {
    return id.clientHigh() == clientHigh && id.clientLow() == clientLow && id.sequence() > 0;
  }

  private static int slot(long sequence) {
    return (int) (sequence & (REMEMBERED - 1));
  }
}
