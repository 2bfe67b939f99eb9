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
package io.atomix.mcast.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.client.ManualThreads;
import io.atomix.utils.concurrent.SingleThreadContext;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HeartbeatContextTest {
  private static final Duration HEARTBEAT = Duration.ofMillis(250);

  private final ManualThreads threads = new ManualThreads();
  private final HeartbeatContext context =
      new HeartbeatContext(threads.createContext(), () -> HEARTBEAT);
  private int beats;

  @Test
  void whatALeaderDoesAtAHeartbeatIsDoneBetweenThem() {
    context.beat();
    context.schedule(Duration.ZERO, HEARTBEAT, () -> beats++);
    threads.after(Duration.ofMillis(1));
    assertThat(beats).isOne();
    context.beat();
    assertThat(beats).isEqualTo(2);
    threads.after(HEARTBEAT);
    assertThat(beats).isEqualTo(3);
  }

  @Test
  void otherTimersAreNoHeartbeats() {
    context.schedule(HEARTBEAT, HEARTBEAT, () -> beats++);
    context.schedule(Duration.ZERO, HEARTBEAT.plusMillis(1), () -> beats++);
    context.schedule(Duration.ZERO, () -> beats++);
    context.beat();
    assertThat(beats).isZero();
  }

  @Test
  void itsThreadIsTheWrappedOne() throws Exception {
    SingleThreadContext thread = new SingleThreadContext("heartbeat-context-test");
    try (HeartbeatContext wrapped = new HeartbeatContext(thread, () -> HEARTBEAT)) {
      CompletableFuture<Boolean> inside = new CompletableFuture<>();
      wrapped.execute(
          () -> {
            wrapped.checkThread();
            inside.complete(wrapped.isCurrentContext());
          });
      assertThat(inside.get(45, TimeUnit.SECONDS)).isTrue();
      assertThat(wrapped.isCurrentContext()).isFalse();
    }
  }
}
