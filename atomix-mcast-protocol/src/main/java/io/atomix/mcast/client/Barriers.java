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

import io.atomix.mcast.ordering.Footprint;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Conditional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Local messages that do nothing but conflict with a multicast message of which nobody tells any
 * more what becomes of it. When one is executed, the multicast message is in this group, too, or it
 * has got its final timestamp here, or never comes: what is below a message executes before it, and
 * a multicast message without a final timestamp stays below what conflicts with it and came later.
 * Thread-safe.
 */
final class Barriers {
  private final LocalClient local;
  private final Consumer<Submission> submit;
  private final Queue<Runnable> failed = new ConcurrentLinkedQueue<>();

  /**
   * Creates a place for the barriers of one Raft session.
   *
   * @param submit submits a command to the group, whatever waits there
   */
  Barriers(LocalClient local, Consumer<Submission> submit) {
    this.local = local;
    this.submit = submit;
  }

  /**
   * Submits a barrier behind a message.
   *
   * @param session the session of the primitive that the message was submitted in
   * @param reached called when it is executed
   */
  void submit(Submission message, long session, Runnable reached) {
    long sequence = local.next();
    Footprint footprint = message.footprint().written();
    Submission barrier =
        new Submission(
            new Command.Local(sequence, session, Conditional.NOTHING, footprint),
            sequence,
            footprint);
    Pipeline.resultOf(barrier)
        .whenComplete(
            (result, error) -> {
              local.resolved(sequence);
              if (error == null) {
                reached.run();
              } else {
                failed.add(() -> submit(message, session, reached));
              }
            });
    submit.accept(barrier);
  }

  /** Submits those again that could not be logged. */
  void submitAgain() {
    for (int left = failed.size(); left > 0; left--) {
      failed.remove().run();
    }
  }
}
