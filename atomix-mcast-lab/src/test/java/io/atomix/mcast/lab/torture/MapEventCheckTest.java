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

import io.atomix.mcast.checker.Event;
import io.atomix.mcast.checker.Operation;
import io.atomix.mcast.checker.VersionClaims;
import io.atomix.mcast.checker.VersionedAnswer;
import io.atomix.mcast.lab.torture.WatchLine.WatchedEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether what a listener of a map was told is found to be right, and each way of being wrong. */
class MapEventCheckTest {
  private static final String OBJECT = Objects.name(Objects.REGISTERS, 1);

  /** Two in partition 1, one in partition 2. */
  private static final String X = key(1, 0);

  private static final String Y = key(1, 1);
  private static final String Z = key(2, 0);

  private static final WatchedEntry ONE = new WatchedEntry("1", 5);
  private static final WatchedEntry TWO = new WatchedEntry("2", 7);
  private static final WatchedEntry THREE = new WatchedEntry("3", 9);

  private final List<Event> load = new ArrayList<>();
  private final List<Event> notApplied = new ArrayList<>();
  private final Map<String, List<MapEventLine>> listened = new LinkedHashMap<>();
  private String listener = "l";
  private long time;

  private static String key(int partition, int number) {
    return HotKeys.ofPartition(partition, 2, 0, new SplittableRandom(0)).all().get(number);
  }

  @BeforeEach
  void begin() {
    line(ListenerMoment.BEGIN, "c1.1");
    line(ListenerMoment.STATE, "CONNECTED");
    line(ListenerMoment.LISTENING, "c1.1");
  }

  /** An operation that is answered, between this moment and the next. */
  private void did(Operation operation, Object result) {
    time += 2;
    load.add(Event.completed("c", operation, time, time + 1, result).on(OBJECT));
  }

  private void put(String key, String value, WatchedEntry before) {
    did(
        Operation.put(key, value),
        before == null
            ? null
            : new VersionedAnswer(
                new TreeMap<>(Map.of(key, before.value())),
                VersionClaims.found(new TreeMap<>(Map.of(key, before.version())))));
  }

  private List<MapEventLine> lines() {
    return listened.computeIfAbsent(listener, any -> new ArrayList<>());
  }

  private void line(ListenerMoment kind, String text) {
    time += 2;
    lines().add(MapEventLine.of(kind, time, text));
  }

  private void told(String key, WatchedEntry before, WatchedEntry after) {
    time += 2;
    lines().add(MapEventLine.event(time, key, before, after));
  }

  private void read(String key, WatchedEntry found) {
    time += 2;
    lines().add(MapEventLine.read(time, time + 1, key, found));
  }

  private void lost() {
    line(ListenerMoment.STATE, "SUSPENDED");
    line(ListenerMoment.STATE, "CONNECTED");
  }

  private Histories histories() {
    return new Histories(
        load,
        List.of(),
        notApplied,
        List.of(),
        List.of(),
        new ChannelRecord(Map.of(), Map.of()),
        Map.of(),
        new ListenerRecord(listened, Map.of(), Map.of()));
  }

  private List<String> violations() {
    return MapEventCheck.of(OBJECT, histories()).violations();
  }

  private void assertFound(String words) {
    assertThat(violations()).anyMatch(each -> each.contains(words));
    assertThat(RoundCheck.of(histories()).violations()).containsAll(violations());
  }

  /** Two writes and a removal of X. */
  private void writes() {
    put(X, "1", null);
    put(X, "2", ONE);
    did(Operation.remove(X), "2");
  }

  @Test
  void allIsWell() {
    read(Z, null);
    writes();
    told(X, null, ONE);
    told(X, ONE, TWO);
    told(X, TWO, null);
    put(Z, "3", null);
    told(Z, null, new WatchedEntry("3", 2));
    read(X, null);
    read(Z, new WatchedEntry("3", 2));
    line(ListenerMoment.DRAINED, "c1.1");
    assertThat(violations()).isEmpty();
    assertThat(MapEventCheck.of(OBJECT, histories()).reads()).hasSize(3);
    assertThat(RoundCheck.of(histories()).lines()).isEmpty();
  }

  @Test
  void betweenTheLossOfASessionAndItsRecoveryEventsMayBeMissing() {
    writes();
    told(X, null, ONE);
    lost();
    put(X, "3", null);
    told(X, null, THREE);
    read(X, THREE);
    assertThat(violations()).isEmpty();
    lines().removeIf(each -> each.kind() == ListenerMoment.STATE);
    assertFound("but had heard of Optional[" + ONE + "]");
  }

  @Test
  void theNextProcessHearsWhatHappensSinceItListens() {
    put(X, "1", null);
    told(X, null, ONE);
    put(X, "2", ONE);
    line(ListenerMoment.BEGIN, "c1.2");
    line(ListenerMoment.LISTENING, "c1.2");
    read(X, TWO);
    put(X, "3", TWO);
    told(X, TWO, THREE);
    read(Y, null);
    assertThat(violations()).isEmpty();
  }

  @Test
  void anEventThatIsMissingIsFoundByTheNext() {
    writes();
    told(X, null, ONE);
    told(X, TWO, null);
    assertFound("but had heard of Optional[" + ONE + "]");
  }

  @Test
  void anEventThatIsMissingInTheEndIsFoundByARead() {
    writes();
    told(X, null, ONE);
    told(X, ONE, TWO);
    read(X, null);
    assertFound("but had heard of Optional[" + TWO + "] before the answer");
  }

  @Test
  void aChangeOfAnotherKeyThatIsNeverToldIsFoundByARead() {
    put(Y, "1", null);
    read(X, null);
    assertFound("was not told of");
  }

  @Test
  void aChangeThatIsReadBeforeItIsToldIsFound() {
    put(X, "1", null);
    load.add(Event.unknown("c", Operation.put(X, "2"), time).on(OBJECT));
    told(X, null, ONE);
    read(X, TWO);
    told(X, ONE, TWO);
    assertFound("reads Optional[" + TWO + "] of " + X);
  }

  @Test
  void aChangeOfUnknownOutcomeThatIsReadButNeverToldIsFound() {
    load.add(Event.unknown("c", Operation.put(X, "1"), time + 1).on(OBJECT));
    time += 2;
    read(X, ONE);
    assertFound("reads " + ONE + " of " + X);
  }

  @Test
  void aWholePairThatIsMissingIsFoundByThoseWhoHeardIt() {
    load.add(Event.unknown("c", Operation.put(Y, "2"), time).on(OBJECT));
    load.add(Event.unknown("c", Operation.remove(Y), time).on(OBJECT));
    put(X, "1", null);
    put(X, "3", ONE);
    told(X, null, ONE);
    told(X, ONE, THREE);
    listener = "m";
    told(X, null, ONE);
    told(Y, null, TWO);
    told(Y, TWO, null);
    assertThat(violations()).hasSize(1);
    assertFound("right behind");
    told(X, ONE, THREE);
    assertFound("right before");
  }

  @Test
  void anEventThatIsToldTwiceIsFound() {
    put(X, "1", null);
    told(X, null, ONE);
    told(X, null, ONE);
    assertFound("told twice");
  }

  @Test
  void anEventThatIsToldTwiceAroundALossIsFound() {
    put(X, "1", null);
    told(X, null, ONE);
    lost();
    told(X, null, ONE);
    assertFound("told twice");
  }

  @Test
  void eventsThatChangePlacesAreFound() {
    writes();
    told(X, ONE, TWO);
    told(X, null, ONE);
    assertFound("behind version 7");
  }

  @Test
  void versionsThatFallAreFound() {
    writes();
    told(X, null, TWO);
    told(X, new WatchedEntry("2", 7), new WatchedEntry("1", 6));
    assertFound("behind version 7");
  }

  @Test
  void anotherVersionThanTheCallerWasToldIsFound() {
    put(X, "1", null);
    put(X, "2", ONE);
    told(X, null, new WatchedEntry("1", 4));
    assertFound("but others its version 5");
  }

  @Test
  void anEventThatNobodyCausedIsFound() {
    put(Y, "9", null);
    told(X, null, ONE);
    assertFound("which nobody did");
  }

  @Test
  void anEventOfAnotherKeyIsFound() {
    put(X, "1", null);
    told(Y, null, ONE);
    assertFound("which nobody did");
  }

  @Test
  void anEventBeforeItsOperationIsFound() {
    told(X, null, ONE);
    put(X, "1", null);
    assertFound("which nobody did");
  }

  @Test
  void aRemovalThatNobodyAskedForIsFound() {
    put(X, "1", null);
    told(X, null, ONE);
    told(X, ONE, null);
    assertFound("which nobody did");
    did(new Operation.Clear(), null);
    told(Y, TWO, null);
    assertThat(violations()).hasSize(1);
  }

  @Test
  void aRemovalThatTellsWhatItFoundGoesBeforeOneOfUnknownOutcome() {
    load.add(Event.unknown("c", Operation.remove(X), time).on(OBJECT));
    writes();
    told(X, null, ONE);
    told(X, ONE, TWO);
    told(X, TWO, null);
    read(X, null);
    assertThat(violations()).isEmpty();
    lines().removeIf(each -> TWO.equals(each.before()));
    assertFound("was not told of");
  }

  @Test
  void aRemovalOfAnotherValueIsFound() {
    writes();
    told(X, null, ONE);
    told(X, ONE, null);
    assertFound("which nobody did");
  }

  @Test
  void whatWasSaidNotToBeDoneIsFound() {
    put(X, "1", null);
    notApplied.add(load.remove(0));
    put(Y, "9", null);
    told(X, null, ONE);
    assertFound("which was said not to be done");
  }

  @Test
  void aRemovalThatWasSaidNotToBeDoneIsFound() {
    put(X, "1", null);
    did(Operation.remove(X), "1");
    notApplied.add(load.remove(1));
    told(X, null, ONE);
    told(X, ONE, null);
    assertFound("which was said not to be done");
  }

  @Test
  void aConditionThatDidNotHoldIsFound() {
    did(Operation.compareAndSet(X, null, "1"), false);
    told(X, null, ONE);
    assertFound("which nobody did");
  }

  @Test
  void aConditionOnAnotherValueIsFound() {
    put(X, "1", null);
    did(Operation.compareAndSet(X, "9", "2"), true);
    told(X, null, ONE);
    told(X, ONE, TWO);
    assertFound("but what was done is");
  }

  @Test
  void anotherValueBeforeThanTheCallerWasToldIsFound() {
    put(X, "1", null);
    put(X, "2", null);
    told(X, null, ONE);
    told(X, ONE, TWO);
    assertFound("but what was done is");
  }

  @Test
  void aReadOfTheListenerIsOneForTheChecker() {
    put(X, "1", null);
    told(X, null, ONE);
    put(X, "2", ONE);
    told(X, ONE, TWO);
    read(X, ONE);
    assertThat(violations()).isEmpty();
    assertThat(RoundCheck.of(histories()).violations())
        .anyMatch(each -> each.contains("NOT strictly serializable"));
  }
}
