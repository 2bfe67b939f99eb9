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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Listeners of one client in a round, who are the same for all processes that take each other's
 * place: two subscribers of the channel, one to all partitions and one to two of them, a watch of
 * the entries, and listeners of a map and of an election of Atomix. Each has a file.
 */
final class RoundEvents {
  private final List<RecordingListener<?>> listeners = new ArrayList<>();

  /**
   * Goes on where the process before has ended.
   *
   * @param client the process
   * @param folder that of the round
   */
  RoundEvents(String client, Objects objects, Path folder) {
    String place = client.substring(0, client.indexOf('.'));
    int number = Integer.parseInt(place.substring(1));
    Set<Integer> all = Set.copyOf(numbers(0));
    Set<Integer> two = Set.copyOf(numbers(number % KeyPlacement.PARTITIONS + 1));
    for (Set<Integer> partitions : List.of(all, two)) {
      Path file =
          folder.resolve("heard-" + place + (partitions == all ? "-all" : "-two") + ".events");
      listeners.add(
          new TalkSubscriber(
              objects.talk(), partitions, new EventLog<>(file, ChannelLine.class), client));
    }
    listeners.add(
        new WatchFollower(
            objects.entries(),
            Objects::light,
            new EventLog<>(folder.resolve("watched-" + place + ".events"), WatchLine.class),
            client));
    listeners.add(
        new MapListener(
            objects.registers(),
            Objects::light,
            ClientLoad.registers(),
            new EventLog<>(folder.resolve("listened-" + place + ".events"), MapEventLine.class),
            client));
    listeners.add(
        new ElectionListener(
            objects.election().async(),
            new EventLog<>(folder.resolve("elected-" + place + ".events"), ElectionLine.class),
            client));
  }

  /** The numbers of all partitions but one. */
  private static List<Integer> numbers(int butOne) {
    List<Integer> numbers = new ArrayList<>();
    for (int partition = 1; partition <= KeyPlacement.PARTITIONS; partition++) {
      if (partition != butOne) {
        numbers.add(partition);
      }
    }
    return numbers;
  }

  /** Begins to listen. */
  void begin() {
    listeners.forEach(RecordingListener::begin);
  }

  /**
   * Listens until all is heard, and ends.
   *
   * @throws IllegalStateException if there is something that does not come
   */
  void drain() {
    listeners.forEach(RecordingListener::drain);
  }
}
