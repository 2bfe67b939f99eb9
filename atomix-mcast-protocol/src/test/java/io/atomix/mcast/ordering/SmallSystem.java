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

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A few messages for a few groups, whose every interleaving can be explored.
 *
 * @param groups the number of groups
 * @param messages the messages; their ids grow with their number
 */
record SmallSystem(int groups, List<Message> messages) {
  /**
   * One message.
   *
   * @param footprints by group number, with one for each destination group
   * @param after the messages, one bit each, whose clients have their answer before this one is
   *     submitted
   * @param lowestVote the lowest vote that its groups may give it (rule 2)
   */
  record Message(SortedMap<Integer, GroupFootprint> footprints, int after, long lowestVote) {
    Message after(int others) {
      return new Message(footprints, others, lowestVote);
    }

    boolean isLocal() {
      return footprints.size() == 1;
    }

    boolean isQuery() {
      return isLocal() && isRead(footprints.values().iterator().next());
    }
  }

  static GroupId group(int number) {
    return new GroupId("data", number + 1);
  }

  /** Each message has a client of its own. */
  static MessageId id(int message) {
    return new MessageId(0, message, message);
  }

  static int number(MessageId id) {
    return (int) id.sequence();
  }

  static boolean isRead(GroupFootprint footprint) {
    return (footprint.whole() == null || footprint.whole() == Access.READ)
        && footprint.keys().values().stream().allMatch(access -> access == Access.READ)
        && footprint.others().stream().allMatch(SmallSystem::isRead);
  }

  int size() {
    return messages.size();
  }

  boolean conflict(int a, int b, int group) {
    GroupFootprint one = messages.get(a).footprints().get(group);
    GroupFootprint other = messages.get(b).footprints().get(group);
    return a != b && one != null && other != null && DumbOrdering.conflict(one, other);
  }

  SortedSet<GroupId> destinations(int message) {
    SortedSet<GroupId> destinations = new TreeSet<>();
    messages.get(message).footprints().keySet().forEach(g -> destinations.add(group(g)));
    return Collections.unmodifiableSortedSet(destinations);
  }

  /**
   * Draws a system as the abstract model of the protocol does, with additions and whole primitives
   * besides.
   */
  static SmallSystem random(Random random, int size, int groups) {
    List<Message> messages = new ArrayList<>();
    for (int m = 0; m < size; m++) {
      int touched =
          Math.min(groups, random.nextInt(8) == 0 ? 3 : 1 + Math.min(1, random.nextInt(3)));
      List<Integer> all = new ArrayList<>();
      for (int g = 0; g < groups; g++) {
        all.add(g);
      }
      Collections.shuffle(all, random);
      int dice = random.nextInt(8);
      Access access = dice < 2 ? Access.READ : dice < 3 ? Access.COMMUTE : Access.WRITE;
      SortedMap<Integer, GroupFootprint> footprints = new TreeMap<>();
      for (int g : all.subList(0, touched)) {
        footprints.put(g, footprint(random, access));
      }
      int after = 0;
      for (int n = 0; n < m; n++) {
        after |= random.nextInt(3) == 0 ? 1 << n : 0;
      }
      long lowestVote = random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 0;
      messages.add(new Message(Collections.unmodifiableSortedMap(footprints), after, lowestVote));
    }
    return new SmallSystem(groups, List.copyOf(messages)).withShuffledIds(random);
  }

  private static GroupFootprint footprint(Random random, Access access) {
    int keys = 1 + random.nextInt(3);
    TreeMap<Long, Access> touched = new TreeMap<>();
    for (int key = 0; key < 2; key++) {
      if ((keys >> key & 1) != 0) {
        touched.put((long) key, random.nextInt(6) == 0 ? Access.READ : access);
      }
    }
    int dice = random.nextInt(20);
    if (dice == 0) {
      return GroupFootprint.everything(access);
    }
    return dice < 3
        ? GroupFootprint.whole("map", access)
        : new GroupFootprint(dice < 6 ? "set" : "map", null, touched);
  }

  /** Ids say nothing of time. */
  private SmallSystem withShuffledIds(Random random) {
    List<Integer> places = new ArrayList<>();
    for (int m = 0; m < size(); m++) {
      places.add(m);
    }
    Collections.shuffle(places, random);
    Message[] shuffled = new Message[size()];
    for (int m = 0; m < size(); m++) {
      int after = 0;
      for (int n = 0; n < size(); n++) {
        after |= (messages.get(m).after() >> n & 1) << places.get(n);
      }
      shuffled[places.get(m)] = messages.get(m).after(after);
    }
    return new SmallSystem(groups, List.of(shuffled));
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int m = 0; m < size(); m++) {
      Message message = messages.get(m);
      text.append("  m").append(m).append(message.isLocal() ? " local" : " multicast");
      message
          .footprints()
          .forEach((g, f) -> text.append("  ").append(group(g)).append(' ').append(text(f)));
      if (message.lowestVote() != 0) {
        text.append("  at least ").append(message.lowestVote());
      }
      if (message.after() != 0) {
        text.append("  after");
        for (int n = 0; n < size(); n++) {
          text.append((message.after() >> n & 1) != 0 ? " m" + n : "");
        }
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String text(GroupFootprint footprint) {
    StringBuilder text = new StringBuilder();
    if (footprint.whole() != null) {
      text.append(footprint.whole()).append(footprint.isEverything() ? " everything" : " all");
    }
    footprint
        .keys()
        .forEach((key, access) -> text.append(access).append(" k").append(key).append(' '));
    return text.toString().trim();
  }
}
