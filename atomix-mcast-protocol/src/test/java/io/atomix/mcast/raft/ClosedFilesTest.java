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

import io.atomix.mcast.testing.Await;
import io.atomix.protocols.raft.RaftServer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

/** Nobody reads the files of a server that has closed them. */
class ClosedFilesTest extends FollowerFixture {

  /** The server is stopped by the tests. */
  @Override
  void stop() {
    threads.close();
  }

  @Test
  void theyAreClosedBehindWhatTheRaftThreadDoesAndNothingItDoesComesBehindThat() throws Exception {
    follower(true);
    append(0, 0, 1, 1, 10, 10);
    awaitApplied(10);
    CompletableFuture<Void> goOn = new CompletableFuture<>();
    CompletableFuture<Boolean> openWhileItRan = new CompletableFuture<>();
    CompletableFuture<Void> ranBehind = new CompletableFuture<>();
    context
        .getThreadContext()
        .execute(
            () -> {
              context.transition(RaftServer.Role.INACTIVE);
              goOn.join();
              openWhileItRan.complete(context.getLog().isOpen());
            });
    Thread closing = new Thread(context::close, "closing");
    closing.start();
    Await.until(
        "it waits, or does not",
        closing::getState,
        state -> state == Thread.State.TIMED_WAITING || state == Thread.State.TERMINATED);
    goOn.complete(null);
    closing.join();
    assertThat(openWhileItRan.join()).as("the log was open").isTrue();
    assertThat(context.getLog().isOpen()).isFalse();
    try {
      context.getThreadContext().execute(() -> ranBehind.complete(null));
    } catch (RejectedExecutionException e) {
      // All the better.
    }
    context.close();
    assertThat(ranBehind).isNotDone();
  }
}
