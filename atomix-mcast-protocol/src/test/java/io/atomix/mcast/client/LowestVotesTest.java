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

import static io.atomix.mcast.client.pipeline.Lab.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.client.pipeline.Lab;
import io.atomix.mcast.client.pipeline.LocalClient;
import io.atomix.mcast.ordering.Below;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.ordering.Position;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Result;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Which lowest votes a client asks for (rule 2), and what it makes of them (rule 8). */
class LowestVotesTest {
  private static final Result DONE = new Result.Done(null);

  private final LocalClient local = new LocalClient();
  private final Lab g = new Lab(Lab.G, local);
  private final Lab h = new Lab(Lab.H, local);

  private CompletableFuture<List<Result>> write(long... keys) {
    GroupFootprint footprint = writes("map", keys);
    return MulticastCall.submit(
        local,
        MulticastMessage.to(
            List.of(
                Destinations.destination(g, 5, footprint),
                Destinations.destination(h, 6, footprint)),
            false,
            true),
        true,
        group -> null);
  }

  private static List<Long> lowestVotes(Lab lab) {
    return lab.raft.commands().stream()
        .map(command -> ((Command.Multicast) command).lowestVote())
        .toList();
  }

  private static Answer vote(long timestamp) {
    return new Answer.Voted(new MessageStatus(MessageStatus.State.VOTED, timestamp, true), DONE);
  }

  private Answer vote(long timestamp, long belowTimestamp, long below) {
    Position position = new Position(belowTimestamp, local.messageId(below));
    MessageStatus status =
        new MessageStatus(MessageStatus.State.VOTED, timestamp, false, Below.of(List.of(position)));
    return new Answer.Voted(status, DONE);
  }

  @Test
  void whatGoesBehindOwnCallsAsksForTheSameVoteEverywhereFarAboveTheirs() {
    write(1);
    write(1);
    write(1);
    assertThat(lowestVotes(g)).as("nothing is before the first").containsExactly(0L);
    g.raft.answer(vote(0));
    h.raft.answer(vote(0));
    assertThat(lowestVotes(g)).containsExactly(1024L, 2048L);
    assertThat(lowestVotes(h)).containsExactly(1024L, 2048L);
  }

  @Test
  void whatMeetsNoOwnCallLeavesTheVoteToTheGroups() {
    write(1);
    write(2);
    g.raft.answer(vote(0));
    h.raft.answer(vote(0));
    assertThat(lowestVotes(g)).containsExactly(0L);
  }

  @Test
  void votesOfOthersThatWereHeardAreLeftBehind() {
    write(1);
    g.raft.answer(vote(700_000));
    h.raft.answer(vote(0));
    write(1);
    assertThat(lowestVotes(g)).containsExactly(701_024L);
  }

  @Test
  void aChainIsCompleteWithItsVotes() {
    List<CompletableFuture<List<Result>>> calls = List.of(write(1), write(1), write(1));
    g.raft.answer(vote(0));
    h.raft.answer(vote(0));
    g.raft.answer(vote(1024, 0, 1), vote(2048, 1024, 2));
    assertThat(calls.get(1)).isNotDone();
    h.raft.answer(vote(1024, 0, 1), vote(2048, 1024, 2));
    assertThat(calls).allMatch(CompletableFuture::isDone);
    assertThat(local.completedEarly()).isEqualTo(3);
  }
}
