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

import io.atomix.mcast.checker.Operation;
import io.atomix.mcast.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Load that one client makes in a round: a thread for the keys of each partition, and some for
 * operations on several keys or on all. Each does one operation at a time, at its pace.
 */
final class ClientLoad {
  /** Number of threads of full pace. */
  private static final int SHARES = 12;

  /** Operations on a whole map of Atomix, and on an election, are this many times rarer. */
  private static final double RARE = 4;

  private final String client;
  private final int round;
  private final Objects objects;
  private final Journal journal;
  private final EventLog<ChannelLine> talk;
  private final EventLog<ElectionCall> calls;
  private final double rate;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean ended;

  /**
   * Prepares a load.
   *
   * @param client unique in the round
   * @param talk where messages to the channel are recorded
   * @param calls where calls of the election are recorded
   * @param rate operations per second, about
   */
  ClientLoad(
      String client,
      int round,
      Objects objects,
      Journal journal,
      EventLog<ChannelLine> talk,
      EventLog<ElectionCall> calls,
      double rate) {
    this.client = client;
    this.round = round;
    this.objects = objects;
    this.journal = journal;
    this.talk = talk;
    this.calls = calls;
    this.rate = rate / SHARES;
  }

  /** Begins. */
  void start(SplittableRandom random) {
    UniqueValues seen = new UniqueValues(prefix("none"), random.split());
    for (int partition = 1; partition <= KeyPlacement.PARTITIONS; partition++) {
      HotKeys keys = registers(partition, random.split());
      UniqueValues values = new UniqueValues(prefix("r" + partition), random.split());
      add(Objects.REGISTERS, MapSources.local(keys, values, random.split()), rate, random);
    }
    add(Objects.REGISTERS, MapSources.whole(seen, random.split()), rate / RARE, random);
    for (String thread : List.of("e1", "e2")) {
      UniqueValues values = new UniqueValues(prefix(thread), random.split());
      HotKeys keys = entries(random.split());
      add(Objects.ENTRIES, MapSources.several(keys, values, random.split()), rate, random);
    }
    for (int i = 0; i < 2; i++) {
      HotKeys keys = counters(random.split());
      add(Objects.COUNTERS, new CounterSource(keys, random.split()), rate, random);
    }
    UniqueValues names = new UniqueValues(prefix("l"), random.split());
    add(Objects.LEDGER, MapSources.ledger(names, random.split()), rate, random);
    addFenced(random);
    for (String thread : List.of("t1", "t2")) {
      UniqueValues payloads = new UniqueValues(prefix(thread), random.split());
      add(new TalkSource(objects.talk(), talk, payloads, random.split())::step, rate, random);
    }
    UniqueValues candidates = new UniqueValues(prefix("c"), random.split());
    add(
        new ElectionSource(objects.election(), calls, candidates, random.split())::step,
        rate / RARE,
        random);
    add(this::readMirror, rate / RARE, random);
    threads.forEach(Thread::start);
  }

  private void readMirror(String by) throws Exception {
    journal.run(
        by,
        Objects.name(Objects.ENTRIES, round),
        new Operation.Snapshot(),
        () -> objects.mirrored());
  }

  private void addFenced(SplittableRandom random) {
    LockHolder holder =
        new LockHolder(
            Objects.name(Objects.FENCED, round),
            objects.fenced(),
            journal,
            fenced(random.split()),
            new UniqueValues(prefix("f1"), random.split()),
            random.split());
    add(holder::step, rate, random);
    UniqueValues values = new UniqueValues(prefix("f2"), random.split());
    HotKeys keys = fenced(random.split());
    add(
        Objects.FENCED,
        new FencedSource(keys, values, random.split(), holder::version),
        rate,
        random);
  }

  /** The keys that are used of all partitions. */
  static List<String> registers() {
    SplittableRandom unused = new SplittableRandom(0);
    List<String> keys = new ArrayList<>();
    for (int partition = 1; partition <= KeyPlacement.PARTITIONS; partition++) {
      keys.addAll(registers(partition, unused).all());
    }
    return keys;
  }

  /** The keys that are used of one partition. */
  static HotKeys registers(int partition, SplittableRandom random) {
    return HotKeys.ofPartition(partition, 2, 8, random);
  }

  /** The keys of the entries. */
  static HotKeys entries(SplittableRandom random) {
    return HotKeys.ofAll(1, 6, random);
  }

  /** The keys of the counters. */
  static HotKeys counters(SplittableRandom random) {
    return HotKeys.ofAll(1, 4, random);
  }

  /** The keys of the two maps with the lock. */
  static HotKeys fenced(SplittableRandom random) {
    return HotKeys.ofAll(1, 2, random);
  }

  private String prefix(String thread) {
    return client + "." + thread + ".";
  }

  /** Work that a thread does again and again; it is told whose doing it is. */
  private interface ClientStep {
    void take(String client) throws Exception;
  }

  private void add(
      String object, OperationSource source, double perSecond, SplittableRandom random) {
    String name = Objects.name(object, round);
    add(
        by -> {
          Operation operation = source.next();
          try {
            journal.run(by, name, operation, () -> objects.apply(object, operation));
          } catch (Exception e) {
            System.out.println(by + ": " + operation + ": " + e);
          }
        },
        perSecond,
        random);
  }

  private void add(ClientStep step, double perSecond, SplittableRandom random) {
    SplittableRandom pace = random.split();
    String name = client + "/" + threads.size();
    Thread thread = new Thread(() -> run(name, step, perSecond, pace), name);
    thread.setDaemon(true);
    threads.add(thread);
  }

  private void run(String name, ClientStep step, double perSecond, SplittableRandom pace) {
    long next = LocalTime.nanos();
    while (!ended) {
      try {
        step.take(name);
      } catch (Exception e) {
        System.out.println(name + ": " + e);
      }
      // A thread that was held up does not make up for it.
      next = Math.max(LocalTime.nanos(), next + (long) (1e9 / perSecond * 2 * pace.nextDouble()));
      while (!ended && LocalTime.nanos() < next) {
        LockSupport.parkNanos(next - LocalTime.nanos());
      }
    }
  }

  /** Ends: waits for what is under way, each of which has a time-out. */
  void end() {
    ended = true;
    threads.forEach(LockSupport::unpark);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }
}
