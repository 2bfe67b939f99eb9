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
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The calls of this client in one group that a later one could still overtake, in the order in
 * which they were called: queries without an entry that are not answered, and multicast messages
 * whose place in the order is not settled, because another destination group may give them a higher
 * timestamp. A later operation that conflicts with one is not sent before: it could be ordered
 * between the vote and the final timestamp, and so take effect before what was called first. A
 * multicast message that {@linkplain Reach#meetsAllOf conflicts with another in all groups of that
 * one} cannot, and only has to be sent behind it. Not thread-safe.
 */
final class UnsettledCalls {
  private static final Access[] ACCESSES = Access.values();
  private static final Access[] NONE = {};

  /** Whoever conflicts with more calls than these is taken to have to wait for the others. */
  private static final int MOST_LOOKED_AT = 64;

  /**
   * Number of calls that a message may be behind of one that it conflicts with and that is not
   * settled. What a group and its leader do for a message grows with the conflicts that are under
   * way, and more of them bring no more throughput.
   */
  static final int WINDOW = 128;

  private final Map<String, OfPrimitive> primitives = new HashMap<>();
  private long last;

  private static final class OfPrimitive {
    private final Map<Long, UnsettledCall> calls = new HashMap<>();

    /** By how they touch the whole primitive. */
    private final CallNumbers ofWhole = new CallNumbers();

    /** By how they touch any key. */
    private final CallNumbers ofAnyKey = new CallNumbers();

    private final Map<Long, CallNumbers> ofKeys = new HashMap<>();
  }

  /**
   * A call.
   *
   * @param reach of a multicast message, else null
   * @param after the number of the last call before it that it had to wait for, or 0
   */
  private record UnsettledCall(GroupFootprint footprint, Reach reach, long after) {}

  /** Looks at calls, the last first, for as long as it returns true. */
  @FunctionalInterface
  private interface Look {
    boolean at(long number, UnsettledCall call);
  }

  /** The numbers of calls, by how they touch something. */
  private static final class CallNumbers {
    private final TreeSet<?>[] byAccess = new TreeSet<?>[ACCESSES.length];
    private int size;

    @SuppressWarnings("unchecked")
    private TreeSet<Long> of(Access access) {
      return (TreeSet<Long>) byAccess[access.ordinal()];
    }

    private void add(Access access, long number) {
      if (of(access) == null) {
        byAccess[access.ordinal()] = new TreeSet<Long>();
      }
      size += of(access).add(number) ? 1 : 0;
    }

    /** Removes a call, and returns whether none is left. */
    private boolean remove(Access access, long number) {
      size -= of(access).remove(number) ? 1 : 0;
      return size == 0;
    }

    /** Looks at the calls that conflict with this access, by how they do, the last first. */
    private void lookBack(Access access, Map<Long, UnsettledCall> calls, Look look) {
      for (Access other : size == 0 ? NONE : ACCESSES) {
        TreeSet<Long> numbers = of(other);
        if (numbers != null && !numbers.isEmpty() && other.conflictsWith(access)) {
          Iterator<Long> back = numbers.descendingIterator();
          while (back.hasNext()) {
            Long number = back.next();
            if (!look.at(number, calls.get(number))) {
              break;
            }
          }
        }
      }
    }

    /** Returns the number of the last call up to this one that conflicts with this access, or 0. */
    private long lastUpTo(long number, Access access) {
      long latest = 0;
      for (Access other : size == 0 ? NONE : ACCESSES) {
        TreeSet<Long> numbers = of(other);
        Long found = numbers != null && other.conflictsWith(access) ? numbers.floor(number) : null;
        latest = found == null ? latest : Math.max(latest, found);
      }
      return latest;
    }
  }

  /** Adds a query that comes after all other calls, and returns its number. */
  long add(GroupFootprint footprint) {
    return add(footprint, null, 0);
  }

  /**
   * Adds a multicast message that comes after all other calls, and returns its number.
   *
   * @param footprint what it touches in this group
   * @param after the number of the last call that it has to wait for, or 0
   */
  long add(GroupFootprint footprint, Reach reach, long after) {
    long number = ++last;
    UnsettledCall call = new UnsettledCall(footprint, reach, after);
    add(number, footprint, call);
    footprint.others().forEach(other -> add(number, other, call));
    return number;
  }

  /** Adds a call to those of the primitive that a footprint names first. */
  private void add(long number, GroupFootprint footprint, UnsettledCall call) {
    OfPrimitive unsettled =
        primitives.computeIfAbsent(footprint.primitive(), name -> new OfPrimitive());
    unsettled.calls.put(number, call);
    if (footprint.whole() != null) {
      unsettled.ofWhole.add(footprint.whole(), number);
    }
    for (Map.Entry<Long, Access> key : footprint.keys().entrySet()) {
      unsettled.ofAnyKey.add(key.getValue(), number);
      unsettled
          .ofKeys
          .computeIfAbsent(key.getKey(), touched -> new CallNumbers())
          .add(key.getValue(), number);
    }
  }

  /**
   * Nothing can overtake a call any more.
   *
   * @param primitive the one that it names first
   */
  void settled(long number, String primitive) {
    OfPrimitive unsettled = primitives.get(primitive);
    UnsettledCall call = unsettled == null ? null : unsettled.calls.get(number);
    if (call != null) {
      remove(number, call.footprint());
      call.footprint().others().forEach(other -> remove(number, other));
    }
  }

  /** Removes a call from those of the primitive that a footprint names first. */
  private void remove(long number, GroupFootprint footprint) {
    String primitive = footprint.primitive();
    OfPrimitive unsettled = primitives.get(primitive);
    unsettled.calls.remove(number);
    if (footprint.whole() != null) {
      unsettled.ofWhole.remove(footprint.whole(), number);
    }
    for (Map.Entry<Long, Access> key : footprint.keys().entrySet()) {
      unsettled.ofAnyKey.remove(key.getValue(), number);
      if (unsettled.ofKeys.get(key.getKey()).remove(key.getValue(), number)) {
        unsettled.ofKeys.remove(key.getKey());
      }
    }
    if (unsettled.calls.isEmpty()) {
      primitives.remove(primitive);
    }
  }

  /**
   * Returns the number of the last call that a local operation with this footprint has to wait for,
   * or 0.
   */
  long blocking(GroupFootprint footprint) {
    return blocking(footprint, null);
  }

  /**
   * Returns the number of the last call that a multicast message has to wait for, or 0.
   *
   * @param footprint what it touches in this group
   */
  long blocking(GroupFootprint footprint, Reach reach) {
    long latest = blockingInFirst(footprint, reach);
    for (int i = 0; i < footprint.others().size(); i++) {
      latest = Math.max(latest, blockingInFirst(footprint.others().get(i), reach));
    }
    return latest;
  }

  private long blockingInFirst(GroupFootprint footprint, Reach reach) {
    OfPrimitive unsettled = primitives.get(footprint.primitive());
    if (unsettled == null) {
      return 0;
    }
    long[] latest = {0};
    lookBack(unsettled, footprint, mustWait(reach, latest));
    return Math.max(latest[0], lastUpTo(unsettled, last - WINDOW, footprint));
  }

  private static long lastUpTo(OfPrimitive unsettled, long number, GroupFootprint footprint) {
    long latest = 0;
    if (footprint.whole() != null) {
      latest =
          Math.max(
              unsettled.ofWhole.lastUpTo(number, footprint.whole()),
              unsettled.ofAnyKey.lastUpTo(number, footprint.whole()));
    }
    for (Map.Entry<Long, Access> key : footprint.keys().entrySet()) {
      CallNumbers ofKey = unsettled.ofKeys.get(key.getKey());
      latest = Math.max(latest, unsettled.ofWhole.lastUpTo(number, key.getValue()));
      latest = ofKey == null ? latest : Math.max(latest, ofKey.lastUpTo(number, key.getValue()));
    }
    return latest;
  }

  private static Look mustWait(Reach reach, long[] latest) {
    int[] left = {MOST_LOOKED_AT};
    return (number, call) -> {
      if (number <= latest[0]) {
        return false;
      }
      if (reach == null
          || call.reach() == null
          || !reach.meetsAllOf(call.reach())
          || --left[0] == 0) {
        latest[0] = number;
        return false;
      }
      if (reach.equals(call.reach())) {
        // It had to wait for the same calls before it.
        latest[0] = Math.max(latest[0], call.after());
        return false;
      }
      return true;
    };
  }

  /**
   * Adds what a multicast message could be made to meet in all groups, but does not yet, and so
   * would have to wait for: of each kind, and no more than it takes.
   *
   * @param footprint what it touches in this group
   * @return whether it conflicts with an earlier multicast message that is not settled
   */
  boolean addPartlyMet(GroupFootprint footprint, Reach reach, Set<Reach> found) {
    OfPrimitive unsettled = primitives.get(footprint.primitive());
    boolean[] behind = {false};
    if (unsettled != null) {
      lookBack(unsettled, footprint, partlyMet(reach, found, behind));
    }
    return behind[0];
  }

  private static Look partlyMet(Reach reach, Set<Reach> found, boolean[] behind) {
    int[] left = {MOST_LOOKED_AT};
    return (number, call) -> {
      Reach earlier = call.reach();
      behind[0] |= earlier != null;
      if (earlier == null || --left[0] == 0) {
        return false;
      }
      boolean same = reach.touchesTheSameAs(earlier);
      if (same || !reach.meetsAllOf(earlier)) {
        found.add(earlier);
      }
      // What touches the same meets all that came before it, or had to wait for it.
      return !same;
    };
  }

  /**
   * Wraps a look so that it sees a call once: the call at the end of one key's line is mostly at
   * the end of others', too.
   */
  private static Look once(Look look) {
    long[] last = {0};
    boolean[] goesOn = {false};
    return (number, call) -> {
      if (number != last[0]) {
        goesOn[0] = look.at(number, call);
        last[0] = number;
      }
      return goesOn[0];
    };
  }

  private static void lookBack(OfPrimitive unsettled, GroupFootprint footprint, Look every) {
    Look look = once(every);
    Map<Long, UnsettledCall> calls = unsettled.calls;
    if (footprint.whole() != null) {
      unsettled.ofWhole.lookBack(footprint.whole(), calls, look);
      unsettled.ofAnyKey.lookBack(footprint.whole(), calls, look);
    }
    for (Map.Entry<Long, Access> key : footprint.keys().entrySet()) {
      CallNumbers ofKey = unsettled.ofKeys.get(key.getKey());
      unsettled.ofWhole.lookBack(key.getValue(), calls, look);
      if (ofKey != null) {
        ofKey.lookBack(key.getValue(), calls, look);
      }
    }
  }

  /** Returns whether all calls up to a number are settled that conflict with this footprint. */
  boolean areSettled(long number, GroupFootprint footprint) {
    for (int i = 0; i < footprint.others().size(); i++) {
      if (!areSettledInFirst(number, footprint.others().get(i))) {
        return false;
      }
    }
    return areSettledInFirst(number, footprint);
  }

  private boolean areSettledInFirst(long number, GroupFootprint footprint) {
    OfPrimitive unsettled = number == 0 ? null : primitives.get(footprint.primitive());
    return unsettled == null || lastUpTo(unsettled, number, footprint) == 0;
  }
}
