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
package io.atomix.mcast.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.barrier.DistributedCyclicBarrierType;
import io.atomix.core.election.LeaderElectionType;
import io.atomix.core.lock.AtomicLockType;
import io.atomix.core.lock.DistributedLockType;
import io.atomix.core.map.AtomicMapType;
import io.atomix.core.map.AtomicNavigableMapType;
import io.atomix.core.map.AtomicSortedMapType;
import io.atomix.core.map.DistributedMapType;
import io.atomix.core.map.DistributedNavigableMapType;
import io.atomix.core.map.DistributedSortedMapType;
import io.atomix.core.semaphore.AtomicSemaphoreType;
import io.atomix.core.semaphore.DistributedSemaphoreType;
import io.atomix.core.semaphore.impl.AtomicSemaphoreServiceConfig;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.service.ServiceConfig;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The services of Atomix and of ours that set timers, with snapshots everywhere: a replica that was
 * restored from one, at whatever moment, does the same as one that applied all.
 */
class RestoredTimersTest {
  private static final long FOR_EVER = Long.MAX_VALUE;

  // In tables of hashes they come in another order than they came in.
  private static final long ANN = 18;
  private static final long BOB = 33;
  private static final long CAROL = 2;

  private static SnapshotsEverywhere barrier() {
    SnapshotsEverywhere barrier =
        new SnapshotsEverywhere(DistributedCyclicBarrierType.instance(), new ServiceConfig());
    for (long party : List.of(ANN, BOB, CAROL)) {
      barrier.open(party);
      barrier.command(party, "join");
    }
    return barrier;
  }

  private static void await(SnapshotsEverywhere barrier, long timeout, long... parties) {
    for (long party : parties) {
      barrier.command(party, "await", timeout);
      barrier.pass(1);
    }
  }

  @Test
  void theTimeoutOfARoundThatIsOverDoesNotBreakTheNext() {
    SnapshotsEverywhere barrier = barrier();
    await(barrier, 100, ANN, BOB, CAROL);
    barrier.pass(50);
    await(barrier, 100, BOB);
    barrier.pass(60);
    assertThat(barrier.query(ANN, "isBroken", 0L)).isEqualTo("false");
    await(barrier, 100, CAROL, ANN);
    assertThat(barrier.told())
        .filteredOn(event -> event.contains("release"))
        .as("three of each round, from the last index down")
        .hasSize(6);
    assertThat(barrier.told()).noneMatch(event -> event.contains("broken"));
    barrier.pass(1000);
    assertThat(barrier.query(ANN, "isBroken", 0L)).isEqualTo("false");
  }

  @Test
  void whoCameFirstToABarrierIsKnownInARestoredReplica() {
    SnapshotsEverywhere barrier = barrier();
    await(barrier, 0, ANN, BOB, CAROL);
    assertThat(barrier.told()).filteredOn(event -> event.contains("release")).hasSize(3);
  }

  @Test
  void aBarrierThatIsBrokenCanBeRestoredAndUsedAgain() {
    SnapshotsEverywhere barrier = barrier();
    await(barrier, 100, ANN, BOB);
    barrier.pass(200);
    assertThat(barrier.query(ANN, "isBroken", 0L)).isEqualTo("true");
    assertThat(barrier.told()).filteredOn(event -> event.contains("broken")).hasSize(3);
    barrier.pass(200);
    barrier.command(ANN, "reset", 0L);
    barrier.pass(200);
    await(barrier, 100, BOB, ANN);
    barrier.pass(50);
    assertThat(barrier.query(ANN, "isBroken", 0L)).isEqualTo("false");
    barrier.end(BOB);
    barrier.pass(200);
  }

  static Stream<Arguments> programs() {
    return Stream.of(
        program("awaits", barrier(), RestoredTimersTest::partiesComeAndGo),
        program("lock", AtomicLockType.instance(), RestoredTimersTest::lock),
        program("lock", DistributedLockType.instance(), RestoredTimersTest::lock),
        program("semaphore", semaphore(AtomicSemaphoreType.instance())),
        program("semaphore", semaphore(DistributedSemaphoreType.instance())),
        program("map", AtomicMapType.instance(), RestoredTimersTest::map),
        program("map", DistributedMapType.instance(), RestoredTimersTest::map),
        program("map", AtomicSortedMapType.instance(), RestoredTimersTest::map),
        program("map", DistributedSortedMapType.instance(), RestoredTimersTest::map),
        program("map", AtomicNavigableMapType.instance(), RestoredTimersTest::map),
        program("map", DistributedNavigableMapType.instance(), RestoredTimersTest::map),
        program("map", MulticastMapType.instance(), RestoredTimersTest::map),
        program("clear", AtomicMapType.instance(), RestoredTimersTest::clear),
        program("clear", MulticastMapType.instance(), RestoredTimersTest::clear));
  }

  private static Arguments program(
      String name, PrimitiveType<?, ?, ?> type, Consumer<SnapshotsEverywhere> program) {
    return program(name, new SnapshotsEverywhere(type, new ServiceConfig()), program);
  }

  private static Arguments program(String name, SnapshotsEverywhere semaphore) {
    return program(name, semaphore, RestoredTimersTest::semaphore);
  }

  private static Arguments program(
      String name, SnapshotsEverywhere service, Consumer<SnapshotsEverywhere> program) {
    return Arguments.of(name + " of " + service, service, program);
  }

  private static SnapshotsEverywhere semaphore(PrimitiveType<?, ?, ?> type) {
    return new SnapshotsEverywhere(type, new AtomicSemaphoreServiceConfig().setInitialCapacity(1));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("programs")
  void aRestoredReplicaDoesWhatTheOthersDo(
      String name, SnapshotsEverywhere service, Consumer<SnapshotsEverywhere> program) {
    program.accept(service);
  }

  static Stream<Arguments> programsWithoutTimes() {
    return Stream.of(
        program("lock", AtomicLockType.instance(), RestoredTimersTest::lockWithoutTimes),
        program(
            "semaphore",
            semaphore(AtomicSemaphoreType.instance()),
            RestoredTimersTest::semaphoreWithoutTimes),
        program("map", AtomicMapType.instance(), RestoredTimersTest::mapWithoutTimes),
        program("map", MulticastMapType.instance(), RestoredTimersTest::mapWithoutTimes),
        program("election", LeaderElectionType.instance(), RestoredTimersTest::election));
  }

  /**
   * Such services need no message for timers, though most of them ask for the time as they write.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("programsWithoutTimes")
  void withoutTimesToLiveAndTimeoutsTheyUseNoTime(
      String name, SnapshotsEverywhere service, Consumer<SnapshotsEverywhere> program) {
    open(service);
    program.accept(service);
    service.pass(1000);
    assertThat(service.usesTime()).isFalse();
  }

  private static void lockWithoutTimes(SnapshotsEverywhere lock) {
    lock.command(ANN, "lockWithTimeout", 1, -1L);
    lock.command(BOB, "lockWithTimeout", 1, -1L);
    lock.command(CAROL, "lockWithTimeout", 1, 0L);
    lock.command(ANN, "unlock", 1);
    lock.end(BOB);
  }

  private static void semaphoreWithoutTimes(SnapshotsEverywhere semaphore) {
    semaphore.command(ANN, "acquire", 1L, 1, -1L);
    semaphore.command(BOB, "acquire", 1L, 1, -1L);
    semaphore.command(CAROL, "acquire", 1L, 1, 0L);
    semaphore.command(ANN, "release", 1);
    semaphore.end(BOB);
  }

  private static void mapWithoutTimes(SnapshotsEverywhere map) {
    map.command(ANN, "listen");
    map.command(ANN, "put", "a", bytes("1"));
    map.command(ANN, "putWithTtl", "b", bytes("1"), 0L);
    map.command(ANN, "putIfAbsent", "c", bytes("1"));
    map.command(BOB, "remove", "a");
    assertThat(map.query(BOB, "size")).isEqualTo("2");
    map.command(BOB, "clear");
  }

  /** It begins and ends without a leader, which Atomix cannot write into a snapshot. */
  private static void election(SnapshotsEverywhere election) {
    election.command(ANN, "run", bytes("ann"));
    election.command(BOB, "run", bytes("bob"));
    election.end(ANN);
    election.end(BOB);
  }

  private static void partiesComeAndGo(SnapshotsEverywhere barrier) {
    await(barrier, 100, CAROL);
    await(barrier, 300, CAROL, ANN);
    barrier.end(ANN);
    barrier.pass(101);
    await(barrier, FOR_EVER, BOB);
    barrier.open(ANN);
    barrier.command(ANN, "join");
    await(barrier, FOR_EVER, ANN);
    barrier.pass(1000);
    assertThat(barrier.query(ANN, "getNumberWaiting")).isEqualTo("1");
    assertThat(barrier.query(ANN, "isBroken", 0L)).isEqualTo("false");
    barrier.end(BOB);
    barrier.pass(1000);
  }

  private static void lock(SnapshotsEverywhere lock) {
    open(lock);
    lock.command(ANN, "lockWithTimeout", 1, -1L);
    lock.command(BOB, "lockWithTimeout", 1, 100L);
    lock.command(CAROL, "lockWithTimeout", 1, 100L);
    lock.command(BOB, "lockWithTimeout", 2, 100L);
    lock.command(ANN, "lockWithTimeout", 2, 200L);
    lock.command(BOB, "lockWithTimeout", 3, 300L);
    lock.command(CAROL, "lockWithTimeout", 3, FOR_EVER);
    lock.command(BOB, "unlock", 3);
    lock.pass(101);
    assertThat(lock.told()).filteredOn(event -> event.contains("failed")).hasSize(3);
    lock.command(BOB, "lockWithTimeout", 4, 50L);
    lock.command(BOB, "lockWithTimeout", 5, 500L);
    lock.end(BOB);
    lock.pass(500);
    assertThat(lock.told()).filteredOn(event -> event.contains("failed")).hasSize(4);
    lock.command(ANN, "unlock", 1);
    lock.pass(500);
    assertThat(lock.told()).filteredOn(event -> event.contains("locked")).hasSize(2);
  }

  private static void semaphore(SnapshotsEverywhere semaphore) {
    open(semaphore);
    semaphore.command(ANN, "acquire", 1L, 1, -1L);
    semaphore.command(BOB, "acquire", 1L, 1, 100L);
    semaphore.command(CAROL, "acquire", 1L, 1, 100L);
    semaphore.command(BOB, "acquire", 2L, 1, 100L);
    semaphore.command(ANN, "acquire", 2L, 1, 200L);
    semaphore.command(CAROL, "acquire", 3L, 1, FOR_EVER);
    semaphore.pass(101);
    assertThat(semaphore.told()).filteredOn(event -> event.contains("failed")).hasSize(3);
    semaphore.command(BOB, "acquire", 4L, 1, 50L);
    semaphore.end(BOB);
    semaphore.pass(500);
    assertThat(semaphore.told()).filteredOn(event -> event.contains("failed")).hasSize(4);
    semaphore.command(ANN, "release", 1);
    semaphore.pass(500);
    assertThat(semaphore.told()).filteredOn(event -> event.contains("succeeded")).hasSize(2);
  }

  private static void map(SnapshotsEverywhere map) {
    // Tables of hashes do not become smaller when these have gone.
    for (long other = 100; other < 113; other++) {
      map.open(other);
      map.command(other, "listen");
    }
    open(map);
    for (long other = 100; other < 113; other++) {
      map.end(other);
    }
    map.command(ANN, "listen");
    map.command(BOB, "listen");
    map.command(CAROL, "listen");
    for (String key : List.of("Aa", "BB", "c", "d", "e", "f")) {
      map.command(ANN, "putWithTtl", key, bytes("1"), 100L);
    }
    map.command(ANN, "putIfAbsentWithTtl", "g", bytes("1"), 200L);
    map.command(ANN, "putAndGetWithTtl", "h", bytes("1"), 300L);
    map.command(ANN, "putWithTtl", "i", bytes("1"), FOR_EVER);
    map.command(ANN, "put", "c", bytes("2"));
    map.command(ANN, "putWithTtl", "d", bytes("2"), 200L);
    map.command(ANN, "remove", "e");
    map.pass(50);
    map.command(ANN, "putWithTtl", "f", bytes("1"), 100L);
    map.pass(51);
    map.pass(200);
    assertThat(map.query(ANN, "size")).as("c and i").isEqualTo("2");
    map.command(ANN, "clear");
    map.pass(1000);
  }

  /** What is left of many is in other places of a table than where a restored replica has it. */
  private static void clear(SnapshotsEverywhere map) {
    open(map);
    map.command(ANN, "listen");
    List<String> keys =
        IntStream.range(0, 26).mapToObj(each -> Long.toString(each * 62_710_561L, 36)).toList();
    keys.forEach(key -> map.command(ANN, "put", key, bytes(key)));
    keys.stream().skip(6).forEach(key -> map.command(ANN, "remove", key));
    map.command(BOB, "clear");
    assertThat(map.told()).as("of 26 that came, and all of them went").hasSize(52);
  }

  /**
   * Who has waited for a lock holds it with the version that he was told, which Atomix's lock
   * forgets: also on replicas that were restored before he waited, while he waited, and since.
   */
  @ParameterizedTest
  @MethodSource("locks")
  void whoHasWaitedForALockHoldsItInARestoredReplica(PrimitiveType<?, ?, ?> type) {
    SnapshotsEverywhere lock = new SnapshotsEverywhere(type, new ServiceConfig());
    open(lock);
    lock.command(ANN, "lockWithTimeout", 1, -1L);
    long anns = lock.toldVersion();
    lock.command(BOB, "lockWithTimeout", 1, -1L);
    lock.command(CAROL, "lockWithTimeout", 1, -1L);
    assertThat(lock.isHeld(anns)).isTrue();
    lock.command(ANN, "unlock", 1);
    long bobs = lock.toldVersion();
    assertThat(lock.isHeld(anns)).isFalse();
    assertThat(lock.isHeld(bobs)).isTrue();
    lock.end(BOB);
    long carols = lock.toldVersion();
    assertThat(lock.isHeld(bobs)).isFalse();
    assertThat(lock.isHeld(carols)).isTrue();
    lock.command(CAROL, "unlock", 1);
    assertThat(lock.isHeld(carols)).isFalse();
    assertThat(lock.told()).containsExactly(ANN + " locked", BOB + " locked", CAROL + " locked");
  }

  static Stream<PrimitiveType<?, ?, ?>> locks() {
    return Stream.of(AtomicLockType.instance(), DistributedLockType.instance());
  }

  private static void open(SnapshotsEverywhere service) {
    Stream.of(ANN, BOB, CAROL).forEach(service::open);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
