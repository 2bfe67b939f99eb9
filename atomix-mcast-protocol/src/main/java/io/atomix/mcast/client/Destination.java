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
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.Action;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Conditional;
import io.atomix.mcast.wire.Result;
import io.atomix.mcast.wire.Verdict;
import java.util.SortedSet;

/**
 * One destination group of a multicast message of this client, and what it has said. Guarded by the
 * lock of the {@link MulticastCall} that it belongs to, but for {@link #given}.
 */
final class Destination {
  final GroupId group;
  final MulticastTarget target;
  final SortedSet<GroupId> groups;

  /** True if the message has nothing to do there; see {@link Reach}. */
  final boolean added;

  /** Null until the message is given to the group. */
  volatile Given given;

  Answer.Voted vote;
  Result result;
  Throwable lost;

  /** A message in the line of a group. */
  record Given(HostedSessionClient.Open open, Submission submission) {
    Pipeline pipeline() {
      return open.pipeline();
    }
  }

  /**
   * Creates a destination that the message is not given to yet.
   *
   * @param groups all destination groups of the message
   */
  Destination(GroupId group, MulticastTarget target, SortedSet<GroupId> groups, boolean added) {
    this.group = group;
    this.target = target;
    this.groups = groups;
    this.added = added;
  }

  /** Returns what the message does in this group, or null if it is not given to it. */
  Action action() {
    return given != null && given.submission().command() instanceof Command.Multicast multicast
        ? multicast.action()
        : null;
  }

  /** Rule 11: a raise may have changed the verdict that was told with the vote. */
  Result resultOfStable() {
    return action() instanceof Conditional
        ? new Result.Done(new Verdict(true, null, null, null).encode())
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
    return stable || vote == null || vote.early() == null || vote.standing().timestamp() > 0;
  }
}
