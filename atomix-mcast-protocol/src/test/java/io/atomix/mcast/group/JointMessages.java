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
package io.atomix.mcast.group;

import static io.atomix.mcast.group.Texts.G;
import static io.atomix.mcast.group.Texts.H;
import static io.atomix.mcast.group.Texts.STORE;
import static io.atomix.mcast.group.Texts.command;
import static io.atomix.mcast.group.Texts.groups;
import static io.atomix.mcast.group.Texts.is;
import static io.atomix.mcast.group.Texts.put;
import static io.atomix.mcast.group.Texts.query;
import static io.atomix.mcast.group.Texts.writes;

import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.ConditionalAction.ActionPart;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** Messages on two stores, and a log of such. */
final class JointMessages {
  /** The name of the other store. */
  static final String OTHER = "other";

  private static final int STEPS = 100;

  private JointMessages() {}

  /** Returns a footprint of one key of the other store. */
  static GroupFootprint other(Access access, String key) {
    TreeMap<Long, Access> keys = new TreeMap<>();
    keys.put((long) key.hashCode(), access);
    return new GroupFootprint(OTHER, null, keys);
  }

  /** Returns a footprint of x of the store and y of the other. */
  static GroupFootprint both() {
    return writes("x").beside(List.of(other(Access.WRITE, "y")));
  }

  /** If x of the store and y of the other are these, both become what they are to become. */
  static ConditionalAction swap(long other, String x, String y, String then) {
    ConditionalAction first =
        new ConditionalAction(is("x", x), query("get", "x"), command("put", "x", then), null);
    ConditionalAction second =
        new ConditionalAction(is("y", y), query("get", "y"), command("put", "y", then), null);
    return first.and(List.of(new ActionPart(OTHER, other, second)));
  }

  /**
   * Returns a log, with a snapshot after every so many entries, as {@link StoredLogTest} reads it:
   * local messages and multicast ones, on both stores, some with a lock that nobody holds.
   */
  static List<String> log(Random random, int snapshotEvery) {
    TestGroup group = new TestGroup(G);
    TestClient ann = new TestClient(1);
    TestClient bob = new TestClient(2);
    long store = group.open(ann, STORE, StoreService.TYPE);
    long other = group.open(ann, OTHER, StoreService.TYPE);
    long bobs = group.open(bob, STORE, StoreService.TYPE);
    Deque<Long> pending = new ArrayDeque<>();
    for (int step = 0; step < STEPS; step++) {
      group.pass(random.nextInt(60));
      int before = random.nextInt(3);
      ConditionalAction action = swap(other, "" + before, "" + before, "" + random.nextInt(3));
      GroupFootprint touched = both();
      if (random.nextInt(4) == 0) {
        action =
            new ConditionalAction(null, null, command("put", "x", "never"), null)
                .and(List.of(ActionPart.ifHeld("nobody's", 1 + step)));
        touched = writes("x").beside(List.of(GroupFootprint.whole("nobody's", Access.READ)));
      }
      switch (random.nextInt(5)) {
        case 0 -> group.submit(bob, put(bob, bobs, "x", "" + random.nextInt(3)));
        case 1 -> group.submit(ann, new Command.Local(ann.next(), store, action, touched));
        case 2, 3 -> {
          pending.add(ann.next());
          group.submit(
              ann,
              new Command.Multicast(
                  pending.getLast(), store, action, touched, groups(G, H), random.nextBoolean()));
        }
        default -> {
          if (!pending.isEmpty()) {
            long message = pending.poll();
            group.order(
                new Entry.Execute(
                    ann.message(message),
                    group.status(ann.message(message)).timestamp(),
                    random.nextInt(4) > 0));
          }
        }
      }
    }
    return group.log(snapshotEvery);
  }
}
