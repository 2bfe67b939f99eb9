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

import io.atomix.mcast.observe.GroupObserver;
import io.atomix.mcast.ordering.Footprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.PrimitiveException;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/** Sends multicast messages, each to the sessions that the primitive has in its groups. */
final class MulticastSender {
  private MulticastSender() {}

  /** Part of a message in one group. */
  record Part(
      HostedSessionClient session, Footprint footprint, MulticastTarget.CommandFactory command) {
    GroupId group() {
      return session.client().group();
    }
  }

  /**
   * Sends one message to the groups of its parts, at least two.
   *
   * @param resultWanted whether the results of all groups are wanted, or one is enough
   * @param elsewhere where it may go beside
   * @return the results in the order of the groups
   */
  static CompletableFuture<List<Result>> send(
      List<Part> parts, boolean resultWanted, Elsewhere elsewhere) {
    int entered = 0;
    try {
      for (Part part : parts) {
        part.session().client().overload().enter();
        entered++;
      }
    } catch (PrimitiveException.Unavailable e) {
      leave(parts, entered);
      return CompletableFuture.failedFuture(e);
    }
    int all = entered;
    GroupClient first = parts.get(0).session().client();
    CompletableFuture<List<Result>> results =
        submit(first.local(), parts, resultWanted, elsewhere)
            .whenComplete((done, error) -> leave(parts, all));
    return Watched.operation(first.observer(), GroupObserver.Kind.MULTICAST, results);
  }

  private static void leave(List<Part> parts, int entered) {
    parts.stream().limit(entered).forEach(part -> part.session().client().overload().leave());
  }

  private static CompletableFuture<List<Result>> submit(
      LocalClient local, List<Part> parts, boolean resultWanted, Elsewhere elsewhere) {
    SortedMap<GroupId, MulticastTarget> targets = new TreeMap<>();
    for (Part part : parts) {
      targets.put(
          part.group(),
          new MulticastTarget(part.session()::whenOpen, part.footprint(), part.command()));
    }
    SortedSet<GroupId> groups = new TreeSet<>(targets.keySet());
    boolean mayWiden = true;
    try {
      for (Part part : parts) {
        Command largest =
            part.command().make(Long.MAX_VALUE, Long.MAX_VALUE, part.footprint(), groups);
        part.session().checkSize(largest);
        mayWiden &=
            largest.size() + MulticastCall.GROWTH <= part.session().client().maxCommandBytes();
      }
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
    return MulticastCall.submit(local, targets, resultWanted, mayWiden, elsewhere);
  }
}
