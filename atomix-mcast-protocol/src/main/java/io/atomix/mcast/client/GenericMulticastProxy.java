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

import com.google.common.io.BaseEncoding;
import io.atomix.mcast.ConflictRelation;
import io.atomix.mcast.Footprint;
import io.atomix.mcast.client.OperationRecorder.Recorded;
import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.proxy.ProxySession;
import io.atomix.primitive.proxy.impl.AbstractProxyClient;
import io.atomix.utils.concurrent.Futures;
import io.atomix.utils.concurrent.ThreadContext;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A primitive in all its groups: what Atomix's primitives do on all partitions at once is one
 * multicast message here, unless it touches nothing or its conflict relation keeps it apart.
 */
final class GenericMulticastProxy<S> extends AbstractProxyClient<S> {
  private final List<PrimitiveProxySession<S>> sessions;
  private final OperationRecorder<S> recorder;
  private final ConflictRelation relation;
  private final ProxyOptions options;
  private final ThreadContext context;

  GenericMulticastProxy(
      String name,
      PrimitiveType<?, ?, ?> type,
      List<PrimitiveProxySession<S>> sessions,
      OperationRecorder<S> recorder,
      ConflictRelation relation,
      ProxyOptions options) {
    super(name, type, options.protocol(), List.copyOf(sessions));
    this.sessions = sessions;
    this.recorder = recorder;
    this.relation = relation;
    this.options = options;
    this.context = sessions.get(0).context();
  }

  @Override
  public PartitionId getPartitionId(String key) {
    return options.partitioner().partition(key, getPartitionIds());
  }

  @Override
  public PartitionId getPartitionId(Object key) {
    return getPartitionId(BaseEncoding.base16().encode(recorder.serializer().encode(key)));
  }

  @Override
  public Collection<ProxySession<S>> getPartitions() {
    return List.copyOf(sessions);
  }

  @Override
  public CompletableFuture<Void> acceptAll(Consumer<S> operation) {
    Recorded recorded = recorder.record(operation);
    return everywhere(recorded, false).thenApply(results -> null);
  }

  @Override
  public <R> CompletableFuture<Stream<R>> applyAll(Function<S, R> operation) {
    Recorded recorded = recorder.record(operation::apply);
    return everywhere(recorded, true)
        .thenApply(results -> results.stream().map(recorder::<R>decode));
  }

  private CompletableFuture<List<byte[]>> everywhere(Recorded recorded, boolean resultWanted) {
    Footprint footprint = relation.footprint(recorded.invocation(resultWanted));
    if (sessions.size() == 1
        || footprint.isEmpty()
        || !relation.spansGroups(recorded.invocation(resultWanted))) {
      return Futures.allOf(
          sessions.stream().map(session -> session.invoke(recorded, resultWanted)).toList());
    }
    CompletableFuture<List<Result>> results =
        Retries.run(
            options, context, () -> multicast(recorded, footprint.of(name()), resultWanted));
    return Futures.asyncFuture(
        results.thenApply(all -> all.stream().map(Failures::valueOf).toList()), context);
  }

  private CompletableFuture<List<Result>> multicast(
      Recorded recorded, io.atomix.mcast.ordering.Footprint footprint, boolean resultWanted) {
    return submit(
        sessions,
        footprint,
        resultWanted,
        (sequence, session, groups) ->
            new Command.Multicast(
                sequence, session, recorded.operation(), footprint, groups, resultWanted));
  }

  private CompletableFuture<List<Result>> submit(
      List<PrimitiveProxySession<S>> targets,
      io.atomix.mcast.ordering.Footprint footprint,
      boolean resultWanted,
      MulticastCall.CommandFactory commands) {
    int entered = 0;
    try {
      for (PrimitiveProxySession<S> session : targets) {
        session.session().client().overload().enter();
        entered++;
      }
    } catch (PrimitiveException.Unavailable e) {
      leave(targets, entered);
      return CompletableFuture.failedFuture(e);
    }
    CompletableFuture<List<Result>> results =
        whenAllOpen(targets)
            .thenCompose(
                open -> {
                  for (PrimitiveProxySession<S> session : targets) {
                    session
                        .session()
                        .checkSize(
                            commands.make(Long.MAX_VALUE, Long.MAX_VALUE, groups(targets)),
                            open.get(session.session().client().group()).pipeline());
                  }
                  return MulticastCall.submit(
                      targets.get(0).session().client().local(),
                      open,
                      footprint,
                      resultWanted,
                      commands);
                });
    int all = entered;
    results.whenComplete((done, error) -> leave(targets, all));
    return results;
  }

  private void leave(List<PrimitiveProxySession<S>> targets, int entered) {
    targets.stream()
        .limit(entered)
        .forEach(session -> session.session().client().overload().leave());
  }

  private SortedSet<GroupId> groups(List<PrimitiveProxySession<S>> targets) {
    SortedSet<GroupId> groups = new TreeSet<>();
    targets.forEach(session -> groups.add(session.session().client().group()));
    return groups;
  }

  private CompletableFuture<Map<GroupId, HostedSessionClient.Open>> whenAllOpen(
      List<PrimitiveProxySession<S>> targets) {
    CompletableFuture<Map<GroupId, HostedSessionClient.Open>> all =
        CompletableFuture.completedFuture(new TreeMap<>());
    for (PrimitiveProxySession<S> session : targets) {
      CompletableFuture<HostedSessionClient.Open> open = session.session().whenOpen();
      all =
          all.thenCombine(
              open,
              (map, one) -> {
                map.put(session.session().client().group(), one);
                return map;
              });
    }
    return all;
  }

  /**
   * Deleting is a multicast write of the whole primitive, in the groups that it lives in: a counter
   * or a lock has a session in one group alone.
   */
  @Override
  public CompletableFuture<Void> delete() {
    List<PrimitiveProxySession<S>> used =
        sessions.stream().filter(session -> session.session().isConnected()).toList();
    if (used.size() < 2) {
      return used.isEmpty() ? CompletableFuture.completedFuture(null) : used.get(0).delete();
    }
    io.atomix.mcast.ordering.Footprint everything =
        io.atomix.mcast.ordering.Footprint.whole(name(), Access.WRITE);
    CompletableFuture<List<Result>> results =
        submit(
            used,
            everything,
            true,
            (sequence, session, groups) -> new Command.Delete(sequence, name(), session, groups));
    return Futures.asyncFuture(
        results.thenAccept(
            all -> {
              all.forEach(Failures::valueOf);
              used.forEach(session -> session.session().deleted());
            }),
        context);
  }
}
