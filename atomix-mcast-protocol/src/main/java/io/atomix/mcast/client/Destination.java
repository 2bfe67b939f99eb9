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

import io.atomix.mcast.client.pipeline.Reach;
import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.Action;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.ConditionalAction;
import java.util.Collections;
import java.util.SortedSet;

/**
 * Part of a message in one of its groups: what it does there.
 *
 * @param entrance where the message waits in turn for the session in which it goes
 * @param action what it does; null if it deletes the primitive
 * @param footprint what it touches there
 */
record Destination(Entrance entrance, Action action, GroupFootprint footprint) {

  /** Returns what goes to a group so that the primitive is deleted in it. */
  static Destination deletion(Entrance entrance, String primitive) {
    return new Destination(entrance, null, GroupFootprint.whole(primitive, Access.WRITE));
  }

  /**
   * Returns what goes to a group in which the message has nothing to do but to keep its order: it
   * touches no more than what it is submitted with; see {@link Reach}.
   */
  static Destination nothing(Entrance entrance, String primitive) {
    return new Destination(
        entrance,
        ConditionalAction.NOTHING,
        new GroupFootprint(primitive, null, Collections.emptySortedMap()));
  }

  GroupId group() {
    return entrance.group();
  }

  /** Returns about how many bytes its command takes, beside those to these groups. */
  int size(SortedSet<GroupId> groups) {
    return action == null
        ? Command.Delete.size(footprint.primitive(), groups)
        : Command.Multicast.size(action, footprint, groups);
  }

  /**
   * Makes the command of a message to several groups.
   *
   * @param sequence the number of the message
   * @param session the session in which it goes
   * @param submitted what it is submitted with, which may be more than it touches
   * @param early whether the client is content with what can be told with the votes
   * @param lowestVote the lowest vote that the client asks for (rule 2), or 0
   */
  Command command(
      long sequence,
      long session,
      GroupFootprint submitted,
      SortedSet<GroupId> groups,
      boolean early,
      long lowestVote) {
    return action == null
        ? new Command.Delete(sequence, footprint.primitive(), session, groups)
        : new Command.Multicast(sequence, session, action, submitted, groups, early, lowestVote);
  }
}
