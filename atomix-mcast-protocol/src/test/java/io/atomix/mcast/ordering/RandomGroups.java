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

import static io.atomix.mcast.ordering.Fixtures.id;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Three real groups with their dumb twins, which learn of each other at once what they tell; and
 * what is stable by the plainest means: by looking at all groups over and over until nothing more
 * is found.
 */
final class RandomGroups {
  /** What a group has told. */
  record Told(GroupId group, MessageId id, MessageStatus status) {}

  private static final List<GroupId> GROUPS = List.of(Fixtures.G, Fixtures.H, Fixtures.K);

  private final Random random;
  private final int keys;
  private final Map<GroupId, GroupOrdering> groups = new TreeMap<>();
  private final Map<GroupId, DumbOrdering> twins = new TreeMap<>();
  private final Map<MessageId, SortedSet<GroupId>> destinations = new TreeMap<>();
  private final Map<MessageId, SortedSet<GroupId>> toSubmit = new TreeMap<>();
  private final Map<MessageId, Map<GroupId, MessageStatus>> statuses = new HashMap<>();
  private final List<Told> told = new ArrayList<>();
  private final Stability stability = new Stability(null);
  private final TreeSet<MessageId> stable = new TreeSet<>();
  private long last;

  RandomGroups(Random random) {
    this.random = random;
    this.keys = 1 + random.nextInt(4);
    for (GroupId group : GROUPS) {
      groups.put(group, new GroupOrdering(group));
      twins.put(group, new DumbOrdering(group));
    }
  }

  List<Told> told() {
    return told;
  }

  /** One entry in one log. */
  void step() {
    int dice = random.nextInt(10);
    if (dice < 2 && toSubmit.size() < 6) {
      SortedSet<GroupId> chosen = new TreeSet<>();
      while (chosen.size() < 2) {
        chosen.add(GROUPS.get(random.nextInt(3)));
      }
      MessageId id = id(random.nextInt(1000) * 1000L + ++last);
      destinations.put(id, chosen);
      toSubmit.put(id, new TreeSet<>(chosen));
      stability.add(id, chosen);
    } else if (dice < 3) {
      GroupId group = GROUPS.get(random.nextInt(3));
      apply(group, new Entry.SubmitLocal(id(random.nextInt(1000) * 1000L + ++last), footprint()));
    } else if (dice < 6 && !toSubmit.isEmpty()) {
      MessageId id = one(toSubmit.keySet());
      GroupId group = one(toSubmit.get(id));
      toSubmit.get(id).remove(group);
      if (toSubmit.get(id).isEmpty()) {
        toSubmit.remove(id);
      }
      long lowestVote = random.nextBoolean() ? random.nextInt(20) : 0;
      apply(group, new Entry.SubmitMulticast(id, footprint(), destinations.get(id), lowestVote));
    } else if (!statuses.isEmpty()) {
      decide(one(statuses.keySet()));
    }
  }

  private void decide(MessageId id) {
    GroupId group = one(destinations.get(id));
    MessageStatus own = statuses.get(id).get(group);
    if (own == null) {
      if (random.nextInt(20) == 0) {
        apply(group, new Entry.Refuse(id, destinations.get(id)));
      }
      return;
    }
    Map<GroupId, MessageStatus> others = new TreeMap<>(statuses.get(id));
    others.remove(group);
    SortedSet<GroupId> otherGroups = new TreeSet<>(destinations.get(id));
    otherGroups.remove(group);
    Optional<Entry.OrderEntry> next =
        Decisions.next(id, own, otherGroups, others, stable.contains(id));
    if (next.isPresent() && !(next.get() instanceof Entry.Forget)) {
      apply(group, next.get());
    }
  }

  private void apply(GroupId group, Entry entry) {
    twins.get(group).step(entry);
    for (Effect effect : groups.get(group).step(entry)) {
      if (effect instanceof Effect.Stands stands) {
        told.add(new Told(group, stands.id(), stands.status()));
        statuses
            .computeIfAbsent(stands.id(), absent -> new TreeMap<>())
            .put(group, stands.status());
        stability.learn(stands.id(), group, stands.status());
        stable.addAll(stability.takeStable());
      }
    }
  }

  /**
   * Checks that all is found that is stable by what was below each message when it was placed, and
   * nothing that is not stable by what is below it now.
   */
  void check() {
    assertThat(fixpoint(false)).as("stable").containsAll(stable);
    assertThat(stable).as("stable").containsAll(fixpoint(true));
  }

  private TreeSet<MessageId> fixpoint(boolean whenPlaced) {
    TreeSet<MessageId> expected = new TreeSet<>();
    boolean again = true;
    while (again) {
      again = false;
      for (MessageId id : statuses.keySet()) {
        if (!expected.contains(id) && !isDropped(id) && isStable(id, expected, whenPlaced)) {
          expected.add(id);
          again = true;
        }
      }
    }
    return expected;
  }

  /** From some of the facts, in any order, nothing follows that does not follow from all. */
  void checkSome(List<Told> facts) {
    Stability less = new Stability(null);
    destinations.forEach(less::add);
    facts.forEach(fact -> less.learn(fact.id(), fact.group(), fact.status()));
    assertThat(stable).containsAll(less.takeStable());
  }

  private boolean isDropped(MessageId id) {
    return statuses.get(id).values().stream().anyMatch(s -> s.state().dropped());
  }

  private boolean isStable(MessageId id, TreeSet<MessageId> known, boolean whenPlaced) {
    Map<GroupId, MessageStatus> all = statuses.get(id);
    if (all.values().stream().anyMatch(s -> s.state() == MessageStatus.State.EXECUTED)) {
      return true;
    }
    long timestamp = finalTimestamp(id);
    if (timestamp < 0) {
      return false;
    }
    for (GroupId group : destinations.get(id)) {
      DumbOrdering twin = twins.get(group);
      if (twin.position(id).timestamp() != timestamp) {
        return false;
      }
      if (twin.isFirst(id)) {
        continue;
      }
      for (MessageId below : whenPlaced ? twin.allBelow(id) : twin.below(id)) {
        boolean passes =
            known.contains(below)
                || isDropped(below)
                || finalTimestamp(below) >= 0
                    && new Position(finalTimestamp(below), below)
                            .compareTo(new Position(timestamp, id))
                        >= 0;
        if (!passes) {
          return false;
        }
      }
    }
    return true;
  }

  private long finalTimestamp(MessageId id) {
    Map<GroupId, MessageStatus> all = statuses.get(id);
    if (isDropped(id)) {
      return -1;
    }
    for (MessageStatus status : all.values()) {
      if (status.state() != MessageStatus.State.VOTED) {
        return status.timestamp();
      }
    }
    return all.size() < destinations.get(id).size()
        ? -1
        : all.values().stream().mapToLong(MessageStatus::timestamp).max().orElse(-1);
  }

  private GroupFootprint footprint() {
    if (random.nextInt(15) == 0) {
      return GroupFootprint.everything(access());
    }
    String primitive = random.nextInt(4) == 0 ? "set" : "map";
    GroupFootprint alone = alone(primitive);
    return random.nextInt(8) == 0
        ? alone.beside(List.of(alone(primitive.equals("set") ? "map" : "set")))
        : alone;
  }

  private GroupFootprint alone(String primitive) {
    TreeMap<Long, Access> touched = new TreeMap<>();
    for (int left = 1 + random.nextInt(2); left > 0; left--) {
      touched.put((long) random.nextInt(keys), access());
    }
    return random.nextInt(10) == 0
        ? GroupFootprint.whole(primitive, access())
        : new GroupFootprint(primitive, null, touched);
  }

  private Access access() {
    int dice = random.nextInt(6);
    return dice == 0 ? Access.READ : dice == 1 ? Access.COMMUTE : Access.WRITE;
  }

  private <T> T one(Iterable<T> choice) {
    List<T> all = new ArrayList<>();
    choice.forEach(all::add);
    return all.get(random.nextInt(all.size()));
  }
}
