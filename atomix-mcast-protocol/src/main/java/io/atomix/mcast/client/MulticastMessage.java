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

import io.atomix.mcast.ordering.GroupId;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A message to several groups, before it is on its way.
 *
 * @param destinations what it does in each group, all with one primitive
 * @param resultWanted whether the caller wants all results, or only to know that the message takes
 *     effect
 * @param early whether the caller is content with what can be told with the votes (rule 8)
 * @param places the numbers of the places in the lines of the groups that it takes over from a
 *     query (rule 12); empty if it comes behind all that was called before
 */
record MulticastMessage(
    SortedMap<GroupId, Destination> destinations,
    boolean resultWanted,
    boolean early,
    SortedMap<GroupId, Long> places) {

  /** Creates a message from what it does in each group, in any order. */
  static MulticastMessage to(
      Collection<Destination> destinations, boolean resultWanted, boolean early) {
    return new MulticastMessage(
        byGroup(destinations), resultWanted, early, Collections.emptySortedMap());
  }

  /** Creates a message that takes the place of a query in the line of each group. */
  static MulticastMessage inPlaceOfQuery(
      Collection<Destination> destinations, SortedMap<GroupId, Long> places) {
    return new MulticastMessage(byGroup(destinations), true, true, places);
  }

  private static SortedMap<GroupId, Destination> byGroup(Collection<Destination> destinations) {
    SortedMap<GroupId, Destination> byGroup = new TreeMap<>();
    destinations.forEach(each -> byGroup.put(each.group(), each));
    return byGroup;
  }

  /** Rule 12: returns whether it may be asked without log entries: whether it only reads. */
  boolean isQuery() {
    return resultWanted
        && early
        && destinations.values().stream()
            .allMatch(
                each ->
                    each.action() != null
                        && each.action().isQuery()
                        && each.footprint().onlyReads());
  }

  /** Returns the number of the place that it takes over in a group, or 0. */
  long place(GroupId group) {
    return places.getOrDefault(group, 0L);
  }

  /** Returns the name of the primitive. */
  String primitive() {
    return destinations.get(destinations.firstKey()).footprint().primitive();
  }
}
