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
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Conditional;
import java.util.Collections;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Other sessions of a primitive, in groups that a message may go to because earlier ones do; see
 * {@link Reach}.
 *
 * @param sessions gives the open session in a group, or null
 * @param early whether the caller is content with what can be told with the votes
 */
record Elsewhere(Function<GroupId, HostedSessionClient.Open> sessions, boolean early) {
  /** No session in any other group. */
  static final Elsewhere NOWHERE = new Elsewhere(group -> null, false);

  /** Returns what goes to such a group: nothing but the footprint that orders the message. */
  MulticastTarget target(String primitive, HostedSessionClient.Open open) {
    return new MulticastTarget(
        () -> CompletableFuture.completedFuture(open),
        new Footprint(primitive, null, Collections.emptySortedMap()),
        this::nothing);
  }

  private Command nothing(
      long sequence, long session, Footprint footprint, SortedSet<GroupId> groups) {
    return new Command.Multicast(sequence, session, Conditional.NOTHING, footprint, groups, early);
  }
}
