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

import io.atomix.mcast.testing.schedules.Schedules;
import io.atomix.mcast.testing.schedules.ThreadNotes;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.operation.OperationType;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Schedules of threads that read by {@link SequentialReads} while these are closed. */
class SequentialReadsSchedulesTest {
  private static final HostedOperation GET = new HostedOperation("get", OperationType.QUERY, null);
  private static final ReadRequest.Query QUERY =
      new ReadRequest.Query(Lab.HOSTED_SESSION, GET, Lab.reads("map", 1));

  @Test
  void aReadEndsThoughItsSessionIsClosed() {
    Schedules.explore(
        300,
        () -> {
          ScheduledSession leader = new ScheduledSession(Lab.G, 7);
          Pipeline pipeline =
              new Pipeline(
                  Lab.G,
                  new LocalClient(new UUID(1, 2)),
                  leader,
                  Lab.MAX_ENTRY_BYTES,
                  notification -> {},
                  () -> 0);
          ScheduledSession replica = new ScheduledSession(Lab.G, 8);
          SequentialReads reads = new SequentialReads(() -> replica);
          ThreadNotes<CompletableFuture<Result>> read = new ThreadNotes<>();
          Schedules.sideBySide(
              () ->
                  read.add(
                      reads.query(
                          pipeline,
                          QUERY,
                          new Submission(
                              new Command.Local(1, Lab.HOSTED_SESSION, GET, QUERY.footprint()),
                              1,
                              QUERY.footprint()))),
              reads::close);
          leader.answer();
          Schedules.holds("the read has ended", read.all().get(0).isDone());
        });
  }
}
