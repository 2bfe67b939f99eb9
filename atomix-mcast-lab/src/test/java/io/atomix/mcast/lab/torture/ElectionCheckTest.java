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

import io.atomix.mcast.lab.torture.ElectionCall.ElectionCallKind;
import io.atomix.mcast.lab.torture.ElectionLine.Led;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Whether what a listener of an election was told is found to be right, and each way of being
 * wrong.
 */
class ElectionCheckTest {
  private static final Led NOBODY = new Led(null, 0, List.of());
  private static final Led A = new Led("a", 1, List.of("a"));
  private static final Led AB = new Led("a", 1, List.of("a", "b"));
  private static final Led ABC = new Led("a", 1, List.of("a", "b", "c"));
  private static final Led B = new Led("b", 2, List.of("b"));
  private static final Led BC = new Led("b", 2, List.of("b", "c"));

  private final Map<String, List<ElectionLine>> elections = new LinkedHashMap<>();
  private final Map<String, List<ElectionCall>> calls = new LinkedHashMap<>();
  private String listener = "c1";
  private String process = "c1.1";
  private long time;

  @BeforeEach
  void begin() {
    line(ListenerMoment.BEGIN, process);
    line(ListenerMoment.LISTENING, process);
  }

  private ElectionCall begun(ElectionCallKind kind, String candidate) {
    time += 2;
    return ElectionCall.begun(time, kind, candidate, time);
  }

  private void add(ElectionCall call) {
    calls.computeIfAbsent(process, any -> new ArrayList<>()).add(call);
  }

  private void run(String candidate, Led led) {
    add(begun(ElectionCallKind.RUN, candidate).answered(++time, led, null));
  }

  private void did(ElectionCallKind kind, String candidate, Boolean leads) {
    add(begun(kind, candidate).answered(++time, null, leads));
  }

  private List<ElectionLine> lines() {
    return elections.computeIfAbsent(listener, any -> new ArrayList<>());
  }

  private void line(ListenerMoment kind, String text) {
    time += 2;
    lines().add(ElectionLine.of(kind, time, text));
  }

  private void told(Led... leaderships) {
    for (int i = 1; i < leaderships.length; i++) {
      time += 2;
      lines().add(ElectionLine.event(time, leaderships[i - 1], leaderships[i]));
    }
  }

  private void read(Led found) {
    time += 2;
    lines().add(ElectionLine.read(time, time + 1, found));
  }

  private void lost() {
    line(ListenerMoment.STATE, "SUSPENDED");
    line(ListenerMoment.STATE, "CONNECTED");
  }

  private void drained() {
    line(ListenerMoment.DRAINED, process);
  }

  private List<String> violations() {
    return ElectionCheck.of(new ListenerRecord(Map.of(), elections, calls));
  }

  private void assertFound(String words) {
    assertThat(violations()).anyMatch(each -> each.contains(words));
  }

  /** The candidates a, b and c run. */
  private void run() {
    run("a", A);
    run("b", AB);
    run("c", ABC);
  }

  @Test
  void allIsWell() {
    read(NOBODY);
    run();
    told(NOBODY, A, AB, ABC);
    Led b = new Led("b", 2, List.of("a", "b", "c"));
    did(ElectionCallKind.ANOINT, "b", true);
    read(b);
    did(ElectionCallKind.ANOINT, "x", false);
    // Who leads and goes is followed by the first of the others.
    did(ElectionCallKind.EVICT, "b", null);
    Led a = new Led("a", 3, List.of("a", "c"));
    told(ABC, b, a);
    did(ElectionCallKind.WITHDRAW, "a", null);
    Led next = new Led("c", 4, List.of("c"));
    did(ElectionCallKind.WITHDRAW, "c", null);
    told(a, next, NOBODY);
    read(NOBODY);
    drained();
    assertThat(violations())
        .as("read before it was told")
        .hasSize(1)
        .allMatch(each -> each.contains("reads b in term 2"));
    lines().removeIf(each -> b.equals(each.after()) && each.kind() == ListenerMoment.READ);
    assertThat(violations()).isEmpty();
  }

  @Test
  void candidatesOfASessionThatMayHaveEndedGoTogether() {
    run("a", A);
    process = "c2.1";
    run("b", AB);
    process = "c1.1";
    run("c", ABC);
    told(NOBODY, A, AB, ABC);
    told(ABC, B);
    drained();
    assertFound("nobody has had [a, c] leave");
    lines().remove(lines().size() - 1);
    assertThat(violations()).as("it did not come to the end").isEmpty();
    lost();
    drained();
    assertThat(violations()).as("its session may have ended").isEmpty();
    lines().remove(lines().size() - 4);
    told(ABC, BC);
    assertThat(violations()).as("c may run in the next session").isEmpty();
    lines().remove(lines().size() - 1);
    told(ABC, AB);
    assertFound("nobody has had [c] leave");
  }

  @Test
  void betweenTheLossOfASessionAndItsRecoveryEventsMayBeMissing() {
    run();
    told(NOBODY, A);
    lost();
    told(AB, ABC);
    assertThat(violations()).isEmpty();
    lines().removeIf(each -> each.kind() == ListenerMoment.STATE);
    assertFound("but had heard of " + A);
  }

  @Test
  void anEventThatIsMissingIsFoundByARead() {
    run();
    told(NOBODY, A, AB);
    read(ABC);
    assertFound("reads " + ABC + ", but had heard of " + AB);
  }

  @Test
  void aCandidateWhoComesAndGoesMayLeaveEverythingAsItWas() {
    run();
    did(ElectionCallKind.WITHDRAW, "c", null);
    Led abd = new Led("a", 1, List.of("a", "b", "d"));
    run("d", abd);
    told(NOBODY, A, AB, ABC, AB, abd);
    read(abd);
    drained();
    assertThat(violations()).isEmpty();
    lines().removeIf(each -> ABC.equals(each.after()) || ABC.equals(each.before()));
    read(abd);
    assertThat(violations()).as("nobody else has heard of it").isEmpty();
    listener = "c2";
    told(NOBODY, A, AB, ABC);
    assertFound("was told of running [c] right behind running [b], but another one of");
  }

  @Test
  void aWithdrawalThatIsMissingInTheEndIsFoundByARead() {
    run();
    did(ElectionCallKind.WITHDRAW, "c", null);
    told(NOBODY, A, AB, ABC);
    read(AB);
    assertFound("before the answer to a read, but c had left");
  }

  @Test
  void anEventThatIsMissingBehindAReadIsFound() {
    run("a", A);
    read(A);
    run("b", AB);
    run("c", ABC);
    told(AB, ABC);
    assertFound("but had heard of " + A);
  }

  @Test
  void anEventThatIsToldTwiceIsFound() {
    run();
    told(NOBODY, A, AB);
    lost();
    told(A, AB);
    assertFound("was told twice of running [b]");
  }

  @Test
  void eventsThatChangePlacesAreFound() {
    run();
    did(ElectionCallKind.WITHDRAW, "a", null);
    told(ABC, BC);
    lost();
    told(AB, ABC);
    assertFound("behind term 2");
  }

  @Test
  void twoWhoAreToldDifferentThingsAreFound() {
    run("a", A);
    add(begun(ElectionCallKind.RUN, "b"));
    add(begun(ElectionCallKind.RUN, "c"));
    told(NOBODY, A, AB);
    listener = "c2";
    Led ac = new Led("a", 1, List.of("a", "c"));
    told(NOBODY, A, ac);
    assertFound("was told of running [c] right behind running [a], but another one of running [b]");
  }

  @Test
  void anAnswerThatDoesNotAgreeWithTheEventIsFound() {
    run("a", A);
    run("b", ABC);
    told(NOBODY, A, AB);
    assertFound("but b was answered " + ABC);
  }

  @Test
  void whoNeverRanIsFound() {
    run("a", A);
    told(NOBODY, A, AB);
    assertFound("but b did not run");
  }

  @Test
  void whoIsToldToRunBeforeHeDoesIsFound() {
    told(NOBODY, A);
    run("a", A);
    assertFound("but a did not run");
  }

  @Test
  void whoWasRefusedIsFound() {
    add(begun(ElectionCallKind.RUN, "a").refusal());
    told(NOBODY, A);
    assertFound("but a was refused");
  }

  @Test
  void whoGoesThoughNobodyHasHimLeaveIsFound() {
    run("a", A);
    run("b", AB);
    told(NOBODY, A, AB, B);
    drained();
    assertFound("nobody has had [a] leave");
    add(begun(ElectionCallKind.EVICT, "a").refusal());
    assertFound("nobody has had [a] leave");
  }

  @Test
  void anotherLeaderThanTheNextIsFound() {
    run();
    did(ElectionCallKind.WITHDRAW, "a", null);
    told(ABC, new Led("c", 2, List.of("b", "c")));
    assertFound("it has to be " + BC);
  }

  @Test
  void aTermThatDoesNotGrowIsFound() {
    run();
    did(ElectionCallKind.WITHDRAW, "a", null);
    told(ABC, new Led("b", 1, List.of("b", "c")));
    assertFound("it has to be " + BC);
    assertFound("but others that a leads in it");
  }

  @Test
  void aNewLeaderWhoWasNotAnointedIsFound() {
    run();
    told(ABC, new Led("b", 2, ABC.candidates()));
    assertFound("nobody was anointed so");
    did(ElectionCallKind.ANOINT, "b", false);
    assertFound("nobody was anointed so");
  }

  @Test
  void aNewLeaderBehindNobodyHasAHigherTerm() {
    run("a", A);
    did(ElectionCallKind.WITHDRAW, "a", null);
    add(begun(ElectionCallKind.RUN, "b"));
    told(NOBODY, A, NOBODY, new Led("b", 1, List.of("b")));
    assertFound("running does not do that");
  }

  @Test
  void someoneWhoLedBetweenTwoWhoAreToldIsFound() {
    run("a", A);
    did(ElectionCallKind.WITHDRAW, "a", null);
    Led c = new Led("c", 3, List.of("c"));
    run("c", c);
    told(NOBODY, A, NOBODY, c);
    assertFound("behind nobody and term 1");
    lines().remove(lines().size() - 1);
    lost();
    told(NOBODY, c);
    assertThat(violations()).isEmpty();
  }

  @Test
  void aLeaderWhoIsNoCandidateIsFound() {
    run("a", A);
    read(new Led("z", 1, List.of("a")));
    assertFound("was told the leadership z");
  }

  @Test
  void whoHadWithdrawnAndIsAnsweredIsFound() {
    run("a", A);
    did(ElectionCallKind.WITHDRAW, "a", null);
    run("b", AB);
    assertFound("was answered " + AB + ", but a had left");
  }

  @Test
  void whoIsForgottenByAnAnswerIsFound() {
    run("a", A);
    run("b", B);
    drained();
    assertFound("was answered " + B + ", but a runs");
  }

  @Test
  void aTermThatFallsFromAnswerToAnswerIsFound() {
    run("a", new Led("a", 5, List.of("a")));
    did(ElectionCallKind.WITHDRAW, "a", null);
    run("b", new Led("b", 4, List.of("b")));
    assertFound("after c1.1, RUN of a was answered");
  }
}
