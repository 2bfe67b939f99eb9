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

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Delivery;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.Notification;
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
public final class Lab {
  public static final GroupId G = new GroupId("data", 1);
  public static final GroupId H = new GroupId("data", 2);

  /** After so many milliseconds an idle client acknowledges what it has received. */
  public static final long UNACKNOWLEDGED = 2001;

  public static final int MAX_ENTRY_BYTES = 4096;
  public static final long HOSTED_SESSION = 3;

  public final FakeSession raft;
  public final LocalClient local;
  public final Pipeline pipeline;

  /** What the application was told, in its order. */
  public final List<String> told = new ArrayList<>();

  private long now = -10_000_000_000L;

  public Lab() {
    this(G, new LocalClient());
  }

  public Lab(GroupId group, LocalClient local) {
    this.local = local;
    raft = new FakeSession(7);
    pipeline =
        new Pipeline(
            group,
            local,
            raft,
            MAX_ENTRY_BYTES,
            notification -> told.add("item " + notification.number()),
            () -> now);
  }

  public static GroupFootprint writes(String primitive, long... keys) {
    return touches(primitive, Access.WRITE, keys);
  }

  public static GroupFootprint reads(String primitive, long... keys) {
    return touches(primitive, Access.READ, keys);
  }

  private static GroupFootprint touches(String primitive, Access access, long... keys) {
    TreeMap<Long, Access> touched = new TreeMap<>();
    Arrays.stream(keys).forEach(key -> touched.put(key, access));
    return new GroupFootprint(primitive, null, touched);
  }

  public static Result value(int value) {
    return new Result.Done(new byte[] {(byte) value});
  }

  public static Answer finished(int value) {
    return new Answer.Finished(value(value));
  }

  public static Answer waiting() {
    return new Answer.Waiting();
  }

  /**
   * The answer to a multicast message that is first in its group, with the result as of its vote.
   */
  public static Answer voted(long vote, Result early) {
    return new Answer.Voted(new MessageStatus(MessageStatus.State.VOTED, vote, true), early);
  }

  public static Answer votedNotFirst(long vote) {
    return new Answer.Voted(new MessageStatus(MessageStatus.State.VOTED, vote, false), null);
  }

  public static Result refused() {
    return new Result.Failed(Result.Cause.ABORTED, "refused: nothing was applied");
  }

  /** Returns why a call has failed, which must have happened by now. */
  public static Throwable failureOf(CompletableFuture<?> call) {
    assertThat(call).isCompletedExceptionally();
    Throwable error = call.handle((value, failure) -> failure).join();
    return error instanceof CompletionException ? error.getCause() : error;
  }

  public static PrimitiveOperation readOperation() {
    return PrimitiveOperation.operation(
        ReadRequest.OPERATION, new ReadRequest.FetchNotifications(0).encode());
  }

  public Submission write(GroupFootprint footprint) {
    return write(footprint, 1);
  }

  /** Submits a write whose argument has this many bytes. */
  public Submission write(GroupFootprint footprint, int bytes) {
    Submission submission = submission(footprint, OperationType.COMMAND, bytes);
    submission.result().whenComplete((done, error) -> local.resolved(submission.sequence()));
    pipeline.submit(submission);
    return submission;
  }

  public Submission submission(GroupFootprint footprint, OperationType type, int bytes) {
    long sequence = local.next();
    HostedOperation operation = new HostedOperation("op", type, new byte[bytes]);
    return new Submission(
        new Command.Local(sequence, HOSTED_SESSION, operation, footprint), sequence, footprint);
  }

  /** Asks a query. */
  public CompletableFuture<Result> query(GroupFootprint footprint) {
    Submission instead = submission(footprint, OperationType.QUERY, 1);
    CompletableFuture<Result> result =
        pipeline.query(
            new ReadRequest.Query(
                HOSTED_SESSION, new HostedOperation("get", OperationType.QUERY, null), footprint),
            instead);
    result.whenComplete((done, error) -> local.resolved(instead.sequence()));
    return result;
  }

  /** Notes in {@link #told} when the result comes, under this name. */
  public void note(String name, CompletableFuture<?> result) {
    result.whenComplete((done, error) -> told.add(error == null ? name : name + " failed"));
  }

  public static Notification deferred(long number, Submission submission, int value) {
    return new Notification.Deferred(number, submission.sequence(), value(value));
  }

  public static Notification event(long number, long index) {
    return new Notification.Published(number, index, HOSTED_SESSION, "changed", new byte[] {1});
  }

  public long deliver(Notification... notifications) {
    return pipeline.deliver(new Delivery(raft.sessionId().id(), List.of(notifications)));
  }

  /** Lets time pass, and ticks. */
  public void after(long millis, long askAgainMillis) {
    now += millis * 1_000_000;
    pipeline.tick(askAgainMillis * 1_000_000);
  }

  /** Returns the sequences of the commands in the batch that is under way. */
  public List<Long> sequences() {
    return raft.commands().stream().map(command -> ((Command.Local) command).sequence()).toList();
  }
}
