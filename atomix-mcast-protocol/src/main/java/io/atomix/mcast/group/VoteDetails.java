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
import io.atomix.mcast.ordering.Standing;
import io.atomix.mcast.wire.Conditional;
import io.atomix.mcast.wire.Operation;
import io.atomix.mcast.wire.Result;
import io.atomix.mcast.wire.Verdict;

/** Details of a vote, and of what a standing says of a message, besides its timestamp. */
final class VoteDetails {
  private final GroupOrdering ordering;
  private final HostedPrimitives primitives;
  private final Messages messages;
  private final Clients clients;

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
  Evaluation evaluation(MessageId id, Standing standing) {
    return standing.state().pending()
            && standing.first()
            && messages.get(id) instanceof Message.Invoke invoke
            && invoke.action() instanceof Conditional conditional
        ? primitives.evaluate(invoke, conditional)
        : null;
  }

  /**
   * Rule 11: a conditional message is judged when nothing is below it, or nothing that could make a
   * difference.
   *
   * @param found the standing that the ordering core says
   * @return the standing with what is known of the condition
   */
  Standing judged(MessageId id, Standing found, Evaluation evaluation) {
    if (evaluation != null) {
      return found.withHolds(evaluation.holds());
    } else if (found.state().pending()
        && messages.get(id) instanceof Message.Invoke invoke
        && invoke.action() instanceof Conditional conditional) {
      Boolean anyhow =
          ordering.isWholeChangedBelow(id) ? null : primitives.holdsAnyhow(invoke, conditional);
      return anyhow == null
          ? found.withCondition(Standing.Condition.OPEN)
          : found.withHolds(anyhow);
    }
    return found;
  }

  /** Returns the change that a message stands so now. */
  StandingChange change(MessageId id, Standing standing) {
    boolean unhurried = messages.get(id) instanceof Message.Invoke invoke && invoke.isTold();
    return new StandingChange(
        id, standing, ordering.destinations(id), unhurried, whenStable(id, standing));
  }

  /** Rule 8: returns whom to tell that a message is stable, or null if nobody waits for that. */
  ClientAddress whenStable(MessageId id, Standing standing) {
    Client client =
        standing.state().pending()
                && messages.get(id) instanceof Message.Invoke invoke
                && invoke.wantsNoResult()
            ? clients.get(invoke.raftSession())
            : null;
    return client == null ? null : client.address();
  }

  // Rule 8: what is known now is told with the vote; it holds if all votes are equal and nothing is
  // below the message in any group.
  Result early(MessageId id, Standing standing, Evaluation evaluation) {
    if (!(messages.get(id) instanceof Message.Invoke invoke) || !invoke.early()) {
      return null;
    }
    if (invoke.action().isToldAtVote()) {
      return standing.first() && standing.timestamp() == 0
          ? resultAtVote(id, invoke, evaluation)
          : null;
    }
    if (invoke.action() instanceof Operation operation && !operation.isQuery()) {
      // Its client wants to know no more than that it takes effect, in whatever state; but behind
      // the end of a session or of the primitive it does not.
      return standing.first() || !messages.isEnding(invoke.primitive())
          ? new Result.Done(null)
          : null;
    }
    if (evaluation != null) {
      return evaluation.told();
    }
    if (!standing.first()) {
      // Rule 11: it may be judged though something is below it, the end of the primitive excepted.
      return invoke.action().isBlind() && standing.condition() != Standing.Condition.OPEN
          ? new Result.Done(new Verdict(standing.holds(), null, null, null).encode())
          : null;
    }
    return invoke.action() instanceof Operation query
        ? primitives.query(invoke.primitive(), invoke.raftSession(), invoke.session(), query)
        : null;
  }

  /**
   * Rule 8: tells what a write will return, and reserves the index that it sees then: whatever
   * conflicts with it and executes before it has done so already.
   */
  private Result resultAtVote(MessageId id, Message.Invoke invoke, Evaluation evaluation) {
    long reserved = invoke.reserved() > 0 ? invoke.reserved() : primitives.reserve();
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
  boolean isTold(MessageId id, Message message) {
    return message instanceof Message.Invoke invoke
        && invoke.isTold()
        && ordering.standing(id).map(standing -> standing.timestamp() == 0).orElse(false);
  }
}
