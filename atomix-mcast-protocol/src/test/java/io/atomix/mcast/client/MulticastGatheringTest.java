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

import static io.atomix.mcast.client.pipeline.Lab.finished;
import static io.atomix.mcast.client.pipeline.Lab.reads;
import static io.atomix.mcast.client.pipeline.Lab.voted;
import static io.atomix.mcast.client.pipeline.Lab.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.client.pipeline.Lab;
import io.atomix.mcast.client.pipeline.LocalClient;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Result;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When multicast messages are a reason for a batch, and when they wait for one. */
class MulticastGatheringTest {
  private static final GroupId K = new GroupId("data", 3);
  private static final Answer VOTED = voted(0, new Result.Done(null));

  private final LocalClient local = new LocalClient();
  private final Lab g = new Lab(Lab.G, local);
  private final Lab h = new Lab(Lab.H, local);
  private final Lab k = new Lab(K, local);

  private CompletableFuture<List<Result>> call(long key, Lab... labs) {
    GroupFootprint footprint = writes("map", key);
    List<Destination> destinations =
        Stream.of(labs).map(lab -> Destinations.destination(lab, 5, footprint)).toList();
    return MulticastCall.submit(
        local, MulticastMessage.to(destinations, false, true), true, group -> null);
  }

  private void busy(Lab lab) {
    lab.write(writes("other", 1));
  }

  private static void assertIdle(Lab lab) {
    assertThat(lab.raft.batchesUnderWay()).isZero();
  }

  private static void assertSends(Lab lab, int commands) {
    assertThat(lab.raft.commands()).hasSize(commands);
  }

  @Test
  void aGroupWaitsForTheOneThatIsBusyAndMoreGathers() {
    busy(h);
    CompletableFuture<List<Result>> first = call(1, g, h);
    CompletableFuture<List<Result>> second = call(2, g, h);
    assertIdle(g);
    h.raft.answer(finished(1));
    assertSends(h, 2);
    assertSends(g, 2);
    g.raft.answer(VOTED, VOTED);
    h.raft.answer(VOTED, VOTED);
    assertThat(List.of(first, second)).allSatisfy(call -> assertThat(call).isCompleted());
  }

  @Test
  void whatIsForOneGroupDoesNotWaitAndTakesTheMessageAlong() {
    busy(h);
    CompletableFuture<List<Result>> call = call(1, g, h);
    g.write(writes("other", 1));
    assertThat(g.raft.commands())
        .extracting(command -> (Object) command.getClass())
        .containsExactly(Command.Multicast.class, Command.Local.class);
    h.raft.answer(finished(1));
    assertSends(h, 1);
    g.raft.answer(VOTED, finished(1));
    h.raft.answer(VOTED);
    assertThat(call).isCompleted();
  }

  @Test
  void twoBusyGroupsDoNotWaitForEachOther() {
    busy(g);
    busy(h);
    call(1, g, h);
    g.raft.answer(finished(1));
    assertIdle(g);
    h.raft.answer(finished(1));
    assertSends(h, 1);
    assertSends(g, 1);
  }

  @Test
  void oneOfThreeHoldsUpTheOthers() {
    busy(k);
    call(1, g, h, k);
    call(2, g, h);
    assertThat(g.raft.commands()).as("the second waits for nothing").hasSize(2);
    assertSends(h, 2);
    k.raft.answer(finished(1));
    assertSends(k, 1);
  }

  @Test
  void aMessageThatCannotBeSentToTheBusyGroupHoldsUpNothing() {
    busy(h);
    CompletableFuture<List<Result>> call = call(1, g, h);
    h.pipeline.fail(new IllegalStateException("its Raft session expired"));
    assertThat(Lab.failureOf(call)).isInstanceOf(NotAppliedException.class);
    assertIdle(g);
    g.write(writes("map", 1));
    assertSends(g, 1);
  }

  @Test
  void aQueryOfOneGroupDoesNotWaitForTheOther() {
    busy(h);
    call(1, g, h);
    g.query(reads("map", 2));
    assertSends(g, 1);
    assertThat(g.raft.readsUnderWay()).isEqualTo(1);
  }

  @Test
  void enoughIsAReasonByItself() {
    busy(h);
    for (int key = 1; key < 64; key++) {
      call(key, g, h);
    }
    assertIdle(g);
    call(64, g, h);
    assertThat(g.raft.commands()).as("what fits into an entry").hasSizeGreaterThan(10);
  }
}
