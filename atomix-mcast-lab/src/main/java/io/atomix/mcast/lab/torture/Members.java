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

import io.atomix.mcast.agent.CommandException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The processes of the nodes. Thread-safe. */
final class Members implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(180);
  private static final int ATTEMPTS = 3;
  private static final int LINES = 8;
  private static final Duration STATUS = Duration.ofSeconds(30);
  private static final int STATUS_LINES = 14;
  private static final Duration REPAIR = Duration.ofSeconds(60);

  /** Exit status of one that serves, though somebody else does not. */
  private static final int SOMETHING_WRONG = 1;

  private final int count;
  private final Path folder;
  private final Configurations configurations;
  private final Software software;
  private final Network network;
  private final Disks disks;
  private final boolean trace;
  private final Summary summary;
  private final RunLog log;
  private final Map<Integer, Program> programs = new ConcurrentSkipListMap<>();
  private boolean closed;

  /**
   * None yet.
   *
   * @param trace whether they record what happens to messages
   */
  Members(
      int count,
      Path folder,
      Configurations configurations,
      Software software,
      Network network,
      Disks disks,
      boolean trace,
      Summary summary,
      RunLog log) {
    this.count = count;
    this.folder = folder;
    this.configurations = configurations;
    this.software = software;
    this.network = network;
    this.disks = disks;
    this.trace = trace;
    this.summary = summary;
    this.log = log;
  }

  /** Their numbers, from 1 on. */
  List<Integer> numbers() {
    return IntStream.rangeClosed(1, count).boxed().toList();
  }

  /** The process of one that was started. */
  Program program(int number) {
    return programs.get(number);
  }

  /** Starts one unless it is there, and does not wait until it is ready. */
  synchronized void startIfDead(int number) {
    if (!programs.get(number).isAlive()) {
      start(number);
    }
  }

  /** Starts one that was never started. */
  synchronized void start(int number) {
    if (closed) {
      return;
    }
    Path config = configurations.node(number, disks.folder(number));
    programs.put(
        number,
        Program.start(
            "m" + number,
            Stream.concat(network.nodePrefix(number).stream(), disks.prefix(number).stream())
                .toList(),
            software.build(number),
            software.java(number),
            arguments(number, config),
            folder));
  }

  private List<String> arguments(int number, Path config) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "agent", "--config", config.toString(), "--http", network.http(number).toString()));
    if (trace) {
      arguments.add("--trace");
    }
    return arguments;
  }

  /** Stops one in good order; kills it if it does not end. */
  void stop(int number) {
    if (!program(number).stop()) {
      log.say("m%d did not stop within 20 s of SIGTERM, killed", number);
    }
  }

  /**
   * Starts one on the present build that runs the earlier one and has said that it cannot read what
   * a newer one wrote.
   *
   * @return whether it was so
   */
  synchronized boolean upgradeIfRefused(int number) {
    Optional<String> refusal = refusal(number);
    refusal.ifPresent(
        line -> {
          summary.note(
              "m" + number + " of the earlier build met a newer format, said so, and was upgraded");
          log.say("m%d, to be upgraded: %s", number, line);
          programs.get(number).kill();
          software.upgrade(number);
          start(number);
        });
    return refusal.isPresent();
  }

  private Optional<String> refusal(int number) {
    return software.isEarlier(number)
        ? NewerFormats.refusal(programs.get(number).output())
        : Optional.empty();
  }

  /**
   * Starts what is dead and waits until all say that they are ready. One that does not within 180 s
   * is killed and started again, twice at most.
   *
   * @return whether all are ready
   */
  boolean awaitAll() {
    Map<Integer, Integer> attempts = new TreeMap<>();
    for (int number : numbers()) {
      while (!isReady(number, attempts)) {
        int attempt = attempts.merge(number, 1, Integer::sum);
        if (attempt > ATTEMPTS) {
          return false;
        }
        if (!programs.get(number).isAlive()) {
          log.say("m%d is dead, see m%d.log; started again", number, number);
          if (!repairDamaged(number)) {
            boolean full = programs.get(number).hasMentioned("OutOfMemoryError");
            summary.note("m" + number + (full ? " ran out of memory" : " died by itself"));
          }
          startIfDead(number);
        } else if (attempt > 1) {
          stuck(number);
          programs.get(number).kill();
          startIfDead(number);
        }
        Program program = programs.get(number);
        ProcessWait.until(
            READY, () -> !program.isAlive() || isReady(number) || refusal(number).isPresent());
      }
    }
    return true;
  }

  /** One that has just got another build begins anew. */
  private boolean isReady(int number, Map<Integer, Integer> attempts) {
    if (upgradeIfRefused(number)) {
      attempts.remove(number);
    }
    return isReady(number);
  }

  /**
   * Moves damaged files of one away: one member at a time, and only while all others have what this
   * one gives up.
   *
   * @return whether it was so
   */
  private boolean repairDamaged(int number) {
    SortedSet<String> damaged = Remedy.partitions(programs.get(number).output());
    boolean repaired = !damaged.isEmpty() && othersHaveAll(number);
    if (repaired) {
      Program repair =
          Program.start(
              "repair",
              disks.prefix(number),
              Remedy.command(disks.folder(number), damaged),
              folder);
      if (!repair.endsWithin(REPAIR) || repair.exitStatus() != 0) {
        repair.kill();
        throw new CommandException(
            "mcast log repair did not move the files of m" + number + ", see repair.log");
      }
      summary.note("m" + number + " found its own files damaged and was given them anew");
      log.say("m%d: files of partitions %s moved away, as its log says", number, damaged);
    }
    return repaired;
  }

  /**
   * Waits until all others are ready: they have a leader in each group, and have applied what it
   * has.
   *
   * @return whether they were within 180 s
   */
  boolean othersHaveAll(int number) {
    return numbers().stream().filter(each -> each != number).allMatch(this::awaitServing);
  }

  private boolean awaitServing(int number) {
    return ProcessWait.until(READY, () -> isReady(number) && isServing(number));
  }

  private boolean isServing(int number) {
    Program status = status(number);
    return !status.isAlive() && status.exitStatus() <= SOMETHING_WRONG;
  }

  /** Waits until one is ready or has ended, for 180 s at most. */
  void awaitReadyOrDead(int number) {
    Program program = programs.get(number);
    ProcessWait.until(READY, () -> !program.isAlive() || isReady(number));
  }

  /** Deletes what was moved away because it was damaged: the replicas are the same. */
  void deleteMoved() {
    numbers().forEach(number -> Remedy.deleteMoved(disks.folder(number)));
  }

  private void stuck(int number) {
    summary.note("m" + number + " was not ready after " + READY.toSeconds() + " s");
    log.say(
        "m%d is not ready after %d s, killed and started again; m%d.log has what its threads did,"
            + " and ends with",
        number, READY.toSeconds(), number);
    Program program = programs.get(number);
    program.lastLines(LINES).forEach(log::plain);
    // One member may keep another from starting.
    programs.values().forEach(Program::dumpThreads);
    numbers().forEach(this::tellStatus);
  }

  /** Prints what a node says of its groups. */
  private void tellStatus(int number) {
    log.say("what m%d says:", number);
    status(number).output().lines().limit(STATUS_LINES).forEach(log::plain);
  }

  private Program status(int number) {
    Program status =
        Program.start(
            "status",
            network.clientPrefix(),
            List.of("status", "--http", network.http(number).toString()),
            folder);
    if (!status.endsWithin(STATUS)) {
      status.kill();
    }
    return status;
  }

  private boolean isReady(int number) {
    Program program = programs.get(number);
    return program.isAlive() && program.hasMentioned(" ready after ");
  }

  @Override
  public synchronized void close() {
    closed = true;
    programs.values().forEach(Program::kill);
  }
}
