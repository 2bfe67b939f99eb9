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
package io.atomix.mcast.client.pipeline;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Messages of which nobody tells any more what becomes of them, on one Raft session: each is
 * settled behind a {@link Barrier}. Thread-safe.
 */
final class Barriers {
  private final LocalClient local;
  private final Consumer<Submission> send;
  private final Consumer<Submission> settled;

  /** Barriers that could not be logged. */
  private final Queue<Barrier> failed = new ConcurrentLinkedQueue<>();

  /**
   * Creates an instance for one pipeline.
   *
   * @param send submits a command at once
   * @param settled told of each message that is settled
   */
  Barriers(LocalClient local, Consumer<Submission> send, Consumer<Submission> settled) {
    this.local = local;
    this.send = send;
    this.settled = settled;
  }

  /** Sends a barrier. */
  void send(Barrier barrier) {
    Submission submission = barrier.submission(local.next());
    submission.result().whenComplete((result, error) -> reached(barrier, submission, error));
    send.accept(submission);
  }

  private void reached(Barrier barrier, Submission submission, Throwable error) {
    local.resolved(submission.sequence());
    if (error == null) {
      settled.accept(barrier.message());
    } else {
      failed.add(barrier);
    }
  }

  /** Sends again what could not be logged. */
  void sendAgain() {
    for (int left = failed.size(); left > 0; left--) {
      send(failed.remove());
    }
  }
}
