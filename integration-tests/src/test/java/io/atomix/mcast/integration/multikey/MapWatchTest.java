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
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.atomix.mcast.integration.Backend;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.integration.faults.Inside;
import io.atomix.mcast.observe.ListenerCounts;
import io.atomix.mcast.primitives.map.EntryChanges;
import io.atomix.mcast.primitives.map.MapMirror;
import io.atomix.mcast.primitives.map.MapPosition;
import io.atomix.mcast.primitives.map.MapPosition.MapPlace;
import io.atomix.mcast.primitives.map.MapState;
import io.atomix.mcast.primitives.map.MapWatch;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.WatchFrom;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Parallel;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.utils.time.Versioned;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Watches and mirrors of a map in three partitions, from other nodes than those that write. */
@ExtendWith(SharedCluster.class)
class MapWatchTest {
  private static final int SUM = 400;

  private final WatchRecording recording = new WatchRecording();
  private final String first = Inside.key(1);
  private final String second = Inside.key(2);
  private TestCluster cluster;
  private Primitives primitives;
  private MulticastMap<String, String> writer;
  private MulticastMap<String, String> reader;

  @BeforeEach
  void open(TestCluster shared, Primitives opened) {
    assumeThat(shared.kind()).isEqualTo(Backend.GENERIC_MULTICAST);
    cluster = shared;
    primitives = opened;
    writer = primitives.open(1, "watched", MulticastMapTest::builder);
    reader = primitives.open(2, "watched", MulticastMapTest::builder);
  }

  /** Waits until all that was written when this was called is told. */
  private void awaitAll(MapWatch watch) {
    MapPosition now = writer.position();
    Await.until("the watch has come to " + now, () -> watch.position().isAtLeast(now));
  }

  @Test
  void aSnapshotAndThenEveryChangeOfATransactionTogether() {
    writer.put("early", "x");
    MapWatch watch = reader.watch(WatchFrom.snapshot(), recording);
    Await.until("the snapshot", recording::snapshots, seen -> seen.size() == 1);
    assertThat(recording.copy()).isEqualTo(Map.of("early", "x"));
    assertThat(recording.snapshots().get(0).lost()).isEmpty();

    writer.putAll(Map.of(first, "1", second, "2"));
    writer.put(first, "1");
    writer
        .transaction()
        .ifEquals(first, "1")
        .then(ops -> ops.put(first, "3").remove(second))
        .commit();
    writer.transaction().ifEquals(first, "1").then(ops -> ops.put(first, "never")).commit();
    writer.remove("early");
    writer.put(second, "again");
    writer.clear();
    awaitAll(watch);
    assertThat(recording.texts())
        .containsExactly(
            new TreeMap<>(Map.of(first, "1", second, "2")).toString(),
            new TreeMap<>(Map.of(first, "3", second, "-")).toString(),
            "{early=-}",
            "{" + second + "=again}",
            new TreeMap<>(Map.of(first, "-", second, "-")).toString());
    EntryChanges<String, String> both = recording.messages().get(0);
    assertThat(both.partitions()).extracting(PartitionId::id).containsExactlyInAnyOrder(1, 2);
    assertThat(both.written().get(first).version())
        .isEqualTo(both.written().get(first).version())
        .isPositive();
    assertThat(recording.messages()).extracting(EntryChanges::message).doesNotHaveDuplicates();
    assertThat(recording.copy()).isEmpty();
    assertThat(recording.snapshots()).hasSize(1);
    watch.close();
    assertThat(watch.isClosed()).isTrue();
  }

  @Test
  void allWatchesKnowAMessageByTheSameName() {
    WatchRecording other = new WatchRecording();
    MapWatch here = reader.watch(WatchFrom.now(), recording);
    MapWatch there = writer.watch(WatchFrom.now(), other);
    for (int i = 0; i < 20; i++) {
      writer.putAll(Map.of(first, "a" + i, second, "a" + i));
    }
    awaitAll(here);
    awaitAll(there);
    assertThat(recording.messages()).hasSize(20).isEqualTo(other.messages());
  }

  @Test
  void theEndOfATimeToLiveIsAChange() {
    MapWatch watch = reader.watch(WatchFrom.now(), recording);
    writer.put("mortal", "x", Duration.ofMillis(200));
    Await.until("its end", recording::texts, List.of("{mortal=x}", "{mortal=-}")::equals);
    assertThat(watch.isClosed()).isFalse();
  }

  @Test
  void aKeptPositionIsGoneOnBehindWithNothingMissedOrTwice() {
    List<String> expected = new ArrayList<>();
    List<String> told = new ArrayList<>();
    String kept = null;
    for (int round = 0; round < 4; round++) {
      WatchRecording now = new WatchRecording();
      WatchFrom from = kept == null ? WatchFrom.now() : WatchFrom.after(MapPosition.fromJson(kept));
      MapWatch watch = reader.watch(from, now);
      for (int i = 0; i < 20; i++) {
        expected.add(write(round + "-" + i));
      }
      awaitAll(watch);
      watch.close();
      told.addAll(now.texts());
      assertThat(now.snapshots()).isEmpty();
      kept = watch.position().toJson();
      expected.add(write("unwatched " + round));
    }
    assertThat(told).isEqualTo(expected.subList(0, expected.size() - 1));
  }

  private String write(String value) {
    writer.putAll(Map.of(first, value, second, value));
    return new TreeMap<>(Map.of(first, value, second, value)).toString();
  }

  @Test
  void positionsThatCannotBeGoneOnBehindAreRefused() {
    MulticastMap<String, String> small = openSmall(2);
    MapPosition early = small.position();
    MulticastMap<String, String> other =
        primitives.open(2, "another watched", MulticastMapTest::builder);
    assertRefused(other, early, "is of map '" + small.name() + "'");
    assertRefused(small, moved(early, 0, 1000), "of the future");
    assertRefused(small, moved(early, 1, 0), "created anew");
    for (int i = 0; i < 20; i++) {
      small.put(first, "x" + i);
    }
    assertRefused(small, early, "historySize");
    assertRefused(
        small,
        new MapPosition(small.name(), Map.of(PartitionId.from("elsewhere", 1), new MapPlace(1, 1))),
        "but the map has");
    assertThat(recording.messages()).isEmpty();
    assertThat(recording.snapshots()).isEmpty();
  }

  private void assertRefused(MulticastMap<String, String> map, MapPosition position, String why) {
    assertThatThrownBy(() -> map.watch(WatchFrom.after(position), recording))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Map '" + map.name())
        .hasMessageContaining(why);
  }

  private static MapPosition moved(MapPosition position, long incarnation, long by) {
    Map<PartitionId, MapPlace> places = new LinkedHashMap<>();
    position
        .places()
        .forEach(
            (id, place) ->
                places.put(id, new MapPlace(place.incarnation() + incarnation, place.upTo() + by)));
    return new MapPosition(position.map(), places);
  }

  private MulticastMap<String, String> openSmall(int member) {
    return primitives.open(
        member, "small", (node, name) -> MulticastMapTest.builder(node, name).withHistorySize(5));
  }

  @Test
  void whoIsTooSlowIsToldSoAndGoesOnWithASnapshot() {
    MulticastMap<String, String> small = openSmall(2);
    ListenerCounts counts = counts(1);
    ListenerCounts countsOfSecond = counts(2);
    int watches = counts.watches();
    long gone = counts.timesGone();
    long told = countsOfSecond.changes();
    CompletableFuture<Void> pause = new CompletableFuture<>();
    MapWatch watch = small.watch(WatchFrom.now(), recording, pause::thenRunAsync);
    assertThat(counts.watches()).isEqualTo(watches + 1);
    for (int i = 0; i < 20; i++) {
      small.put(first, "x" + i);
    }
    Await.until("the watch is behind", () -> counts.behindNanos() > 0);
    pause.complete(null);
    MapPosition now = small.position();
    Await.until("all", () -> watch.position().isAtLeast(now));
    assertThat(recording.snapshots()).isNotEmpty();
    for (MapState<String, String> snapshot : recording.snapshots()) {
      assertThat(snapshot.lost()).containsExactly(PartitionId.from(TestCluster.DATA, 1));
    }
    assertThat(recording.copy()).isEqualTo(Map.of(first, "x19"));
    small.put(second, "on");
    Await.until("what comes then", recording::copy, Map.of(first, "x19", second, "on")::equals);

    assertThat(counts.timesGone()).isGreaterThan(gone);
    Await.until("it is counted", countsOfSecond::changes, counted -> counted == told + 1);
    Await.until("nothing is new", () -> counts.behindNanos() == 0);
    watch.close();
    assertThat(counts.watches()).isEqualTo(watches);
  }

  private ListenerCounts counts(int partition) {
    return Inside.partition(cluster.node(2), partition).groupClient().listeners();
  }

  @Test
  void manyChangesBetweenTwoMomentsAllCome() {
    MapWatch watch = reader.watch(WatchFrom.now(), recording);
    String large = "x".repeat(10_000);
    Map<String, String> expected = new HashMap<>();
    for (int i = 0; i < 60; i++) {
      Map<String, String> entries = Map.of(first, large + i, second, large + i, "key" + i, large);
      writer.putAll(entries);
      expected.putAll(entries);
    }
    awaitAll(watch);
    assertThat(recording.messages()).hasSize(60);
    assertThat(recording.snapshots()).isEmpty();
    assertThat(recording.copy()).isEqualTo(expected);
  }

  @Test
  void aMirrorIsAlwaysTheMapAtOneMoment() {
    long seed = Long.getLong("mcast.seed", new Random().nextLong());
    System.out.println("MapWatchTest seed " + seed);
    List<String> accounts = List.of(Inside.key(1), Inside.key(2), Inside.key(3), "other");
    Map<String, String> begin = new HashMap<>();
    accounts.forEach(account -> begin.put(account, "100"));
    writer.putAll(begin);
    MapMirror<String, String> mirror = reader.mirror();
    assertThat(sum(mirror.entries())).isEqualTo(SUM);
    AtomicInteger running = new AtomicInteger(2);
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int thread = 0; thread < 2; thread++) {
      Random random = new Random(seed + thread);
      tasks.add(
          () -> {
            for (int i = 0; i < 60; i++) {
              transfer(accounts, random);
            }
            running.decrementAndGet();
            return null;
          });
    }
    List<Integer> moments = new ArrayList<>();
    tasks.add(
        () -> {
          MapPosition last = mirror.position();
          while (running.get() > 0) {
            assertThat(mirror.read(MapWatchTest::sum)).isEqualTo(SUM);
            MapPosition now = mirror.position();
            assertThat(now.isAtLeast(last)).isTrue();
            if (!now.equals(last)) {
              moments.add(1);
            }
            last = now;
          }
          return null;
        });
    Parallel.run(tasks);
    Await.result("the mirror", mirror.awaitAtLeast(writer.position()));
    assertThat(mirror.entries()).isEqualTo(writer.snapshot());
    assertThat(moments).as("moments that were seen").isNotEmpty();

    // Who has written waits until it is there.
    for (int i = 0; i < 10; i++) {
      writer.put("mine", "x" + i);
      Await.result("the mirror", mirror.awaitAtLeast(writer.position()));
      assertThat(mirror.get("mine").value()).isEqualTo("x" + i);
      assertThat(mirror.getAll(Set.of("mine", "nothing"))).containsOnlyKeys("mine");
    }
    assertThat(mirror.size()).isEqualTo(5);
    assertThat(mirror.unreadable()).isEmpty();
    MapPosition later = moved(writer.position(), 0, 1000);
    CompletableFuture<Void> never = mirror.awaitAtLeast(later);
    assertThat(never).isNotDone();
    mirror.close();
    assertThat(never).isCompletedExceptionally();
    assertThat(mirror.isClosed()).isTrue();
    assertThatThrownBy(() -> mirror.get("mine"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed");
  }

  private static int sum(Map<String, Versioned<String>> entries) {
    return entries.values().stream().mapToInt(each -> Integer.parseInt(each.value())).sum();
  }

  private void transfer(List<String> accounts, Random random) {
    String from = accounts.get(random.nextInt(accounts.size()));
    String to = accounts.get(random.nextInt(accounts.size()));
    if (from.equals(to)) {
      return;
    }
    Map<String, Versioned<String>> both = writer.getAll(List.of(from, to));
    int amount = random.nextInt(50);
    writer
        .transaction()
        .ifVersion(from, both.get(from).version())
        .ifVersion(to, both.get(to).version())
        .then(
            ops ->
                ops.put(from, "" + (Integer.parseInt(both.get(from).value()) - amount))
                    .put(to, "" + (Integer.parseInt(both.get(to).value()) + amount)))
        .commit();
  }

  @Test
  void aWatchEndsWithItsMap() {
    MapWatch closed = reader.watch(WatchFrom.now(), recording);
    MapMirror<String, String> closedWithIt = reader.mirror();
    reader.close();
    assertThat(closed.isClosed()).isTrue();
    assertThat(closedWithIt.isClosed()).as("it would show what the map was for ever").isTrue();
    assertThatThrownBy(closedWithIt::size).isInstanceOf(IllegalStateException.class);
    assertThat(recording.ends()).isEmpty();

    MulticastMap<String, String> again = primitives.open(2, "watched", MulticastMapTest::builder);
    WatchRecording other = new WatchRecording();
    MapWatch deleted = again.watch(WatchFrom.now(), other);
    MapMirror<String, String> mirror = again.mirror();
    writer.delete();
    Await.until("the end", () -> other.ends().size(), n -> n == 1);
    assertThat(deleted.isClosed()).isTrue();
    Await.until("the mirror's end", mirror::isClosed);
    assertThatThrownBy(mirror::size)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has ended");
  }
}
