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
package io.atomix.mcast.ordering;

import static io.atomix.mcast.ordering.Fixtures.G;
import static io.atomix.mcast.ordering.Fixtures.H;
import static io.atomix.mcast.ordering.Fixtures.groups;
import static io.atomix.mcast.ordering.Fixtures.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;

/** Group G, which carries out the rules of the ordering protocol, and what it is told. */
abstract class OrderingRulesFixture {
  static final SortedSet<GroupId> G_AND_H = groups(G, H);

  final GroupOrdering group = new GroupOrdering(G);

  List<Effect> local(long id, GroupFootprint footprint) {
    return group.step(new Entry.SubmitLocal(id(id), footprint));
  }

  List<Effect> multicast(long id, GroupFootprint footprint) {
    return multicast(id, footprint, 0);
  }

  List<Effect> multicast(long id, GroupFootprint footprint, long lowestVote) {
    return group.step(new Entry.SubmitMulticast(id(id), footprint, G_AND_H, lowestVote));
  }

  List<Effect> raise(long id, long timestamp) {
    return group.step(new Entry.Raise(id(id), timestamp));
  }

  List<Effect> execute(long id, long timestamp) {
    return group.step(new Entry.Execute(id(id), timestamp));
  }

  List<Effect> refuse(long id) {
    return group.step(new Entry.Refuse(id(id), G_AND_H));
  }

  List<Effect> abort(long id) {
    return group.step(new Entry.Abort(id(id)));
  }

  List<Effect> forget(long id) {
    return group.step(new Entry.Forget(List.of(id(id))));
  }

  static Optional<Entry.OrderEntry> decide(
      MessageStatus own, SortedSet<GroupId> otherDestinations, Map<GroupId, MessageStatus> others) {
    return Decisions.next(id(1), own, otherDestinations, others, true);
  }

  static void assertIgnored(List<Effect> effects) {
    assertThat(effects).singleElement().isInstanceOf(Effect.Ignored.class);
  }
}
