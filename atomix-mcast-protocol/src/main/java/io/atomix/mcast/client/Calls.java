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
import io.atomix.mcast.client.pipeline.LocalClient;
import io.atomix.mcast.client.pipeline.Submission;
import io.atomix.mcast.observe.GroupObserver.MessageKind;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.Action;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.PrimitiveException;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The calls of one primitive, local and multicast: lets each into its groups, makes a message of
 * it, watches how it ends, and tries it again if it was applied nowhere. Thread-safe. Futures
 * complete on arbitrary threads, so callers' code has to go on elsewhere ({@link Completion}).
 */
final class Calls {
  private final ProxyOptions options;
  private final RoundsChoice rounds = new RoundsChoice();
  private final SortedMap<GroupId, HostedSessionClient> sessions = new TreeMap<>();

  /** Sources of the answer to a query. */
  enum ReadPath {
    /** From a log entry, like a write: for queries that change the service. */
    FROM_LOG,
    /** From the leader (rule 7). */
    LINEARIZABLE,
    /** From any replica that knows the caller's own writes. */
    SEQUENTIAL
  }

  /**
   * Creates calls in the sessions that the primitive has in its groups.
   *
   * @param options say how often a call is tried again
   */
  Calls(ProxyOptions options, Collection<HostedSessionClient> sessions) {
    this.options = options;
    sessions.forEach(session -> this.sessions.put(session.group(), session));
  }

  ProxyOptions options() {
    return options;
  }

  /** Returns where a query is answered that changes the service, or does not. */
  ReadPath reading(boolean changesService) {
    return changesService
        ? ReadPath.FROM_LOG
        : options.sequential() ? ReadPath.SEQUENTIAL : ReadPath.LINEARIZABLE;
  }

  /** Runs an operation as a local message, or as a query that needs no entry (rules 1 and 7). */
  CompletableFuture<Result> local(
      HostedSessionClient session, Action action, GroupFootprint footprint, ReadPath reading) {
    MessageKind kind =
        action.isQuery() && reading != ReadPath.FROM_LOG ? MessageKind.QUERY : MessageKind.LOCAL;
    return again(
        session.client(),
        () ->
            once(
                kind,
                List.of(session.client()),
                () -> submitted(session, action, footprint, reading)));
  }

  /** Sends one message to at least two groups; completes with the results in their order. */
  CompletableFuture<List<Result>> multicast(MulticastMessage message) {
    return again(first(message), () -> once(message, this::openSession));
  }

  /** Runs a call in these groups that makes its message itself. */
  <T> CompletableFuture<T> run(
      MessageKind kind, List<GroupClient> clients, Supplier<CompletableFuture<T>> call) {
    return again(clients.get(0), () -> once(kind, clients, call));
  }

  /** Deletes the primitive in these groups, at least two, by one message that is sent once. */
  CompletableFuture<List<Result>> delete(List<HostedSessionClient> used) {
    List<Destination> destinations =
        used.stream().map(session -> Destination.deletion(session, session.name())).toList();
    return once(MulticastMessage.to(destinations, true, false), group -> null);
  }

  private <T> CompletableFuture<T> again(GroupClient client, Supplier<CompletableFuture<T>> call) {
    return Retries.follow(call.get(), options, client.scheduler(), call, client::retries);
  }

  /** Lets a call into all its groups or into none, and out when it has ended. */
  private static <T> CompletableFuture<T> once(
      MessageKind kind, List<GroupClient> clients, Supplier<CompletableFuture<T>> call) {
    int entered = 0;
    try {
      for (GroupClient client : clients) {
        client.limiter().enter();
        entered++;
      }
    } catch (PrimitiveException.Unavailable e) {
      leave(clients, entered);
      return CompletableFuture.failedFuture(e);
    }
    CompletableFuture<T> ending =
        call.get().whenComplete((done, error) -> leave(clients, clients.size()));
    return OperationTimer.operation(clients.get(0).observer(), kind, ending);
  }

  private static void leave(List<GroupClient> clients, int entered) {
    for (int i = 0; i < entered; i++) {
      clients.get(i).limiter().leave();
    }
  }

  private static CompletableFuture<Result> submitted(
      HostedSessionClient session, Action action, GroupFootprint footprint, ReadPath reading) {
    LocalClient local = session.client().local();
    long sequence = local.next();
    return session
        .whenOpen()
        .thenCompose(
            open -> {
              session.called(action, footprint);
              Command command = new Command.Local(sequence, open.session(), action, footprint);
              session.checkSize(command.size());
              Submission submission = new Submission(command, sequence, footprint);
              return reading != ReadPath.FROM_LOG
                      && action instanceof HostedOperation operation
                      && operation.isQuery()
                  ? asked(session.client(), open, operation, submission, reading)
                  : written(open, submission);
            })
        .whenComplete(
            (result, error) -> {
              local.resolved(sequence);
              session.heard(result);
            });
  }

  private static CompletableFuture<Result> written(
      HostedSessionClient.OpenedSession open, Submission submission) {
    open.pipeline().submit(submission);
    return submission.result();
  }

  /**
   * Asks a query.
   *
   * @param instead what is submitted if it cannot be answered without an entry
   */
  private static CompletableFuture<Result> asked(
      GroupClient client,
      HostedSessionClient.OpenedSession open,
      HostedOperation operation,
      Submission instead,
      ReadPath reading) {
    ReadRequest.Query query = new ReadRequest.Query(open.session(), operation, instead.footprint());
    return reading == ReadPath.SEQUENTIAL
        ? client.sequentialReads().query(open.pipeline(), query, instead)
        : open.pipeline().query(query, instead);
  }

  private CompletableFuture<List<Result>> once(
      MulticastMessage message, Function<GroupId, HostedSessionClient.OpenedSession> elsewhere) {
    return once(
        MessageKind.MULTICAST,
        message.destinations().keySet().stream().map(group -> session(group).client()).toList(),
        () -> submitted(message, elsewhere));
  }

  private CompletableFuture<List<Result>> submitted(
      MulticastMessage message, Function<GroupId, HostedSessionClient.OpenedSession> elsewhere) {
    SortedSet<GroupId> groups = new TreeSet<>(message.destinations().keySet());
    boolean mayWiden = true;
    for (Destination destination : message.destinations().values()) {
      HostedSessionClient session = session(destination.group());
      int size = destination.size(groups);
      try {
        session.checkSize(size);
      } catch (NotAppliedException e) {
        return CompletableFuture.failedFuture(e);
      }
      mayWiden &= size + MulticastCall.GROWTH <= session.client().maxCommandBytes();
    }
    LocalClient local = first(message).local();
    boolean widens = mayWiden;
    return message.isQuery()
        ? MulticastRead.ask(
            local,
            message,
            this::openSession,
            sent -> MulticastCall.submit(local, sent, widens && sent.places().isEmpty(), elsewhere),
            rounds)
        : MulticastCall.submit(local, message, mayWiden, elsewhere);
  }

  /** Returns the session in a group of the primitive. */
  HostedSessionClient session(GroupId group) {
    return sessions.get(group);
  }

  private GroupClient first(MulticastMessage message) {
    return session(message.destinations().firstKey()).client();
  }

  private HostedSessionClient.OpenedSession openSession(GroupId group) {
    HostedSessionClient session = sessions.get(group);
    return session == null ? null : session.ifAnswering();
  }
}
