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

import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The footprints of one multicast message in all its destination groups: what it touches, and what
 * it is submitted with, which may be wider.
 *
 * <p>A later message of the same client that conflicts with an earlier one in every group of that
 * one cannot overtake it, if each of these groups is given the earlier one first: while that is
 * pending there, the group votes higher on the later one (rule 2), so the maximum of its votes is
 * higher, too (rule 3); and once the earlier one is executed anywhere, it is stable. Where two
 * messages meet in some of their groups only, a key more in the footprint of the later one makes
 * them meet in the others; and where the earlier one goes to a group more, the later one goes there
 * as well, with nothing to do. It would have to wait for the earlier one's place in the order, and
 * so for that group, in any case.
 */
public final class Reach {
  /** Whoever would need more keys than these waits instead. */
  private static final int MOST_KEYS_ADDED = 16;

  /** Whoever would have to go to more groups than these waits instead. */
  private static final int MOST_GROUPS_ADDED = 2;

  private static final SortedMap<Long, Access> NO_KEYS = Collections.emptySortedMap();

  private final SortedMap<GroupId, GroupFootprint> touched;
  private final SortedMap<GroupId, GroupFootprint> submitted;

  /** Takes the footprints for its own: nobody may change the map any more. */
  public Reach(SortedMap<GroupId, GroupFootprint> touched) {
    this(touched, touched);
  }

  private Reach(
      SortedMap<GroupId, GroupFootprint> touched, SortedMap<GroupId, GroupFootprint> submitted) {
    this.touched = touched;
    this.submitted = submitted;
  }

  /** Returns the footprint that the message is submitted with to a group. */
  public GroupFootprint submitted(GroupId group) {
    return submitted.get(group);
  }

  /** Returns whether this conflicts with an earlier message in every group of that one. */
  boolean meetsAllOf(Reach earlier) {
    for (Map.Entry<GroupId, GroupFootprint> there : earlier.submitted.entrySet()) {
      GroupFootprint here = submitted.get(there.getKey());
      if (here == null || !here.conflictsWith(there.getValue())) {
        return false;
      }
    }
    return true;
  }

  /** Returns the groups that the message goes to, those included that it only goes along to. */
  public Set<GroupId> groups() {
    return submitted.keySet();
  }

  /** Returns whether the messages touch the same things in the same ways. */
  boolean touchesTheSameAs(Reach other) {
    return this == other || touched.equals(other.touched);
  }

  /**
   * Returns a reach of the same message that also meets these earlier messages in all their groups,
   * as far as one key more in a group is enough; this one if that would take too many keys.
   *
   * @param mayGo whether the message may go to a group because earlier ones do
   */
  public Reach widenedToMeet(Collection<Reach> earlier, Predicate<GroupId> mayGo) {
    TreeMap<GroupId, GroupFootprint> wider = new TreeMap<>(submitted);
    int added = 0;
    for (Reach other : earlier) {
      if (added > MOST_KEYS_ADDED) {
        return this;
      }
      if (!canFollow(other, wider.keySet(), mayGo)) {
        continue;
      }
      for (Map.Entry<GroupId, GroupFootprint> there : other.submitted.entrySet()) {
        GroupFootprint here =
            wider.getOrDefault(
                there.getKey(), new GroupFootprint(there.getValue().primitive(), null, NO_KEYS));
        GroupFootprint more =
            meeting(
                touchesTheSameAs(other) ? withAll(here, there.getValue()) : here, there.getValue());
        added += more.keys().size() - here.keys().size();
        wider.put(there.getKey(), more);
      }
    }
    return added > MOST_KEYS_ADDED || wider.equals(submitted) ? this : new Reach(touched, wider);
  }

  /** Returns whether the message can go to all groups of another. */
  private boolean canFollow(Reach other, Set<GroupId> groups, Predicate<GroupId> mayGo) {
    int more = 0;
    String own = touched.get(touched.firstKey()).primitive();
    for (Map.Entry<GroupId, GroupFootprint> there : other.submitted.entrySet()) {
      if (there.getValue().isJoint() || !there.getValue().primitive().equals(own)) {
        // A key more of the own primitive would not meet it.
        return false;
      }
      if (!groups.contains(there.getKey())) {
        more++;
        if (there.getValue().keys().isEmpty() || !mayGo.test(there.getKey())) {
          return false;
        }
      }
    }
    return groups.size() + more <= touched.size() + MOST_GROUPS_ADDED;
  }

  private static GroupFootprint meeting(GroupFootprint here, GroupFootprint there) {
    if (here.conflictsWith(there) || there.keys().isEmpty()) {
      return here;
    }
    Long key = there.keys().firstKey();
    // No other access than these two: a set of what is below a message (rule 5) begins with the
    // nearest writer, and would grow without one.
    boolean readable = there.keys().get(key) == Access.WRITE && !here.keys().containsKey(key);
    return with(here, key, readable ? Access.READ : Access.WRITE);
  }

  private static GroupFootprint withAll(GroupFootprint here, GroupFootprint there) {
    GroupFootprint all = here;
    for (Map.Entry<Long, Access> key : there.keys().entrySet()) {
      Access own = all.keys().get(key.getKey());
      if (own != key.getValue()) {
        all = with(all, key.getKey(), own == null ? key.getValue() : Access.WRITE);
      }
    }
    return all;
  }

  private static GroupFootprint with(GroupFootprint footprint, Long key, Access access) {
    TreeMap<Long, Access> keys = new TreeMap<>(footprint.keys());
    keys.put(key, access);
    return new GroupFootprint(footprint.primitive(), footprint.whole(), keys);
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Reach that
            && submitted.equals(that.submitted)
            && touched.equals(that.touched);
  }

  @Override
  public int hashCode() {
    return submitted.hashCode();
  }
}
