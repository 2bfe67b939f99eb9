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
package io.atomix.mcast.exchange;

import io.atomix.mcast.group.Captured;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.simulation.World;
import io.atomix.mcast.wire.Result;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;

/** All that happened in a simulation, and whether that is what the protocol promises. */
final class History {
  static final String PRIMITIVE = "journal";

  private final World world;
  private final Map<Long, SimMessage> messages = new TreeMap<>();
  private final Set<SimMessage> ofTheDead = new HashSet<>();
  private final List<String> problems = new ArrayList<>();
  private final Map<MessageId, SimMessage> cuts = new TreeMap<>();

  /** Behind how many numbers of its journal a group has executed each cut. */
  private final Map<GroupId, Map<Long, Integer>> places = new TreeMap<>();

  History(World world, List<GroupId> groups) {
    this.world = world;
    groups.forEach(group -> places.put(group, new TreeMap<>()));
  }

  SimMessage newMessage(
      GroupFootprint footprint,
      SortedSet<GroupId> destinations,
      Map<GroupId, Boolean> conditions,
      long now) {
    SimMessage message =
        new SimMessage(messages.size() + 1, footprint, destinations, conditions, now);
    messages.put(message.number(), message);
    return message;
  }

  /** A replica has executed a message. */
  void executed(long number) {
    messages.get(Math.abs(number)).known(world.now());
  }

  /** A client submits the cut of a backup. */
  void cut(MessageId id, SimMessage message) {
    cuts.put(id, message);
  }

  /** A replica has executed a cut, behind so many numbers of its journal. */
  void captured(Captured captured, int behind) {
    SimMessage cut = cuts.get(captured.cut());
    GroupId group = captured.group();
    cut.known(world.now());
    cut.executed(group, new Result.Done(null));
    Integer known = places.get(group).putIfAbsent(cut.number(), behind);
    if (known != null && known != behind) {
      problem("Cut " + cut + " is behind " + known + " and " + behind + " messages in " + group);
    }
  }

  /** Returns how many cuts were executed everywhere. */
  long cuts() {
    return cuts.values().stream().filter(cut -> cut.isConcluded() && !cut.isRefused()).count();
  }

  /** Returns a journal with the cuts where they were executed. */
  private List<Long> withCuts(GroupId group, List<Long> journal) {
    List<Long> all = new ArrayList<>(journal.stream().map(Math::abs).toList());
    places.get(group).entrySet().stream()
        .sorted(Map.Entry.<Long, Integer>comparingByValue().reversed())
        .forEach(cut -> all.add(cut.getValue(), cut.getKey()));
    return all;
  }

  /** The client of these messages is dead. */
  void gone(Collection<SimMessage> theirs) {
    ofTheDead.addAll(theirs);
  }

  void problem(String problem) {
    problems.add(problem);
  }

  Collection<SimMessage> messages() {
    return messages.values();
  }

  /** Returns what is wrong, once everything is quiet; empty if nothing is. */
  List<String> problems(Collection<SimGroup> groups) {
    List<String> found = new ArrayList<>(problems);
    Map<GroupId, List<Long>> journals = new TreeMap<>();
    for (SimGroup group : groups) {
      List<Long> journal = group.replicas().get(0).journal();
      journal.forEach(number -> checkDecision(number, group.id(), found));
      journals.put(group.id(), withCuts(group.id(), journal));
      checkReplicas(group, found);
    }
    checkAtomicity(journals, found);
    checkOutcomes(found);
    checkOrder(journals, found);
    return found;
  }

  /** Rule 11: every group does what all conditions together say, which is what the client hears. */
  private void checkDecision(long number, GroupId group, List<String> found) {
    SimMessage message = messages.get(Math.abs(number));
    boolean held = number > 0;
    if (held != message.holds()) {
      found.add("Executed with the wrong decision in " + group + ": " + message);
    }
    if (message.completesEarly() && message.holdsEarly() != held) {
      found.add("Its client heard of another decision than " + held + ": " + message);
    }
  }

  private static void checkReplicas(SimGroup group, List<String> found) {
    for (SimReplica replica : group.replicas()) {
      if (!replica.hasAppliedAll()) {
        found.add(replica.member() + " has not applied all of its log");
      } else if (!replica.journal().equals(group.replicas().get(0).journal())) {
        found.add(
            "Replicas of "
                + group.id()
                + " differ: "
                + replica.journal()
                + " and "
                + group.replicas().get(0).journal());
      }
      if (replica.tracked() > 0) {
        found.add(replica.member() + " still tracks " + replica.tracked() + " messages");
      }
    }
    Collection<?> remembered = group.replicas().get(0).remembered();
    if (!remembered.isEmpty()) {
      found.add("Group " + group.id() + " still remembers " + remembered);
    }
  }

  private void checkAtomicity(Map<GroupId, List<Long>> journals, List<String> found) {
    for (SimMessage message : messages.values()) {
      List<GroupId> executedIn =
          journals.entrySet().stream()
              .filter(journal -> journal.getValue().contains(message.number()))
              .map(Map.Entry::getKey)
              .toList();
      if (!executedIn.isEmpty() && !executedIn.equals(List.copyOf(message.destinations()))) {
        found.add("Executed only in " + executedIn + ": " + message);
      }
      if (!executedIn.isEmpty() && message.isRefused()) {
        found.add("Executed and refused: " + message);
      }
    }
    journals.forEach(
        (group, journal) -> {
          if (new HashSet<>(journal).size() != journal.size()) {
            found.add("Executed twice in " + group + ": " + journal);
          }
        });
  }

  private void checkOutcomes(List<String> found) {
    for (SimMessage message : messages.values()) {
      if (!ofTheDead.contains(message) && !message.isConcluded()) {
        found.add("Its living client never learned what became of " + message);
      }
    }
  }

  /** No cycle in the order of conflicting messages in all groups together with real time. */
  private void checkOrder(Map<GroupId, List<Long>> journals, List<String> found) {
    Map<Long, Set<Long>> after = new TreeMap<>();
    Set<Long> executed = new HashSet<>();
    for (List<Long> journal : journals.values()) {
      executed.addAll(journal);
      for (int i = 0; i < journal.size(); i++) {
        for (int j = i + 1; j < journal.size(); j++) {
          if (messages.get(journal.get(i)).conflictsWith(messages.get(journal.get(j)))) {
            after.computeIfAbsent(journal.get(i), key -> new HashSet<>()).add(journal.get(j));
          }
        }
      }
    }
    for (long one : executed) {
      for (long another : executed) {
        if (messages.get(one).known() < messages.get(another).start()) {
          after.computeIfAbsent(one, key -> new HashSet<>()).add(another);
        }
      }
    }
    Map<Long, Boolean> done = new HashMap<>();
    for (long number : executed) {
      List<Long> path = new ArrayList<>();
      if (leadsBack(number, after, done, path)) {
        found.add("No order explains the messages " + path + " in " + journals);
        return;
      }
    }
  }

  private static boolean leadsBack(
      long number, Map<Long, Set<Long>> after, Map<Long, Boolean> done, List<Long> path) {
    Boolean finished = done.putIfAbsent(number, false);
    path.add(number);
    if (finished != null) {
      if (finished) {
        path.remove(path.size() - 1);
      }
      return !finished;
    }
    for (long next : after.getOrDefault(number, Set.of())) {
      if (leadsBack(next, after, done, path)) {
        return true;
      }
    }
    done.put(number, true);
    path.remove(path.size() - 1);
    return false;
  }
}
