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

import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.OutcomeUnknownException;
import io.atomix.mcast.client.pipeline.Lab;
import io.atomix.mcast.client.pipeline.LocalClient;
import io.atomix.mcast.ordering.Below;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.ordering.Position;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Delivery;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.Result;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;

/** Calls of one message to the groups G and H, whose answers and results are given by hand. */
abstract class MulticastCallFixture {
  static final RuntimeException LOST = new IllegalStateException("its Raft session expired");
  static final Result NOTHING = new Result.Done(null);

  final LocalClient local = new LocalClient();
  final Lab g = new Lab(Lab.G, local);
  final Lab h = new Lab(Lab.H, local);
  final Map<Lab, Long> notifications = new HashMap<>();

  CompletableFuture<List<Result>> call(GroupFootprint footprint, boolean resultWanted) {
    return MulticastCall.submit(
        local,
        MulticastMessage.to(
            List.of(
                Destinations.destination(g, 5, footprint),
                Destinations.destination(h, 6, footprint)),
            resultWanted,
            !resultWanted),
        true,
        group -> null);
  }

  Answer.Voted below(long timestamp, Result early, long ownBelow) {
    return below(timestamp, early, local.messageId(ownBelow));
  }

  static Answer.Voted below(long timestamp, Result early, MessageId below) {
    Below positions = Below.of(List.of(new Position(timestamp - 1, below)));
    return new Answer.Voted(
        new MessageStatus(MessageStatus.State.VOTED, timestamp, false, positions), early);
  }

  CompletableFuture<List<Result>> write(boolean resultWanted) {
    return call(writes("map", 1), resultWanted);
  }

  void result(Lab lab, long sequence, Result result) {
    Notification notification =
        new Notification.Deferred(notifications.merge(lab, 1L, Long::sum), sequence, result);
    lab.pipeline.deliver(new Delivery(7, List.of(notification)));
  }

  void result(Lab lab, Result result) {
    result(lab, 1, result);
  }

  static void assertResults(CompletableFuture<List<Result>> call, Result... results) {
    assertThat(call).isCompleted();
    assertThat(call.join()).usingRecursiveFieldByFieldElementComparator().containsExactly(results);
  }

  static void assertUnknown(CompletableFuture<?> call) {
    assertThat(Lab.failureOf(call)).isInstanceOf(OutcomeUnknownException.class);
  }

  static void assertNotApplied(CompletableFuture<?> call) {
    assertThat(Lab.failureOf(call))
        .isInstanceOf(NotAppliedException.class)
        .hasMessageContaining("nothing was applied");
  }

  @AfterEach
  void nothingIsLeft() {
    g.pipeline.fail(LOST);
    h.pipeline.fail(LOST);
    assertThat(local.resolvedBelow())
        .as("a number that stays unresolved holds up forgetting for ever")
        .isEqualTo(local.next());
  }
}
