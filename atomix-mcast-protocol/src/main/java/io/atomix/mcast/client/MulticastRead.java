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

import io.atomix.mcast.client.pipeline.GroupReads;
import io.atomix.mcast.client.pipeline.LocalClient;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Rule 12: a query of several groups, on its way without log entries. All groups are asked for
 * values; when all have told, all are asked whether these are as they were. If they are, they were
 * current together between the two rounds. Otherwise a message takes the query's place in the line
 * of each group. Thread-safe.
 */
final class MulticastRead implements GroupReads.RoundsCaller {
  private final LocalClient local;
  private final SortedMap<GroupId, GroupPart> parts;
  private final Map<GroupReads, GroupPart> byReads = new HashMap<>();
  private final Function<MulticastMessage, CompletableFuture<List<Result>>> submit;
  private final RoundsChoice choice;
  private final CompletableFuture<List<Result>> future = new CompletableFuture<>();
  private int missing;
  private boolean over;

  /** The query in one group. Its mutable part is guarded by the lock of the query. */
  private static final class GroupPart {
    private final Destination destination;
    private final HostedSessionClient.OpenedSession open;
    private final long place;
    private long index;
    private Result value;

    private GroupPart(Destination destination, HostedSessionClient.OpenedSession open, long place) {
      this.destination = destination;
      this.open = open;
      this.place = place;
    }

    private GroupReads reads() {
      return open.pipeline().reads();
    }

    private void leave() {
      reads().leave(place, destination.footprint().primitive());
    }

    private ReadRequest.QueryPart question() {
      return new ReadRequest.QueryPart(
          open.session(), destination.action(), destination.footprint());
    }

    private ReadRequest.Claim claim() {
      return new ReadRequest.Claim(index, destination.footprint());
    }
  }

  private MulticastRead(
      LocalClient local,
      SortedMap<GroupId, GroupPart> parts,
      Function<MulticastMessage, CompletableFuture<List<Result>>> submit,
      RoundsChoice choice) {
    this.local = local;
    this.parts = parts;
    this.submit = submit;
    this.choice = choice;
    this.missing = parts.size();
    parts.values().forEach(part -> byReads.put(part.reads(), part));
  }

  /**
   * Asks a query, or submits it as a message.
   *
   * @param sessions gives the open session in a group, or null if it is not open or does not answer
   * @param submit submits a message
   * @return the results in the order of the group ids
   */
  static CompletableFuture<List<Result>> ask(
      LocalClient local,
      MulticastMessage message,
      Function<GroupId, HostedSessionClient.OpenedSession> sessions,
      Function<MulticastMessage, CompletableFuture<List<Result>>> submit,
      RoundsChoice choice) {
    if (!choice.begin(local.enoughForRounds())) {
      return submit.apply(message).whenComplete((results, error) -> choice.endMessage());
    }
    SortedMap<GroupId, GroupPart> parts;
    // As of a message: all groups are given it in the order of the calls.
    synchronized (local.multicastOrder()) {
      parts = enter(message, sessions);
    }
    if (parts.size() < message.destinations().size()) {
      parts.values().forEach(GroupPart::leave);
      return submit.apply(message).whenComplete((results, error) -> choice.endMessage());
    }
    MulticastRead read = new MulticastRead(local, parts, submit, choice);
    for (GroupPart part : parts.values()) {
      part.reads().ask(part.question(), read);
      part.reads().send();
    }
    return read.future;
  }

  /** Takes a place in the line of each group, up to the first in which something is before it. */
  private static SortedMap<GroupId, GroupPart> enter(
      MulticastMessage message, Function<GroupId, HostedSessionClient.OpenedSession> sessions) {
    SortedMap<GroupId, GroupPart> parts = new TreeMap<>();
    for (Destination destination : message.destinations().values()) {
      HostedSessionClient.OpenedSession open = sessions.apply(destination.group());
      long place = open == null ? 0 : open.pipeline().reads().enter(destination.footprint());
      if (place == 0) {
        break;
      }
      parts.put(destination.group(), new GroupPart(destination, open, place));
    }
    return parts;
  }

  @Override
  public void read(GroupReads from, long index, Result value, Set<GroupReads> ready) {
    if (value == null) {
      submit();
      return;
    }
    synchronized (this) {
      GroupPart part = byReads.get(from);
      part.index = index;
      part.value = value;
      missing--;
      if (over || missing > 0) {
        return;
      }
      missing = parts.size();
    }
    // Rule 12: all have told, so between now and the first confirmation all was as they told.
    for (GroupPart part : parts.values()) {
      part.reads().ask(part.claim(), this);
      ready.add(part.reads());
    }
  }

  @Override
  public void confirmed(GroupReads from, boolean confirmed, Set<GroupReads> ready) {
    if (!confirmed) {
      submit();
      return;
    }
    synchronized (this) {
      missing--;
      if (over || missing > 0) {
        return;
      }
      over = true;
    }
    choice.endRounds(true);
    local.completedUnlogged();
    List<Result> results = new ArrayList<>(parts.size());
    parts.values().forEach(part -> results.add(part.value));
    parts.values().forEach(GroupPart::leave);
    future.complete(results);
  }

  @Override
  public void lost(GroupReads from, Throwable reason) {
    if (end()) {
      choice.endRounds(true);
      parts.values().forEach(GroupPart::leave);
      future.completeExceptionally(reason);
    }
  }

  private synchronized boolean end() {
    boolean first = !over;
    over = true;
    return first;
  }

  /** A message takes the query's place in the line of each group. */
  private void submit() {
    if (!end()) {
      return;
    }
    choice.endRounds(false);
    List<Destination> destinations = new ArrayList<>(parts.size());
    SortedMap<GroupId, Long> places = new TreeMap<>();
    parts.forEach(
        (group, part) -> {
          // Not into a session that was opened since: the place is in the line of this one.
          destinations.add(
              new Destination(part.open, part.destination.action(), part.destination.footprint()));
          places.put(group, part.place);
        });
    submit
        .apply(MulticastMessage.inPlaceOfQuery(destinations, places))
        .whenComplete(
            (results, error) -> {
              if (error == null) {
                future.complete(results);
              } else {
                future.completeExceptionally(error);
              }
            });
  }
}
