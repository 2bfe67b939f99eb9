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

import io.atomix.mcast.lab.torture.Fault.Form;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Decides from a seed which faults come when. The same seed, kinds and numbers give the same
 * schedule, whatever happens. The first round has each kind once, an upgrade before what goes back;
 * in the others there are a few at random. Not thread-safe.
 */
final class Schedule {
  private static final int LEAST_ACTS = 3;
  private static final int MOST_ACTS = 5;

  private final SplittableRandom random;
  private final List<FaultKind> kinds;
  private final Set<Form> without;
  private final int nodes;
  private final int clients;
  private int round;

  /**
   * Some of the faults at a time.
   *
   * @param pause how long all is well before they begin
   * @param faults what is done at once: one, or two of different kinds
   * @param settle whether all nodes are awaited before the next ones
   */
  record Act(Duration pause, List<Fault> faults, boolean settle) {}

  /**
   * A schedule of some kinds, at least one.
   *
   * @param without forms that do not come
   */
  Schedule(long seed, Collection<FaultKind> kinds, Set<Form> without, int nodes, int clients) {
    this.random = new SplittableRandom(seed);
    this.kinds = new ArrayList<>(EnumSet.copyOf(kinds));
    this.without = Set.copyOf(without);
    this.nodes = nodes;
    this.clients = clients;
  }

  /** Returns the acts of the next round. */
  List<Act> next() {
    round++;
    List<Act> acts = new ArrayList<>();
    if (round == 1) {
      List<FaultKind> shuffled = new ArrayList<>(kinds);
      Collections.shuffle(shuffled, new Random(random.nextLong()));
      upgradeFirst(shuffled);
      shuffled.forEach(kind -> acts.add(act(List.of(kind), true)));
    } else {
      int count = random.nextInt(LEAST_ACTS, MOST_ACTS + 1);
      for (int i = 0; i < count; i++) {
        acts.add(act(some(), random.nextInt(3) > 0));
      }
    }
    return acts;
  }

  /** Nobody can go back who has not gone forth. */
  private static void upgradeFirst(List<FaultKind> shuffled) {
    int upgrade = shuffled.indexOf(FaultKind.UPGRADE);
    int downgrade = shuffled.indexOf(FaultKind.DOWNGRADE);
    if (downgrade >= 0 && downgrade < upgrade) {
      Collections.swap(shuffled, upgrade, downgrade);
    }
  }

  private List<FaultKind> some() {
    FaultKind first = kinds.get(random.nextInt(kinds.size()));
    FaultKind second = kinds.get(random.nextInt(kinds.size()));
    boolean both = random.nextInt(3) == 0 && first != second;
    if (both && (first.isAlone() || second.isAlone())) {
      return List.of(first.isAlone() ? first : second);
    }
    return both ? List.of(first, second) : List.of(first);
  }

  private Act act(List<FaultKind> drawn, boolean settle) {
    Duration pause = Duration.ofMillis(random.nextInt(500, 4_000));
    boolean settles = settle || drawn.stream().anyMatch(FaultKind::isAlone);
    return new Act(pause, drawn.stream().map(this::fault).toList(), settles);
  }

  private Fault fault(FaultKind kind) {
    List<Form> possible =
        Arrays.stream(Form.values())
            .filter(form -> form.kind() == kind && !without.contains(form))
            .toList();
    Form form = possible.get(random.nextInt(possible.size()));
    int first = random.nextInt(1, (form == Form.KILL_CLIENT ? clients : nodes) + 1);
    int other = (first - 1 + random.nextInt(1, nodes)) % nodes + 1;
    boolean two = form == Form.CUT_LINK || form == Form.CUT_ONE_WAY;
    return new Fault(form, first, two ? other : first, length(form));
  }

  /** From well below the election timeout of 1 s to well above the session timeout of 5 s. */
  private Duration length(Form form) {
    int most =
        switch (form) {
          case KILL_NODE,
              STOP_NODE,
              KILL_ALL_NODES,
              KILL_CLIENT,
              CUT_POWER,
              CUT_ALL_POWER,
              DAMAGE_STOPPED_FILE,
              DAMAGE_KILLED_FILE,
              AGE_STOPPED_FILE,
              AGE_KILLED_FILE,
              UPGRADE_IN_TURN,
              DOWNGRADE_NODE,
              DOWNGRADE_IN_TURN ->
              4_000;
          case PAUSE_NODE, CUT_LINK, CUT_ONE_WAY, ISOLATE_NODE, SLOW_DISK, FULL_DISK -> 12_000;
          case RESTART_IN_TURN, CATCH_UP -> 1;
        };
    return Duration.ofMillis(most == 1 ? 0 : random.nextInt(500, most));
  }
}
