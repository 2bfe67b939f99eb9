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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.ConditionalOperation;
import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.client.pipeline.Lab;
import io.atomix.mcast.wire.Answer;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.partition.PartitionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Messages that are refused before anything of them is sent. */
class RefusedOperationsTest extends MulticastOperationsFixture {
  // Bad input: nothing is sent.

  private void assertNothingIsSent() {
    for (PartitionLab each : List.of(east, west, south)) {
      assertThat(each.raft.batchesUnderWay() + each.raft.readsUnderWay()).isZero();
    }
    long next = local.next();
    assertThat(local.resolvedBelow()).as("what is not resolved").isEqualTo(next);
    local.resolved(next);
  }

  @Test
  void noPartitionAtAll() {
    assertThatThrownBy(() -> accounts.accept(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'accounts'")
        .hasMessageContaining("at least one");
    assertThatThrownBy(() -> accounts.apply(Map.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> accounts.decide(Map.of(), true))
        .isInstanceOf(IllegalArgumentException.class);
    assertNothingIsSent();
  }

  @Test
  void aPartitionThatThePrimitiveDoesNotHave() {
    Map<PartitionId, Consumer<Accounts>> operations = new LinkedHashMap<>();
    operations.put(east.id(), setting("a"));
    operations.put(PartitionId.from("north", 1), setting("a"));
    assertThatThrownBy(() -> accounts.accept(operations))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'accounts'")
        .hasMessageContaining("north")
        .hasMessageContaining("it has");
    assertNothingIsSent();
  }

  @Test
  void noOperationForAPartition() {
    assertThatThrownBy(() -> accounts.accept(map(east, setting("a"), west, null)))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("west");
    assertThatThrownBy(() -> accounts.accept(map(east, setting("a"), west, service -> {})))
        .isInstanceOf(PrimitiveException.class)
        .hasMessageContaining("no operation");
    assertThatThrownBy(() -> new ConditionalOperation<Accounts, Void, Void>(null, null, null, null))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("nothing to do");
    assertNothingIsSent();
  }

  private void assertRefused(
      ConditionalOperation<Accounts, Boolean, Integer> operation, String... words) {
    assertThatThrownBy(
            () ->
                accounts.decide(
                    map(
                        east,
                        operation,
                        west,
                        new ConditionalOperation<Accounts, Boolean, Integer>(
                            null, null, service -> service.set("b", 1), null)),
                    false))
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(error -> assertThat(error.getMessage()).contains(words));
    assertNothingIsSent();
  }

  @Test
  void conditionsAndReadsThatWrite() {
    assertRefused(
        new ConditionalOperation<>(service -> service.set("a", 1) > 0, null, null, null),
        "'set'",
        "'accounts'");
    assertRefused(
        new ConditionalOperation<>(null, service -> service.set("a", 1) > 0, null, null), "'set'");
  }

  @Test
  void conditionsAndReadsThatChangeTheirService() {
    assertRefused(
        new ConditionalOperation<>(service -> service.next("a"), null, null, null),
        "'next'",
        "'accounts'");
    assertRefused(
        new ConditionalOperation<>(null, service -> service.next("a"), null, null), "'next'");
  }

  @Test
  void branchesThatOnlyRead() {
    assertRefused(
        new ConditionalOperation<>(null, null, service -> service.get("a"), null),
        "one of its branches is a QUERY");
  }

  @Test
  void anOperationThatIsTooLargeInOnePartition() {
    CompletableFuture<Void> call =
        accounts.accept(
            map(east, setting("a"), west, service -> service.blob(new byte[Lab.MAX_ENTRY_BYTES])));
    threads.after(Duration.ofSeconds(1));
    assertThat(Lab.failureOf(call))
        .isInstanceOf(NotAppliedException.class)
        .hasMessageContaining("'accounts'")
        .hasMessageContaining("west-1")
        .hasMessageContaining("nothing was sent");
    assertNothingIsSent();
  }

  @Test
  void moreInFlightThanOnePartitionTakes() {
    List<CompletableFuture<?>> calls = new ArrayList<>();
    for (int i = 0; i < PartitionLab.MAX_IN_FLIGHT; i++) {
      calls.add(accounts.apply(Map.of(west.id(), service -> service.set("a", 1))));
    }
    CompletableFuture<Void> tooMuch = set("a", "b");
    threads.runAll();
    assertThat(Lab.failureOf(tooMuch))
        .isInstanceOf(PrimitiveException.Unavailable.class)
        .hasMessageContaining("west-1");
    assertThat(east.client.limiter().inFlight()).as("it left again").isZero();
    assertThat(east.raft.batchesUnderWay()).isZero();
    while (west.raft.batchesUnderWay() > 0) {
      west.raft.answerAll(new Answer.Finished(value(1)));
      threads.runAll();
    }
    assertThat(calls).allMatch(CompletableFuture::isDone);
  }
}
