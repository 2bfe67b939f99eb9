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

import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.testing.schedules.Schedules;
import io.atomix.mcast.testing.schedules.ThreadNotes;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.operation.OperationType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Schedules of threads that call through a {@link Pipeline}, and that bring it answers. */
class PipelineSchedulesTest {
  private static final GroupFootprint WRITES = Lab.writes("map", 1);
  private static final GroupFootprint READS = Lab.reads("map", 1);
  private static final HostedOperation PUT =
      new HostedOperation("put", OperationType.COMMAND, new byte[1]);
  private static final HostedOperation GET = new HostedOperation("get", OperationType.QUERY, null);

  /** A client's end of a group, and the group. */
  private static final class Group {
    private final ScheduledSession session;
    private final Pipeline pipeline;

    private Group(GroupId id) {
      session = new ScheduledSession(id, 7);
      pipeline =
          new Pipeline(
              id,
              new LocalClient(new UUID(1, 2)),
              session,
              Lab.MAX_ENTRY_BYTES,
              notification -> {},
              () -> 0);
    }

    private CompletableFuture<Result> write(long sequence) {
      Submission submission = submission(sequence);
      pipeline.submit(submission);
      return submission.result();
    }

    private static Submission submission(long sequence) {
      return new Submission(
          new Command.Local(sequence, Lab.HOSTED_SESSION, PUT, WRITES), sequence, WRITES);
    }

    private CompletableFuture<Result> read(long sequence) {
      return pipeline.query(
          new ReadRequest.Query(Lab.HOSTED_SESSION, GET, READS), submission(sequence));
    }
  }

  private static void answerAll(Group... groups) {
    boolean any = true;
    while (any) {
      any = false;
      for (Group group : groups) {
        any |= group.session.answer();
      }
    }
  }

  @Test
  void eachCallIsAppliedOnceAndThoseOfAThreadInTheirOrder() {
    Schedules.explore(
        300,
        () -> {
          Group group = new Group(Lab.G);
          ThreadNotes<CompletableFuture<Result>> calls = new ThreadNotes<>();
          Schedules.sideBySide(
              () -> {
                calls.add(group.write(1));
                calls.add(group.write(2));
              },
              () -> calls.add(group.write(3)),
              group.session::answer);
          answerAll(group);
          List<Long> log = group.session.log();
          Schedules.same("applied", 3, log.size());
          Schedules.holds("in order: " + log, log.indexOf(1L) < log.indexOf(2L));
          Schedules.holds("answered", calls.all().stream().allMatch(CompletableFuture::isDone));
        });
  }

  @Test
  void aReadSeesTheWriteThatWasCalledBefore() {
    Schedules.explore(
        300,
        () -> {
          Group group = new Group(Lab.G);
          ThreadNotes<CompletableFuture<Result>> reads = new ThreadNotes<>();
          Schedules.sideBySide(
              () -> {
                group.write(1);
                CompletableFuture<Result> read = group.read(2);
                reads.add(
                    read.whenComplete(
                        (found, error) -> Schedules.same("read", Lab.value(1), found)));
              },
              () -> reads.add(group.read(3)),
              group.session::answer);
          answerAll(group);
          reads.all().forEach(CompletableFuture::join);
          Schedules.same("applied", List.of(1L), group.session.log());
          Schedules.holds("answered", reads.all().stream().allMatch(CompletableFuture::isDone));
        });
  }

  @Test
  void aReadThatIsCalledBesideAnotherIsAnswered() {
    Schedules.explore(
        300,
        () -> {
          Group group = new Group(Lab.G);
          ThreadNotes<CompletableFuture<Result>> reads = new ThreadNotes<>();
          Schedules.sideBySide(
              () -> reads.add(group.read(1)),
              () -> reads.add(group.read(2)),
              () -> reads.add(group.read(3)));
          answerAll(group);
          Schedules.holds("answered", reads.all().stream().allMatch(CompletableFuture::isDone));
        });
  }

  @Test
  void eachCallEndsWhenTheSessionIsLost() {
    Schedules.explore(
        300,
        () -> {
          Group group = new Group(Lab.G);
          ThreadNotes<CompletableFuture<Result>> calls = new ThreadNotes<>();
          Schedules.sideBySide(
              () -> {
                calls.add(group.write(1));
                calls.add(group.read(2));
              },
              () -> group.pipeline.fail(new IllegalStateException("lost")),
              group.session::answer);
          Schedules.same("calls", 2, calls.all().size());
          Schedules.holds("ended", calls.all().stream().allMatch(CompletableFuture::isDone));
        });
  }

  @Test
  void aMessageThatWasHeldBackForAGroupGoesOnWithIt() {
    Schedules.explore(
        700,
        () -> {
          Group g = new Group(Lab.G);
          Group h = new Group(Lab.H);
          h.write(1);
          AllGroupsBarrier barrier = new AllGroupsBarrier(2);
          Reach reach = new Reach(new TreeMap<>(Map.of(Lab.G, WRITES, Lab.H, WRITES)));
          Schedules.sideBySide(
              () -> {
                for (Group group : List.of(g, h)) {
                  Command command = new Command.Local(2, Lab.HOSTED_SESSION, PUT, WRITES);
                  group.pipeline.enqueueMulticast(
                      new Submission(command, 2, WRITES, reach, barrier));
                }
                g.pipeline.runCompletions();
                h.pipeline.runCompletions();
              },
              h.session::answer);
          answerAll(g, h);
          Schedules.same("applied here", List.of(2L), g.session.log());
          Schedules.same("applied there", List.of(1L, 2L), h.session.log());
        });
  }
}
