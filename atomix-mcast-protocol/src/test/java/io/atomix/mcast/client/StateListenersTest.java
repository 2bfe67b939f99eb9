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

import io.atomix.mcast.client.pipeline.LocalClient;
import io.atomix.mcast.group.GroupService;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.Recovery;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.utils.concurrent.BlockingAwareThreadPoolContextFactory;
import io.atomix.utils.concurrent.ThreadContextFactory;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Listeners of a primitive's state, on real threads for callers' code. */
@Timeout(60)
final class StateListenersTest {
  private final ThreadContextFactory protocol =
      new BlockingAwareThreadPoolContextFactory(
          "protocol-%d", 1, LoggerFactory.getLogger(StateListenersTest.class));
  private final CallbackThreads callbacks =
      new CallbackThreads("data", 2, protocol.createContext());
  private final ManualThreads threads = new ManualThreads();
  private final LocalClient local = new LocalClient();
  private final List<HostedSessionClient> sessions =
      Stream.of(1, 2)
          .map(n -> new PartitionLab(new GroupId("data", n), local, threads, callbacks))
          .map(
              lab ->
                  new HostedSessionClient(
                      "notes",
                      GroupService.clientType(),
                      new ServiceConfig(),
                      lab.client,
                      Recovery.RECOVER))
          .toList();
  private final PartitionStates states =
      new PartitionStates("notes", sessions, callbacks::createContext);
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void stop() {
    end.countDown();
    callbacks.close();
    protocol.close();
  }

  private void standStill() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static PrimitiveState next(BlockingQueue<PrimitiveState> heard) throws Exception {
    return heard.poll(50, TimeUnit.SECONDS);
  }

  /** Has a session's context tell it a state, as the session does. */
  private void tell(int session, PrimitiveState state) {
    sessions.get(session).context().execute(() -> states.changed(session(session), state));
  }

  private io.atomix.primitive.partition.PartitionId session(int session) {
    return sessions.get(session).partitionId();
  }

  @Test
  void aListenerThatStandsStillDelaysNoOther() throws Exception {
    BlockingQueue<PrimitiveState> before = new LinkedBlockingQueue<>();
    BlockingQueue<PrimitiveState> held = new LinkedBlockingQueue<>();
    BlockingQueue<PrimitiveState> after = new LinkedBlockingQueue<>();
    states.add(before::add);
    states.add(
        state -> {
          held.add(state);
          standStill();
        });
    states.add(after::add);
    tell(0, PrimitiveState.CONNECTED);
    tell(0, PrimitiveState.CLOSED);
    tell(1, PrimitiveState.CLOSED);
    for (BlockingQueue<PrimitiveState> each : List.of(before, after)) {
      assertThat(next(each)).isEqualTo(PrimitiveState.CONNECTED);
      assertThat(next(each)).isEqualTo(PrimitiveState.CLOSED);
    }
    assertThat(next(held)).isEqualTo(PrimitiveState.CONNECTED);
    assertThat(held).as("one state at a time").isEmpty();
    end.countDown();
    assertThat(next(held)).isEqualTo(PrimitiveState.CLOSED);
  }

  @Test
  void theSessionGoesOnWithoutAListenerThatStandsStill() throws Exception {
    states.add(state -> standStill());
    CountDownLatch event = new CountDownLatch(1);
    tell(0, PrimitiveState.CONNECTED);
    sessions.get(0).context().execute(event::countDown);
    assertThat(event.await(50, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatASessionTellsNextComesBehindWhatListenersDoWithItsState() throws Exception {
    BlockingQueue<String> order = new LinkedBlockingQueue<>();
    CountDownLatch queued = new CountDownLatch(1);
    for (int i = 0; i < 5; i++) {
      states.add(
          state -> {
            awaitQueued(queued);
            order.add("listener");
          });
    }
    tell(0, PrimitiveState.CONNECTED);
    sessions.get(0).context().execute(() -> order.add("event"));
    queued.countDown();
    for (int i = 0; i < 5; i++) {
      assertThat(order.poll(50, TimeUnit.SECONDS)).isEqualTo("listener");
    }
    assertThat(order.poll(50, TimeUnit.SECONDS)).isEqualTo("event");
  }

  private static void awaitQueued(CountDownLatch queued) {
    try {
      queued.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aListenerThatIsRemovedHearsNothingMore() throws Exception {
    BlockingQueue<PrimitiveState> removed = new LinkedBlockingQueue<>();
    BlockingQueue<PrimitiveState> other = new LinkedBlockingQueue<>();
    Consumer<PrimitiveState> listener = removed::add;
    states.add(listener);
    states.add(listener);
    states.add(other::add);
    tell(0, PrimitiveState.CONNECTED);
    assertThat(next(other)).isEqualTo(PrimitiveState.CONNECTED);
    assertThat(next(removed)).isEqualTo(PrimitiveState.CONNECTED);
    states.remove(listener);
    tell(0, PrimitiveState.CLOSED);
    assertThat(next(other)).isEqualTo(PrimitiveState.CLOSED);
    assertThat(removed).as("added twice, it is told once").isEmpty();
  }
}
