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
package io.atomix.mcast.lab.torture;

import io.atomix.core.election.AsyncLeaderElection;
import io.atomix.core.election.LeadershipEvent;
import io.atomix.core.election.LeadershipEventListener;
import io.atomix.mcast.lab.torture.ElectionLine.Led;
import io.atomix.mcast.time.LocalTime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Listens to a {@code LeaderElection}, in the session of the one that has candidates run. */
final class ElectionListener extends SessionListener<ElectionLine> {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final AsyncLeaderElection<String> election;
  private final LeadershipEventListener<String> listener = this::event;

  /**
   * Listens as soon as it is to {@link #begin}.
   *
   * @param client who listens
   */
  ElectionListener(
      AsyncLeaderElection<String> election, EventLog<ElectionLine> log, String client) {
    super(election, log, client);
    this.election = election;
  }

  @Override
  CompletableFuture<Void> register() {
    return election.addListener(listener);
  }

  @Override
  CompletableFuture<Void> unregister() {
    return election.removeListener(listener);
  }

  private void event(LeadershipEvent<String> event) {
    Led before = ElectionSource.led(event.oldLeadership());
    Led after = ElectionSource.led(event.newLeadership());
    onThread(() -> add(ElectionLine.event(LocalTime.nanos(), before, after)));
  }

  @Override
  ElectionLine line(ListenerMoment kind, long time, String text) {
    return ElectionLine.of(kind, time, text);
  }

  @Override
  CompletableFuture<Runnable> read() {
    long since = LocalTime.nanos();
    return election
        .getLeadership()
        .thenApply(
            found ->
                () -> add(ElectionLine.read(since, LocalTime.nanos(), ElectionSource.led(found))));
  }

  @Override
  Runnable readAll() {
    return read().orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
  }
}
