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

import io.atomix.mcast.lab.torture.Network.NodeAddress;
import io.atomix.mcast.testing.Jdk;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/** The client processes, numbered from 1 on. One that takes another's place has a new name. */
final class ClientProcesses implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(120);
  private static final Duration ANSWER = Duration.ofSeconds(90);
  private static final Duration READS = Duration.ofSeconds(180);
  private static final int ATTEMPTS = 3;

  private final int count;
  private final Path folder;
  private final Configurations configurations;
  private final Software software;
  private final Network network;
  private final long seed;
  private final double rate;
  private final boolean trace;
  private final Summary summary;
  private final RunLog log;
  private final Map<Integer, Program> programs = new ConcurrentSkipListMap<>();
  private int started;
  private boolean closed;

  /**
   * None yet.
   *
   * @param rate operations per second of all together, about
   * @param trace whether they record what happens to their messages
   */
  ClientProcesses(
      int count,
      Path folder,
      Configurations configurations,
      Software software,
      Network network,
      long seed,
      double rate,
      boolean trace,
      Summary summary,
      RunLog log) {
    this.count = count;
    this.folder = folder;
    this.configurations = configurations;
    this.software = software;
    this.network = network;
    this.seed = seed;
    this.rate = rate / count;
    this.trace = trace;
    this.summary = summary;
    this.log = log;
  }

  int count() {
    return count;
  }

  /** Starts one, or another one in its place. */
  synchronized void start(int number) {
    if (closed) {
      return;
    }
    started++;
    String name = "c" + number + "." + started;
    NodeAddress place = network.newClient();
    programs.put(
        number,
        Program.start(
            name,
            network.clientPrefix(),
            software.ofClients(),
            Jdk.running(),
            arguments(name, place),
            folder));
  }

  private List<String> arguments(String name, NodeAddress place) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "torture-client",
                "--config",
                configurations.client(name, place).toString(),
                "--name",
                name,
                "--folder",
                folder.toString(),
                "--seed",
                String.valueOf(seed * 1_000 + started),
                "--rate",
                String.valueOf(rate)));
    if (trace) {
      arguments.add("--trace");
    }
    return arguments;
  }

  /** The process that has a place now. */
  Program program(int number) {
    return programs.get(number);
  }

  /**
   * Waits until all have joined the cluster. One that is dead or does not join is replaced, twice
   * at most.
   */
  boolean awaitAll() {
    for (int number = 1; number <= count; number++) {
      int attempt = 1;
      while (!awaitReady(number)) {
        if (attempt++ == ATTEMPTS) {
          return false;
        }
        replace(number, "did not join within " + READY.toSeconds() + " s");
      }
    }
    return true;
  }

  private boolean awaitReady(int number) {
    Program program = programs.get(number);
    ProcessWait.until(READY, () -> !program.isAlive() || program.hasSaid("ready"));
    return program.isAlive() && program.hasSaid("ready");
  }

  private void replace(int number, String why) {
    Program program = programs.get(number);
    summary.note("a client " + why);
    log.say("client %s %s, see %s.log; replaced", program.name(), why, program.name());
    program.kill();
    start(number);
  }

  /**
   * Lets all do something, and waits until they did; replaces those that do not, but for those of
   * an earlier build that never heard of it.
   */
  boolean tellAll(String line) {
    for (Program program : programs.values()) {
      program.tell(line);
    }
    boolean all = true;
    for (int number : new ArrayList<>(programs.keySet())) {
      Program program = programs.get(number);
      if (!hasDone(program, line, ANSWER) && !isTooOld(program, line)) {
        replace(number, "did not do '" + line + "'");
        all = false;
      }
    }
    return all;
  }

  private boolean isTooOld(Program program, String line) {
    String order = line.substring(0, line.indexOf(' '));
    boolean unknown =
        software.clientsAreEarlier()
            && program.hasMentioned("\nfailed " + line + ": " + ClientCommand.unknown(order));
    if (unknown) {
      summary.note(
          "clients of the earlier build do not know '"
              + order
              + "': what it is for is not checked");
    }
    return unknown;
  }

  /** Lets one that lives do something, and does not wait for it. */
  void tellSome(String line) {
    programs.values().stream()
        .filter(program -> program.isAlive() && program.hasSaid("ready"))
        .findFirst()
        .ifPresent(program -> program.tell(line));
  }

  /** Lets one do something; returns whether it did. */
  boolean tellOne(int number, String line) {
    programs.get(number).tell(line);
    return hasDone(programs.get(number), line, READS);
  }

  private static boolean hasDone(Program program, String line, Duration limit) {
    ProcessWait.until(
        limit,
        () ->
            !program.isAlive()
                || program.hasSaid("done " + line)
                || program.hasMentioned("\nfailed " + line + ":"));
    return program.hasSaid("done " + line);
  }

  @Override
  public synchronized void close() {
    closed = true;
    programs.values().forEach(Program::kill);
  }
}
