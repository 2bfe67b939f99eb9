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

import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.client.pipeline.Pipeline;
import io.atomix.mcast.client.pipeline.Reach;
import io.atomix.mcast.client.pipeline.Submission;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.GroupVerdict;
import io.atomix.mcast.wire.Result;

/**
 * All that one group has said of a multicast message of this client. Guarded by the lock of the
 * {@link MulticastCall} that it belongs to, but for {@link #given}.
 */
final class GroupReply {
  final Destination destination;

  /** True if the message has nothing to do there; see {@link Reach}. */
  final boolean added;

  /** Null until the message is given to the group. */
  volatile Given given;

  Answer.Voted vote;
  Result result;
  Throwable lost;

  /** A message in the line of a group. */
  record Given(HostedSessionClient.OpenedSession open, Submission submission) {
    Pipeline pipeline() {
      return open.pipeline();
    }
  }

  /** Creates the reply of a group that the message is not given to yet. */
  GroupReply(Destination destination, boolean added) {
    this.destination = destination;
    this.added = added;
  }

  /**
   * Returns whether the group has told with its vote all that a caller wants to know who wants no
   * result, once the message is stable.
   */
  boolean isToldByStability() {
    return destination.action() != null
        && destination.action().isBlind()
        && vote != null
        && vote.early() != null;
  }

  /** Rule 11: a raise may have changed the verdict that was told with the vote. */
  Result resultOfStable() {
    return destination.action() instanceof ConditionalAction
        ? new Result.Done(new GroupVerdict(true, null, null, null).encode())
        : vote.early();
  }

  /** Returns whether the message was not sent to the group, and never will be. */
  boolean wasNeverSent() {
    return lost != null && (given == null || lost instanceof NotAppliedException);
  }

  /**
   * Returns whether the group still tells the client something for certain. What a group has told
   * with a vote of 0 it does not tell again if all votes were 0, because the client knows the
   * outcome then (rule 8) unless an answer was lost. No leader says of such a message that it is
   * stable.
   *
   * @param stable whether the message is known to be stable
   */
  boolean tellsMore(boolean stable) {
    if (lost != null || result != null) {
      return false;
    }
    return stable || vote == null || vote.early() == null || vote.status().timestamp() > 0;
  }
}
