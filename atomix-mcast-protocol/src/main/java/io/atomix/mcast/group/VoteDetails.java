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

import io.atomix.mcast.ordering.GroupOrdering;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.GroupVerdict;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.Result;

/** Details of a vote, and of what a status says of a message, besides its timestamp. */
final class VoteDetails {
  private final GroupOrdering ordering;
  private final HostedPrimitives primitives;
  private final Messages messages;
  private final ClientTable clients;

  VoteDetails(GroupData data) {
    this.ordering = data.ordering();
    this.primitives = data.primitives();
    this.messages = data.messages();
    this.clients = data.clients();
  }

  /**
   * Rule 11: evaluates a conditional message that nothing can precede any more unless it is raised,
   * in which case this is done anew. Until then it finds the same whenever it is done.
   *
   * @return null for any other message
   */
  Evaluation evaluation(MessageId id, MessageStatus status) {
    return status.state().pending()
            && status.first()
            && messages.get(id) instanceof MessageWork.Invoke invoke
            && invoke.action() instanceof ConditionalAction conditional
        ? primitives.evaluate(invoke, conditional)
        : null;
  }

  /**
   * Rule 11: a conditional message is judged when nothing is below it, or nothing that could make a
   * difference.
   *
   * @param found the status that the ordering core says
   * @return the status with what is known of the condition
   */
  MessageStatus judged(MessageId id, MessageStatus found, Evaluation evaluation) {
    if (evaluation != null) {
      return found.withHolds(evaluation.holds());
    } else if (found.state().pending()
        && messages.get(id) instanceof MessageWork.Invoke invoke
        && invoke.action() instanceof ConditionalAction conditional) {
      Boolean anyhow =
          ordering.isWholeChangedBelow(id) ? null : primitives.holdsAnyhow(invoke, conditional);
      return anyhow == null
          ? found.withCondition(MessageStatus.Condition.OPEN)
          : found.withHolds(anyhow);
    }
    return found;
  }

  /**
   * Returns the change that a message stands so now.
   *
   * @param lowestVote of a message that has just been submitted, its lowest vote (rule 2), else 0
   */
  StatusChange change(MessageId id, MessageStatus status, long lowestVote) {
    boolean unhurried = messages.get(id) instanceof MessageWork.Invoke invoke && invoke.isTold();
    return new StatusChange(
        id,
        status,
        ordering.destinations(id),
        unhurried,
        lowestVote > 0 && isForeseen(id, status, lowestVote),
        whenStable(id, status));
  }

  private static boolean isForeseen(MessageId id, MessageStatus status, long lowestVote) {
    return status.state() == MessageStatus.State.VOTED
        && status.timestamp() == lowestVote
        && status.condition() != MessageStatus.Condition.OPEN
        && !status.below().tooMany()
        && status.below().nearest().stream().allMatch(below -> below.id().isOfClientOf(id));
  }

  /** Rule 8: returns whom to tell that a message is stable, or null if nobody waits for that. */
  ClientAddress whenStable(MessageId id, MessageStatus status) {
    Client client =
        status.state().pending()
                && messages.get(id) instanceof MessageWork.Invoke invoke
                && invoke.wantsNoResult()
            ? clients.get(invoke.raftSession())
            : null;
    return client == null ? null : client.address();
  }

  // Rule 8: what is known now is told with the vote; it holds if all votes are equal and nothing is
  // below the message in any group.
  Result early(MessageId id, MessageStatus status, Evaluation evaluation) {
    if (!(messages.get(id) instanceof MessageWork.Invoke invoke) || !invoke.early()) {
      return null;
    }
    if (invoke.action().isToldAtVote()) {
      return status.first() && status.timestamp() == 0
          ? resultAtVote(id, invoke, evaluation)
          : null;
    }
    if (invoke.action() instanceof HostedOperation operation && !operation.isQuery()) {
      // Its client wants to know no more than that it takes effect, in whatever state; but behind
      // the end of a session or of the primitive it does not.
      return status.first() || !messages.isEnding(invoke.primitive())
          ? new Result.Done(null)
          : null;
    }
    if (evaluation != null) {
      return evaluation.told();
    }
    if (!status.first()) {
      // Rule 11: it may be judged though something is below it, the end of the primitive excepted.
      return invoke.action().isBlind() && status.condition() != MessageStatus.Condition.OPEN
          ? new Result.Done(new GroupVerdict(status.holds(), null, null, null).encode())
          : null;
    }
    return invoke.action() instanceof HostedOperation query
        ? primitives.query(invoke.primitive(), invoke.raftSession(), invoke.session(), query)
        : null;
  }

  /**
   * Rule 8: tells what a write will return, and reserves the index that it sees then: whatever
   * conflicts with it and executes before it has done so already.
   */
  private Result resultAtVote(MessageId id, MessageWork.Invoke invoke, Evaluation evaluation) {
    long reserved = invoke.reserved() > 0 ? invoke.reserved() : primitives.nextIndex();
    Result result = primitives.resultAtVote(invoke, reserved, evaluation);
    if (result != null) {
      messages.hold(id, invoke.reserving(reserved));
    }
    return result;
  }

  /**
   * Rule 8: with a final timestamp of 0 all votes were 0 and nothing was below the message in any
   * group, so its client knows all it wants from the votes.
   */
  boolean isTold(MessageId id, MessageWork message) {
    return message instanceof MessageWork.Invoke invoke
        && invoke.isTold()
        && ordering.status(id).map(status -> status.timestamp() == 0).orElse(false);
  }
}
