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

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.lab.torture.Fault.Form;
import io.atomix.mcast.lab.torture.Schedule.Act;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final int NODES = 3;
  private static final int CLIENTS = 2;
  private static final Set<FaultKind> ALL = EnumSet.allOf(FaultKind.class);

  private static List<List<Act>> rounds(long seed, Set<FaultKind> kinds, int count) {
    Schedule schedule = new Schedule(seed, kinds, Set.of(), NODES, CLIENTS);
    List<List<Act>> rounds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rounds.add(schedule.next());
    }
    return rounds;
  }

  @Test
  void oneSeedGivesOneScheduleAndAnotherSeedAnother() {
    assertThat(rounds(7, ALL, 20)).isEqualTo(rounds(7, ALL, 20)).isNotEqualTo(rounds(8, ALL, 20));
  }

  @Test
  void theFirstRoundHasEachKindOnceAndOneAtATime() {
    for (long seed = 0; seed < 20; seed++) {
      List<Act> first = rounds(seed, ALL, 1).get(0);
      assertThat(first).allSatisfy(act -> assertThat(act.faults()).hasSize(1));
      assertThat(first)
          .extracting(act -> act.faults().get(0).kind())
          .containsExactlyInAnyOrderElementsOf(ALL);
    }
  }

  @Test
  void inTheFirstRoundNodesAreUpgradedBeforeTheyGoBack() {
    for (long seed = 0; seed < 20; seed++) {
      List<FaultKind> first =
          rounds(seed, ALL, 1).get(0).stream().map(act -> act.faults().get(0).kind()).toList();
      assertThat(first.indexOf(FaultKind.UPGRADE)).isLessThan(first.indexOf(FaultKind.DOWNGRADE));
    }
  }

  @Test
  void whatTakesFromANodeWhatItHadComesAloneAndIsWaitedFor() {
    for (FaultKind kind : List.of(FaultKind.POWER, FaultKind.DAMAGE)) {
      List<Act> losses =
          rounds(5, ALL, 50).stream()
              .flatMap(List::stream)
              .filter(act -> act.faults().stream().anyMatch(fault -> fault.kind() == kind))
              .toList();
      assertThat(losses).isNotEmpty();
      assertThat(losses).allMatch(act -> act.faults().size() == 1 && act.settle());
    }
  }

  @Test
  void aFormThatIsLeftOutDoesNotCome() {
    Schedule schedule =
        new Schedule(1, Set.of(FaultKind.POWER), Set.of(Form.CUT_ALL_POWER), NODES, CLIENTS);
    for (int i = 0; i < 20; i++) {
      assertThat(schedule.next())
          .allSatisfy(act -> assertThat(act.faults().get(0).form()).isEqualTo(Form.CUT_POWER));
    }
  }

  @Test
  void sometimesTwoFaultsOfDifferentKindsComeAtOnce() {
    List<Act> two =
        rounds(3, ALL, 50).stream()
            .flatMap(List::stream)
            .filter(act -> act.faults().size() > 1)
            .toList();
    assertThat(two).isNotEmpty();
    assertThat(two)
        .allSatisfy(
            act -> assertThat(act.faults()).extracting(Fault::kind).doesNotHaveDuplicates());
  }

  @Test
  void everyFormComesAndConcernsWhatThereIs() {
    List<Fault> faults =
        rounds(1, ALL, 100).stream()
            .flatMap(List::stream)
            .flatMap(act -> act.faults().stream())
            .toList();
    assertThat(faults).extracting(Fault::form).contains(Form.values());
    for (Fault fault : faults) {
      boolean link = fault.form() == Form.CUT_LINK || fault.form() == Form.CUT_ONE_WAY;
      assertThat(fault.first()).isBetween(1, fault.form() == Form.KILL_CLIENT ? CLIENTS : NODES);
      assertThat(fault.second()).isBetween(1, NODES);
      assertThat(fault.first() != fault.second()).as("two nodes: " + fault).isEqualTo(link);
      assertThat(fault.toString()).matches(".*(m|client )[123].*|.* all nodes.*");
    }
  }

  @Test
  void onlyTheKindsAskedForCome() {
    Set<FaultKind> kinds = EnumSet.of(FaultKind.KILL, FaultKind.CLIENT);
    assertThat(rounds(1, kinds, 30))
        .allSatisfy(
            acts ->
                assertThat(acts)
                    .allSatisfy(
                        act -> assertThat(act.faults()).extracting(Fault::kind).isSubsetOf(kinds)));
  }
}
