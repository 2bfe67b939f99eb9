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
import io.atomix.mcast.checker.WriteCondition;
import io.atomix.mcast.lab.torture.WatchLine.WatchKind;
import io.atomix.mcast.lab.torture.WatchLine.WatchedChange;
import io.atomix.mcast.lab.torture.WatchLine.WatchedEntry;
import io.atomix.mcast.primitives.map.MapPosition;
import io.atomix.mcast.primitives.map.MapPosition.MapPlace;
import io.atomix.primitive.partition.PartitionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whether what a watch was told is found to be right, and each way of being wrong. */
class WatchCheckTest {
  private static final String OBJECT = Objects.name(Objects.ENTRIES, 1);

  /** In partition 1, 2 and 3. */
  private static final String X = key(1);

  private static final String Y = key(2);
  private static final String Z = key(3);

  private static final WatchedChange WROTE =
      change("m1", Map.of(X, entry("1", 5), Y, entry("2", 6)));
  private static final WatchedChange REMOVED = change("m2", Map.of(), X);

  private final List<Event> load = new ArrayList<>();
  private final List<Event> last = new ArrayList<>();
  private final List<Event> notApplied = new ArrayList<>();
  private final Map<String, List<WatchLine>> watched = new LinkedHashMap<>();
  private final Map<Integer, Long> upTo = new TreeMap<>(Map.of(1, 0L, 2, 0L, 3, 0L));
  private long time;

  private static String key(int partition) {
    return HotKeys.ofPartition(partition, 1, 1, new SplittableRandom(0)).all().get(0);
  }

  private Event did(Operation operation, Object result) {
    time += 2;
    Event event = Event.completed("c", operation, time, time + 1, result).on(OBJECT);
    load.add(event);
    return event;
  }

  private List<WatchLine> lines(String name) {
    return watched.computeIfAbsent(name, any -> new ArrayList<>());
  }

  private String position() {
    Map<PartitionId, MapPlace> places = new LinkedHashMap<>();
    upTo.forEach(
        (partition, place) ->
            places.put(PartitionId.from("data", partition), new MapPlace(7, place)));
    return new MapPosition("entries", places).toJson();
  }

  private void line(String name, WatchKind kind, String kept, String text) {
    time += 2;
    lines(name).add(WatchLine.of(kind, time, kept, text));
  }

  private void snapshot(String name, Map<String, WatchedEntry> entries, Set<Integer> lost) {
    time += 2;
    lines(name).add(new WatchLine(WatchKind.SNAPSHOT, time, position(), entries, lost, null, null));
  }

  private void begin() {
    line("w", WatchKind.BEGIN, null, "c");
    snapshot("w", Map.of(), Set.of());
  }

  /** Tells it, and counts it in its partitions. */
  private void told(WatchedChange... changes) {
    for (WatchedChange change : changes) {
      change.partitions().forEach(each -> upTo.merge(each, 1L, Long::sum));
    }
    time += 2;
    lines("w")
        .add(
            new WatchLine(WatchKind.CHANGES, time, position(), null, null, List.of(changes), null));
  }

  private void drained() {
    line("w", WatchKind.DRAINED, position(), "c");
  }

  private static WatchedChange change(
      String name, Map<String, WatchedEntry> written, String... removed) {
    Set<Integer> partitions = new TreeSet<>();
    written.keySet().forEach(each -> partitions.add(KeyPlacement.partitionOf(each)));
    List.of(removed).forEach(each -> partitions.add(KeyPlacement.partitionOf(each)));
    return new WatchedChange(name, partitions, written, Set.of(removed));
  }

  private static WatchedEntry entry(String value, long version) {
    return new WatchedEntry(value, version);
  }

  /** Two keys are written, one is removed. */
  private void writes() {
    did(Operation.write(Map.of(X, "1", Y, "2")), null);
    did(Operation.remove(X), "1");
  }

  private WatchCheck.WatchVerdict verdict() {
    return WatchCheck.of(OBJECT, histories());
  }

  private Histories histories() {
    return new Histories(
        load,
        last,
        notApplied,
        List.of(),
        List.of(),
        new ChannelRecord(Map.of(), Map.of()),
        watched,
        ListenerRecord.none());
  }

  private void assertFound(String... words) {
    assertThat(verdict().violations()).isNotEmpty();
    assertThat(verdict().violations().get(0)).contains(words);
  }

  private void lastRead(Map<String, String> entries) {
    time += 2;
    last.add(Event.completed("c", new Operation.Snapshot(), time, time + 1, entries).on(OBJECT));
  }

  @Test
  void allIsWell() {
    begin();
    writes();
    told(WROTE);
    told(REMOVED);
    drained();
    lastRead(Map.of(Y, "2"));
    assertThat(verdict().violations()).isEmpty();
    assertThat(verdict().drained()).isEqualTo(1);
    assertThat(verdict().reads()).isNotEmpty();
    assertThat(RoundCheck.of(histories()).lines()).isEmpty();
  }

  @Test
  void anotherProcessGoesOn() {
    begin();
    writes();
    told(WROTE);
    line("w", WatchKind.BEGIN, position(), "c2");
    told(REMOVED);
    drained();
    assertThat(verdict().violations()).isEmpty();
  }

  @Test
  void goingOnElsewhereIsFound() {
    begin();
    writes();
    told(WROTE);
    upTo.put(3, 9L);
    line("w", WatchKind.BEGIN, position(), "c2");
    assertFound("w goes on behind");
  }

  @Test
  void aHistoryThatIsGoneIsLegalWithASnapshotBehindIt() {
    begin();
    writes();
    told(WROTE);
    line("w", WatchKind.GONE, null, "too old");
    line("w", WatchKind.BEGIN, null, "c2");
    upTo.put(1, 2L);
    snapshot("w", Map.of(Y, entry("2", 6)), Set.of());
    drained();
    assertThat(verdict().violations()).isEmpty();
  }

  @Test
  void aSnapshotInTheMidstSaysWhatIsLost() {
    begin();
    writes();
    told(WROTE);
    upTo.put(1, 2L);
    snapshot("w", Map.of(Y, entry("2", 6)), Set.of(1));
    drained();
    assertThat(verdict().violations()).isEmpty();
    WatchLine told = lines("w").get(3);
    lines("w")
        .set(
            3,
            new WatchLine(
                told.kind(), told.time(), told.kept(), told.entries(), Set.of(), null, null));
    assertFound("w was told all entries anew, though nothing is lost");
  }

  @Test
  void aSnapshotThatTakesAnEntryBackIsFound() {
    begin();
    did(Operation.write(X, "1"), null);
    did(Operation.write(X, "2"), null);
    told(change("m1", Map.of(X, entry("1", 5))), change("m2", Map.of(X, entry("2", 6))));
    snapshot("w", Map.of(X, entry("1", 5)), Set.of(1));
    assertFound("behind version 6");
  }

  @Test
  void aSnapshotWithAValueThatNobodyWroteIsFound() {
    line("w", WatchKind.BEGIN, null, "c");
    snapshot("w", Map.of(X, entry("?", 5)), Set.of());
    assertFound("which nobody wrote");
  }

  @Test
  void aChangeThatNobodyMadeIsFound() {
    begin();
    told(WROTE);
    assertFound("which nobody did");
  }

  @Test
  void aRemovalThatNobodyMadeIsFound() {
    begin();
    writes();
    told(WROTE);
    told(change("m2", Map.of(), Y));
    assertFound("m2", "which nobody did");
  }

  @Test
  void aChangeThatIsToldBeforeItsOperationIsFound() {
    begin();
    told(WROTE);
    writes();
    assertFound("which nobody did");
  }

  @Test
  void aChangeThatWasSaidNotToBeMadeIsFound() {
    begin();
    writes();
    notApplied.add(load.remove(0));
    told(WROTE);
    assertFound("which was said not to be done");
  }

  @Test
  void halfAChangeIsFound() {
    begin();
    writes();
    told(change("m1", Map.of(X, entry("1", 5))));
    assertFound("but what was done is");
  }

  @Test
  void theBranchThatWasNotTakenIsFound() {
    begin();
    did(
        new Operation.Transact(
            List.of(new WriteCondition.Present(Z)),
            new TreeMap<>(Map.of(X, "1")),
            new TreeMap<>(Map.of(X, "2")),
            new TreeSet<>()),
        false);
    told(change("m1", Map.of(X, entry("1", 5))));
    assertFound("which nobody did");
  }

  @Test
  void aChangeThatIsToldTwiceIsFound() {
    begin();
    writes();
    told(WROTE);
    told(WROTE);
    assertFound("told twice");
  }

  @Test
  void aChangeWithTwoNamesIsFound() {
    begin();
    writes();
    told(WROTE);
    told(change("m3", Map.of(X, entry("1", 7), Y, entry("2", 8))));
    assertThat(verdict().violations()).anyMatch(each -> each.contains("has the name m1, too"));
  }

  @Test
  void anotherPartitionIsFound() {
    begin();
    writes();
    told(new WatchedChange("m1", Set.of(1, 2, 3), WROTE.written(), Set.of()));
    assertFound("but that is in the partitions [1, 2]");
  }

  @Test
  void twoWhoAreToldDifferentThingsAreFound() {
    begin();
    writes();
    told(WROTE);
    line("v", WatchKind.BEGIN, null, "c");
    upTo.replaceAll((partition, place) -> 0L);
    snapshot("v", Map.of(), Set.of());
    upTo.putAll(Map.of(1, 1L, 2, 1L));
    time += 2;
    WatchedChange other = change("m1", Map.of(X, entry("1", 6), Y, entry("2", 6)));
    lines("v")
        .add(new WatchLine(WatchKind.CHANGES, time, position(), null, null, List.of(other), null));
    assertFound("v was told of", "another one of");
    assertThat(verdict().violations()).anyMatch(each -> each.contains("where another one has"));
  }

  @Test
  void aChangeThatIsMissingBetweenTwoPositionsIsFound() {
    begin();
    writes();
    told(WROTE);
    told(REMOVED);
    lines("w").remove(2);
    assertThat(verdict().violations())
        .anyMatch(
            each ->
                each.contains(
                    "told 0 changes of partition 2 between two positions that are 1 apart"));
  }

  @Test
  void aChangeThatIsNeverToldIsFound() {
    begin();
    writes();
    told(WROTE);
    drained();
    assertFound("was never told of", "swap {" + X + "=null}");
  }

  @Test
  void versionsThatFallAreFound() {
    begin();
    did(Operation.write(X, "1"), null);
    did(Operation.write(X, "2"), null);
    told(change("m1", Map.of(X, entry("1", 6))), change("m2", Map.of(X, entry("2", 5))));
    assertFound("=WatchedEntry[value=2, version=5], behind version 6");
  }

  @Test
  void anotherVersionThanTheCallerWasToldIsFound() {
    begin();
    did(
        Operation.write(X, "1"),
        new VersionedAnswer(null, VersionClaims.written(new TreeMap<>(Map.of(X, 4L)))));
    told(change("m1", Map.of(X, entry("1", 5))));
    assertFound("but others its version 4");
  }

  @Test
  void otherEntriesInTheEndAreFound() {
    begin();
    writes();
    told(WROTE);
    told(REMOVED);
    drained();
    lastRead(Map.of(Y, "9"));
    assertFound("has " + Y + "=2 in the end, but 9 is read");
  }

  @Test
  void anOperationOfUnknownOutcomeMayTakeEffectInTheEnd() {
    begin();
    writes();
    told(WROTE);
    told(REMOVED);
    drained();
    load.add(Event.unknown("c", Operation.write(Y, "9"), 1).on(OBJECT));
    lastRead(Map.of(Y, "9"));
    assertThat(verdict().violations()).isEmpty();
  }

  @Test
  void halfATransactionAtAPositionIsFoundByTheChecker() {
    begin();
    writes();
    did(Operation.write(Map.of(X, "3", Y, "4")), null);
    told(WROTE, REMOVED, change("m3", Map.of(X, entry("3", 8), Y, entry("4", 8))));
    assertThat(RoundCheck.of(histories()).lines()).isEmpty();
    did(new Operation.Snapshot(), Map.of(X, "3", Y, "2"));
    assertThat(RoundCheck.of(histories()).violations()).hasSize(1);
  }

  @Test
  void aWatchThatIsBehindTheEndOfItsLastCallIsFoundByTheChecker() {
    begin();
    did(Operation.write(X, "1"), null);
    told(change("m1", Map.of(X, entry("1", 5))));
    did(Operation.write(X, "2"), null);
    line("w", WatchKind.BEGIN, position(), "c2");
    did(Operation.write(Y, "3"), null);
    told(change("m3", Map.of(Y, entry("3", 8))));
    drained();
    assertThat(RoundCheck.of(histories()).violations())
        .anyMatch(each -> each.contains("NOT strictly serializable"));
  }
}
