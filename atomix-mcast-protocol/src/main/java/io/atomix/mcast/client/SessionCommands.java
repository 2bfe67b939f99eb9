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

import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.client.HostedSessionClient.OpenedSession;
import io.atomix.mcast.client.pipeline.Pipeline;
import io.atomix.mcast.client.pipeline.Submission;
import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Result;
import io.atomix.mcast.wire.WireException;
import io.atomix.mcast.wire.WireReader;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.Recovery;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.utils.serializer.Serializer;
import java.time.Duration;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;

/**
 * Commands about a primitive's session in one group: opens it, lets it listen again, closes it, and
 * deletes the primitive. They are no calls: no limit holds them up, and nobody observes them.
 * Thread-safe.
 */
final class SessionCommands {
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final String name;
  private final String type;
  private final byte[] config;
  private final GroupClient client;
  private final boolean recovers;
  private final SessionEnding ending;

  /**
   * Creates the commands of a session.
   *
   * @param ending after which it is not opened any more
   */
  SessionCommands(
      String name,
      PrimitiveType<?, ?, ?> type,
      ServiceConfig config,
      GroupClient client,
      Recovery recovery,
      SessionEnding ending) {
    this.name = name;
    this.type = type.name();
    this.config = Serializer.using(type.namespace()).encode(config);
    this.client = client;
    this.recovers = recovery == Recovery.RECOVER;
    this.ending = ending;
  }

  /**
   * Opens a session, again and again if it is one that recovers. The future completes with the
   * thread that brings the answer, in the order of the group's answers and events; never, if the
   * session ends meanwhile.
   */
  CompletableFuture<OpenedSession> open() {
    CompletableFuture<OpenedSession> opened = new CompletableFuture<>();
    open(opened);
    return opened;
  }

  private void open(CompletableFuture<OpenedSession> opened) {
    client
        .pipeline()
        .whenComplete(
            (pipeline, error) -> {
              if (error != null) {
                opened.completeExceptionally(error);
              } else if (!ending.isOver()) {
                open(opened, pipeline);
              }
            });
  }

  private void open(CompletableFuture<OpenedSession> opened, Pipeline pipeline) {
    long sequence = client.local().next();
    Command command = new Command.OpenSession(sequence, name, type, config);
    try {
      CommandSize.check(command.size(), name, client.group(), client.maxCommandBytes());
    } catch (NotAppliedException e) {
      client.local().resolved(sequence);
      opened.completeExceptionally(e);
      return;
    }
    submit(pipeline, new Submission(command, sequence, writeAll()))
        .whenComplete(
            (result, error) -> {
              if (result instanceof Result.Done done) {
                opened(opened, pipeline, done.value());
              } else if (result instanceof Result.Failed failed) {
                opened.completeExceptionally(Failures.exception(failed));
              } else if (recovers && !ending.isOver()) {
                openAgain(opened, pipeline);
              } else {
                opened.completeExceptionally(error);
              }
            });
  }

  private void openAgain(CompletableFuture<OpenedSession> opened, Pipeline pipeline) {
    if (pipeline.isFailed()) {
      // The Raft session was lost meanwhile; the next one is on its way.
      open(opened);
    } else {
      client.scheduler().schedule(RETRY, () -> open(opened));
    }
  }

  private static void opened(
      CompletableFuture<OpenedSession> opened, Pipeline pipeline, byte[] value) {
    OpenedSession open;
    try {
      open = new OpenedSession(pipeline, new WireReader("A session number", value).readVarLong());
    } catch (WireException e) {
      opened.completeExceptionally(e);
      return;
    }
    opened.complete(open);
  }

  /**
   * Repeats in a new session what makes it listen, until the group has executed it; the future
   * never completes if the Raft session is lost meanwhile.
   */
  CompletableFuture<Void> listen(OpenedSession open, Listening listening) {
    CompletableFuture<Void> listens = new CompletableFuture<>();
    listen(open, listening, listens);
    return listens;
  }

  private void listen(OpenedSession open, Listening listening, CompletableFuture<Void> listens) {
    listening
        .repeat(
            call ->
                submit(
                    open,
                    call.footprint(),
                    sequence ->
                        new Command.Local(
                            sequence, open.session(), call.operation(), call.footprint())))
        .whenComplete(
            (all, error) -> {
              if (error == null) {
                listens.complete(null);
              } else if (!open.pipeline().isFailed()) {
                client.scheduler().schedule(RETRY, () -> listen(open, listening, listens));
              }
            });
  }

  CompletableFuture<Result> close(OpenedSession open) {
    return submit(
        open, writeAll(), sequence -> new Command.CloseSession(sequence, name, open.session()));
  }

  CompletableFuture<Result> delete(OpenedSession open) {
    SortedSet<GroupId> here = new TreeSet<>(Set.of(client.group()));
    return submit(
        open, writeAll(), sequence -> new Command.Delete(sequence, name, open.session(), here));
  }

  private CompletableFuture<Result> submit(
      OpenedSession open, GroupFootprint footprint, LongFunction<Command> command) {
    long sequence = client.local().next();
    return submit(open.pipeline(), new Submission(command.apply(sequence), sequence, footprint));
  }

  private CompletableFuture<Result> submit(Pipeline pipeline, Submission submission) {
    pipeline.submit(submission);
    return submission
        .result()
        .whenComplete((done, error) -> client.local().resolved(submission.sequence()));
  }

  private GroupFootprint writeAll() {
    return GroupFootprint.whole(name, Access.WRITE);
  }
}
