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

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Result;
import java.util.Map;
import java.util.SortedSet;

/**
 * Rule 8: a blind write of which every group has told something with its vote takes effect in all
 * of them once it is stable, whatever sessions and primitives have ended meanwhile: then its client
 * may be told as soon as it is stable.
 */
final class TakesEffect {
  private TakesEffect() {}

  /** Returns whether the votes on a message say so, if it is stable; what is null is not known. */
  static boolean isToldBy(
      Command command, SortedSet<GroupId> destinations, Map<GroupId, Answer.Voted> votes) {
    return command instanceof Command.Multicast multicast
        && multicast.action().isBlind()
        && !multicast.action().isToldAtVote()
        && votes != null
        && votes.keySet().equals(destinations)
        && votes.values().stream().allMatch(vote -> vote.early() != null);
  }

  /** Checks what a group tells of such a message in the end. */
  static void check(MessageId id, GroupId group, Result result) {
    if (result instanceof Result.Failed failed) {
      assertThat(failed.cause())
          .as("why %s, of which all votes say that it takes effect, fails in %s", id, group)
          .isIn(Result.Cause.ABORTED, Result.Cause.SERVICE);
    }
  }
}
