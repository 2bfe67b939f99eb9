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

import io.atomix.core.Atomix;
import io.atomix.core.election.LeaderElection;
import io.atomix.core.map.AsyncAtomicMap;
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.checker.Operation;
import io.atomix.mcast.history.OnCounters;
import io.atomix.mcast.history.OnMap;
import io.atomix.mcast.history.OnMulticastMap;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.MulticastChannelType;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.counter.MulticastCounterMapType;
import io.atomix.mcast.primitives.map.MapMirror;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.primitive.SyncPrimitive;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** The primitives of one round, as one client has them. Thread-safe. */
final class Objects {
  /** An {@code AtomicMap}, mostly one key at a time. */
  static final String REGISTERS = "registers";

  /** A {@code MulticastMap}, several keys at a time. */
  static final String ENTRIES = "entries";

  /** A {@code MulticastCounterMap}. */
  static final String COUNTERS = "counters";

  /** A {@code MulticastMap} of entries that are written once and stay. */
  static final String LEDGER = "ledger";

  /** Two {@code MulticastMap}s and a lock, with transactions on all of them. */
  static final String FENCED = "fenced";

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** Makes values large, so that segments of the log fill. */
  private static final String BALLAST = "#" + "ballast.".repeat(128);

  /** More messages than there are in a round, so that a subscriber never comes too late. */
  private static final int TALK_HISTORY = 20_000;

  private static final int FILL_BYTES = 16 * 1024;
  private static final int FILLS = 60;

  private final AtomicMap<String, String> registers;
  private final MulticastMap<String, String> entries;
  private final MulticastCounterMap<String> counters;
  private final MulticastMap<String, String> ledger;
  private final MulticastMap<String, String> filler;
  private final FencedMaps fenced;
  private final MulticastChannel<String> talk;
  private final LeaderElection<String> election;
  private volatile MapMirror<String, String> mirror;
  private final OnMap onRegisters;
  private final OnMap onEntries;
  private final OnCounters onCounters;
  private final OnMap onLedger;

  /** Opens the primitives of a round. */
  Objects(Atomix node, int round) {
    registers =
        node.<String, String>atomicMapBuilder(name(REGISTERS, round))
            .withProtocol(protocol())
            .build()
            .async()
            .sync(PATIENCE);
    entries = map(node, name(ENTRIES, round));
    counters =
        node.primitiveBuilder(name(COUNTERS, round), MulticastCounterMapType.<String>instance())
            .withProtocol(protocol())
            .build()
            .async()
            .sync(PATIENCE);
    ledger = map(node, name(LEDGER, round));
    filler = map(node, name("filler", round));
    fenced =
        new FencedMaps(
            node,
            protocol(),
            map(node, name(FENCED + "-one", round)),
            map(node, name(FENCED + "-two", round)),
            name(FENCED + "-lock", round),
            PATIENCE);
    talk =
        node.primitiveBuilder(name("talk", round), MulticastChannelType.<String>instance())
            .withHistorySize(TALK_HISTORY)
            .withProtocol(protocol())
            .build()
            .async()
            .sync(PATIENCE);
    election =
        node.<String>leaderElectionBuilder(name("election", round))
            .withProtocol(protocol())
            .build()
            .async()
            .sync(PATIENCE);
    onRegisters = new OnMap(registers, BALLAST);
    onEntries = new OnMulticastMap(entries, BALLAST);
    onCounters = new OnCounters(counters);
    onLedger = new OnMulticastMap(ledger, "");
  }

  /** The name of an object in a round, in the cluster and in histories. */
  static String name(String object, int round) {
    return object + "-" + round;
  }

  private static MulticastMap<String, String> map(Atomix node, String name) {
    return node.primitiveBuilder(name, MulticastMapType.<String, String>instance())
        .withProtocol(protocol())
        .build()
        .async()
        .sync(PATIENCE);
  }

  private static GenericMulticastProtocol protocol() {
    return GenericMulticastProtocol.builder(Configurations.GROUP).build();
  }

  /** Carries out an operation on an object and returns its result as events take it. */
  Object apply(String object, Operation operation) {
    return switch (object) {
      case REGISTERS -> onRegisters.apply(operation);
      case ENTRIES -> onEntries.apply(operation);
      case COUNTERS -> onCounters.apply(operation);
      case LEDGER -> onLedger.apply(operation);
      case FENCED -> fenced.apply(operation);
      default -> throw new IllegalArgumentException("There is no object " + object);
    };
  }

  /** The entries as the map that they are. */
  MulticastMap<String, String> entries() {
    return entries;
  }

  /** The value that is recorded of an entry. */
  static String light(String value) {
    return value.endsWith(BALLAST) ? value.substring(0, value.length() - BALLAST.length()) : value;
  }

  /** Reads all entries from a mirror, which has to have come to the present first. */
  Object mirrored() throws Exception {
    MapMirror<String, String> copy = mirror;
    if (copy == null || copy.isClosed()) {
      copy = entries.async().mirror().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      mirror = copy;
    }
    copy.awaitAtLeast(entries.position()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    return FencedMaps.answer(copy.entries(), Objects::light);
  }

  /** The registers as the map that they are. */
  AsyncAtomicMap<String, String> registers() {
    return registers.async();
  }

  /** The election. */
  LeaderElection<String> election() {
    return election;
  }

  /** The channel. */
  MulticastChannel<String> talk() {
    return talk;
  }

  /** The maps with the lock. */
  FencedMaps fenced() {
    return fenced;
  }

  /**
   * Writes some segments of each partition's log full; to a map of its own, which is empty
   * afterwards.
   */
  void fill() {
    SplittableRandom unused = new SplittableRandom(0);
    String large = "x".repeat(FILL_BYTES);
    for (int partition = 1; partition <= KeyPlacement.PARTITIONS; partition++) {
      String key = HotKeys.ofPartition(partition, 1, 1, unused).one();
      for (int i = 0; i < FILLS; i++) {
        filler.put(key, i + large);
      }
    }
    filler.clear();
  }

  /** Deletes them in the cluster. */
  void delete() {
    primitives().forEach(SyncPrimitive::delete);
  }

  /** Leaves them. */
  void close() {
    primitives().forEach(SyncPrimitive::close);
  }

  private List<SyncPrimitive> primitives() {
    List<SyncPrimitive> all =
        new ArrayList<>(List.of(registers, entries, counters, ledger, filler, talk, election));
    all.addAll(fenced.primitives());
    return all;
  }
}
