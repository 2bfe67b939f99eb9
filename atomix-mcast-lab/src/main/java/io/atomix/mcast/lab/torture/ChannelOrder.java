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
package io.atomix.mcast.lab.torture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Looks for one order of messages that agrees with what each subscriber has heard of messages that
 * conflict in a partition that it listens to, with the positions in each partition, and with real
 * time: what was sure to be delivered before another one was begun comes first. There is none if
 * these demands have a circle.
 */
final class ChannelOrder {

  /** One comes before another one, and why. */
  private record Demanded(int before, int after, String why) {}

  private final Map<String, SentMessage> sent;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private final List<List<Demanded>> demands = new ArrayList<>();

  /** Begins with what the senders know. */
  ChannelOrder(Map<String, SentMessage> sent) {
    this.sent = sent;
    sent.keySet().forEach(each -> numbers.put(each, point(each)));
    realTime();
  }

  private int point(String name) {
    names.add(name);
    demands.add(new ArrayList<>());
    return names.size() - 1;
  }

  private void demand(int before, int after, String why) {
    demands.get(before).add(new Demanded(before, after, why));
  }

  /** A line of points in time, each behind what had ended then and before what began later. */
  private void realTime() {
    List<SentMessage> begun = new ArrayList<>(sent.values());
    begun.sort(Comparator.comparingLong(SentMessage::began));
    List<SentMessage> ended =
        sent.values().stream()
            .filter(SentMessage::isSure)
            .sorted(Comparator.comparingLong(SentMessage::ended))
            .toList();
    int next = 0;
    int now = -1;
    for (SentMessage message : begun) {
      while (next < ended.size() && ended.get(next).ended() < message.began()) {
        int later = point("");
        demand(numbers.get(ended.get(next).payload()), later, "was sure to be delivered before");
        if (now >= 0) {
          demand(now, later, "");
        }
        now = later;
        next++;
      }
      if (now >= 0) {
        demand(now, numbers.get(message.payload()), "");
      }
    }
  }

  /** Adds what a subscriber has heard, in this order. */
  void addHeard(String name, Set<Integer> partitions, List<SentMessage> heard) {
    for (int partition : partitions) {
      chain(
          heard.stream().filter(each -> each.to().contains(partition)).toList(),
          name + " has heard before");
    }
  }

  /** Adds the positions of messages in their partitions, as far as they are known. */
  void addPositions(Map<String, Map<Integer, Long>> positions) {
    for (int partition = 1; partition <= KeyPlacement.PARTITIONS; partition++) {
      TreeMap<Long, SentMessage> there = new TreeMap<>();
      for (Map.Entry<String, Map<Integer, Long>> each : positions.entrySet()) {
        Long position = each.getValue().get(partition);
        if (position != null && sent.containsKey(each.getKey())) {
          there.put(position, sent.get(each.getKey()));
        }
      }
      chain(List.copyOf(there.values()), "stands in partition " + partition + " before");
    }
  }

  /** Demands this order of those that conflict; what follows from other demands is left out. */
  private void chain(List<SentMessage> messages, String why) {
    SentMessage lastOfAll = null;
    List<SentMessage> sinceAll = new ArrayList<>();
    Map<String, SentMessage> lastOfKey = new HashMap<>();
    for (SentMessage message : messages) {
      if (message.conflicts().equals("all")) {
        sinceAll.forEach(each -> demand(each, message, why));
        demand(lastOfAll, message, why);
        sinceAll.clear();
        lastOfKey.clear();
        lastOfAll = message;
        continue;
      }
      demand(lastOfAll, message, why);
      sinceAll.add(message);
      if (!message.conflicts().equals("none")) {
        for (String key : message.conflicts().split(",")) {
          demand(lastOfKey.put(key, message), message, why);
        }
      }
    }
  }

  private void demand(SentMessage before, SentMessage after, String why) {
    if (before != null) {
      demand(numbers.get(before.payload()), numbers.get(after.payload()), why);
    }
  }

  /** Returns the shortest circle of demands that there is, in words. */
  Optional<String> violation() {
    boolean[] circular = circular();
    List<Demanded> shortest = null;
    for (int i = 0; i < circular.length; i++) {
      if (circular[i] && !names.get(i).isEmpty()) {
        List<Demanded> circle = circle(i, circular);
        if (circle != null && (shortest == null || circle.size() < shortest.size())) {
          shortest = circle;
        }
      }
    }
    return Optional.ofNullable(shortest).map(this::describe);
  }

  private String describe(List<Demanded> circle) {
    StringBuilder text = new StringBuilder("channel: no order explains what was heard: ");
    for (Demanded each : circle) {
      if (!each.why.isEmpty()) {
        text.append(names.get(each.before)).append(' ').append(each.why).append(' ');
      }
    }
    return text.append(names.get(circle.get(0).before)).toString();
  }

  /** Points that are left when all are taken away that have none before them. */
  private boolean[] circular() {
    int[] before = new int[names.size()];
    demands.forEach(all -> all.forEach(each -> before[each.after]++));
    Deque<Integer> free = new ArrayDeque<>();
    for (int i = 0; i < before.length; i++) {
      if (before[i] == 0) {
        free.add(i);
      }
    }
    boolean[] left = new boolean[before.length];
    Arrays.fill(left, true);
    for (Integer next = free.poll(); next != null; next = free.poll()) {
      left[next] = false;
      for (Demanded each : demands.get(next)) {
        before[each.after]--;
        if (before[each.after] == 0) {
          free.add(each.after);
        }
      }
    }
    return left;
  }

  /** The shortest way from a point back to it, null if there is none. */
  private List<Demanded> circle(int from, boolean[] among) {
    Map<Integer, Demanded> reached = new HashMap<>();
    Deque<Integer> next = new ArrayDeque<>(List.of(from));
    while (!next.isEmpty()) {
      int here = next.poll();
      for (Demanded each : demands.get(here)) {
        if (among[each.after] && reached.putIfAbsent(each.after, each) == null) {
          if (each.after == from) {
            return way(from, reached);
          }
          next.add(each.after);
        }
      }
    }
    return null;
  }

  private static List<Demanded> way(int from, Map<Integer, Demanded> reached) {
    Deque<Demanded> way = new ArrayDeque<>();
    Demanded step = reached.get(from);
    way.addFirst(step);
    while (step.before != from) {
      step = reached.get(step.before);
      way.addFirst(step);
    }
    return List.copyOf(way);
  }
}
