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
package io.atomix.mcast.integration.multikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.primitives.channel.ChannelMessage;
import io.atomix.mcast.primitives.channel.Conflicts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks that the orders in which partitions have conflicting messages, and real time, agree: all
 * together they have no cycle.
 */
public final class OneOrder {
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<List<Integer>> followers = new ArrayList<>();

  /**
   * A message that was sent, its payload being its name, and when.
   *
   * @param name the payload
   * @param began before it was sent, in nanoseconds
   * @param ended after it was sure to be delivered
   */
  public record Sent(String name, Conflicts conflicts, long began, long ended) {}

  /**
   * Checks what was sent, and the messages of each partition by position, or as an ordered
   * subscriber of all partitions has heard them.
   */
  public static void check(
      Collection<Sent> sent, Collection<? extends List<ChannelMessage<String>>> partitions) {
    OneOrder order = new OneOrder();
    order.addRealTime(sent);
    int conflicts = 0;
    for (List<ChannelMessage<String>> messages : partitions) {
      conflicts += order.addPartition(messages);
    }
    System.out.println("OneOrder: " + sent.size() + " messages, " + conflicts + " conflicts");
    assertThat(order.sortable()).as("messages that some order explains").isEqualTo(order.size());
  }

  private void addRealTime(Collection<Sent> sent) {
    for (Sent one : sent) {
      for (Sent other : sent) {
        if (one.ended() < other.began()) {
          follows(one.name(), other.name());
        }
      }
    }
  }

  private int addPartition(List<ChannelMessage<String>> messages) {
    int conflicts = 0;
    for (int i = 0; i < messages.size(); i++) {
      for (int j = i + 1; j < messages.size(); j++) {
        if (conflict(messages.get(i), messages.get(j))) {
          follows(messages.get(i).payload(), messages.get(j).payload());
          conflicts++;
        }
      }
    }
    return conflicts;
  }

  private static boolean conflict(ChannelMessage<String> one, ChannelMessage<String> other) {
    return one.conflicts().with(other.conflicts())
        && !Collections.disjoint(one.destinations(), other.destinations());
  }

  private void follows(String one, String other) {
    int from = number(one);
    int to = number(other);
    followers.get(from).add(to);
  }

  private int number(String name) {
    Integer known = numbers.get(name);
    if (known != null) {
      return known;
    }
    numbers.put(name, followers.size());
    followers.add(new ArrayList<>());
    return followers.size() - 1;
  }

  private int size() {
    return followers.size();
  }

  private int sortable() {
    int[] predecessors = new int[size()];
    followers.forEach(each -> each.forEach(to -> predecessors[to]++));
    Deque<Integer> free = new ArrayDeque<>();
    for (int i = 0; i < predecessors.length; i++) {
      if (predecessors[i] == 0) {
        free.add(i);
      }
    }
    int sorted = 0;
    for (Integer next = free.poll(); next != null; next = free.poll()) {
      sorted++;
      for (int to : followers.get(next)) {
        predecessors[to]--;
        if (predecessors[to] == 0) {
          free.add(to);
        }
      }
    }
    return sorted;
  }
}
