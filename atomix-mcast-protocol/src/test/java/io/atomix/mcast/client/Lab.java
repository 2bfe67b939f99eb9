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

import io.atomix.mcast.group.GroupService;
import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.Footprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.Standing;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Delivery;
import io.atomix.mcast.wire.Item;
import io.atomix.mcast.wire.Operation;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.operation.PrimitiveOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * One pipeline of group G over a session that a test answers by hand, and the vocabulary of such
 * tests.
 */
final class Lab {
  static final GroupId G = new GroupId("data", 1);
  static final GroupId H = new GroupId("data", 2);

  /** After so many milliseconds an idle client acknowledges what it has received. */
  static final long UNACKNOWLEDGED = 2001;

  static final int MAX_ENTRY_BYTES = 4096;
  static final long HOSTED_SESSION = 3;

  final FakeSession raft;
  final LocalClient local;
  final Pipeline pipeline;

  /** What the application was told, in its order. */
  final List<String> told = new ArrayList<>();

  private long now = -10_000_000_000L;

  Lab() {
    this(G, new LocalClient());
  }

  Lab(GroupId group, LocalClient local) {
    this.local = local;
    raft = new FakeSession(7);
    pipeline =
        new Pipeline(
            group,
            local,
            raft,
            MAX_ENTRY_BYTES,
            item -> told.add("item " + item.number()),
            () -> now);
  }

  static Footprint writes(String primitive, long... keys) {
    return touches(primitive, Access.WRITE, keys);
  }

  static Footprint reads(String primitive, long... keys) {
    return touches(primitive, Access.READ, keys);
  }

  private static Footprint touches(String primitive, Access access, long... keys) {
    TreeMap<Long, Access> touched = new TreeMap<>();
    Arrays.stream(keys).forEach(key -> touched.put(key, access));
    return new Footprint(primitive, null, touched);
  }

  static Result value(int value) {
    return new Result.Done(new byte[] {(byte) value});
  }

  static Answer finished(int value) {
    return new Answer.Finished(value(value));
  }

  static Answer waiting() {
    return new Answer.Waiting();
  }

  /**
   * The answer to a multicast message that is first in its group, with the result as of its vote.
   */
  static Answer voted(long vote, Result early) {
    return new Answer.Voted(new Standing(Standing.State.VOTED, vote, true), early);
  }

  static Answer votedNotFirst(long vote) {
    return new Answer.Voted(new Standing(Standing.State.VOTED, vote, false), null);
  }

  static Result refused() {
    return new Result.Failed(Result.Cause.ABORTED, "refused: nothing was applied");
  }

  /** Returns why a call has failed, which must have happened by now. */
  static Throwable failureOf(CompletableFuture<?> call) {
    assertThat(call).isCompletedExceptionally();
    Throwable error = call.handle((value, failure) -> failure).join();
    return error instanceof CompletionException ? error.getCause() : error;
  }

  static PrimitiveOperation readOperation() {
    return PrimitiveOperation.operation(GroupService.READ, new ReadRequest.Items(0).encode());
  }

  /**
   * Returns what goes to this group of a multicast message.
   *
   * @param early whether the client is content with what can be told with the votes
   */
  MulticastTarget target(long hostedSession, Footprint footprint, boolean early) {
    return new MulticastTarget(
        () -> open(hostedSession),
        footprint,
        (sequence, session, submitted, groups) ->
            new Command.Multicast(
                sequence,
                session,
                new Operation("op", OperationType.COMMAND, null),
                submitted,
                groups,
                early));
  }

  CompletableFuture<HostedSessionClient.Open> open(long hostedSession) {
    return CompletableFuture.completedFuture(new HostedSessionClient.Open(pipeline, hostedSession));
  }

  Submission write(Footprint footprint) {
    return write(footprint, 1);
  }

  /** Submits a write whose argument has this many bytes. */
  Submission write(Footprint footprint, int bytes) {
    Submission submission = submission(footprint, OperationType.COMMAND, bytes);
    Pipeline.resultOf(submission)
        .whenComplete((done, error) -> local.resolved(submission.sequence()));
    pipeline.submit(submission);
    return submission;
  }

  Submission submission(Footprint footprint, OperationType type, int bytes) {
    long sequence = local.next();
    Operation operation = new Operation("op", type, new byte[bytes]);
    return new Submission(
        new Command.Local(sequence, HOSTED_SESSION, operation, footprint), sequence, footprint);
  }

  /** Asks a query. */
  CompletableFuture<Result> query(Footprint footprint) {
    Submission instead = submission(footprint, OperationType.QUERY, 1);
    CompletableFuture<Result> result =
        pipeline.query(
            new ReadRequest.Query(
                HOSTED_SESSION, new Operation("get", OperationType.QUERY, null), footprint),
            instead);
    result.whenComplete((done, error) -> local.resolved(instead.sequence()));
    return result;
  }

  /** Notes in {@link #told} when the result comes, under this name. */
  void note(String name, CompletableFuture<?> result) {
    result.whenComplete((done, error) -> told.add(error == null ? name : name + " failed"));
  }

  static Item deferred(long number, Submission submission, int value) {
    return new Item.Deferred(number, submission.sequence(), value(value));
  }

  static Item event(long number, long index) {
    return new Item.Event(number, index, HOSTED_SESSION, "changed", new byte[] {1});
  }

  long deliver(Item... items) {
    return pipeline.deliver(new Delivery(raft.sessionId().id(), List.of(items)));
  }

  /** Lets time pass, and ticks. */
  void after(long millis, long askAgainMillis) {
    now += millis * 1_000_000;
    pipeline.tick(askAgainMillis * 1_000_000);
  }

  /** Returns the sequences of the commands in the batch that is under way. */
  List<Long> sequences() {
    return raft.commands().stream().map(command -> ((Command.Local) command).sequence()).toList();
  }
}
