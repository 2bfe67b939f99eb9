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
import io.atomix.mcast.lab.torture.Schedule.Act;
import io.atomix.mcast.time.LocalTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Runs rounds: new primitives, clients that work on them, faults as the schedule has them; then all
 * is healed, everything is read, and the histories are checked. The primitives stay for another
 * round, are read once more at its end, and are deleted.
 */
final class Conductor {
  private final Path folder;
  private final Schedule schedule;
  private final Members members;
  private final ClientProcesses clients;
  private final Injector injector;
  private final Replicas replicas;
  private final Optional<RoundTraces> traces;
  private final Summary summary;
  private final RunLog log;
  private final ExecutorService threads = Executors.newCachedThreadPool(Conductor::thread);
  private int begun;
  private int checked;

  Conductor(
      Path folder,
      Schedule schedule,
      Members members,
      ClientProcesses clients,
      Injector injector,
      Replicas replicas,
      Optional<RoundTraces> traces,
      Summary summary,
      RunLog log) {
    this.folder = folder;
    this.schedule = schedule;
    this.members = members;
    this.clients = clients;
    this.injector = injector;
    this.replicas = replicas;
    this.traces = traces;
    this.summary = summary;
    this.log = log;
  }

  /** Runs rounds until the time is over, one at least. */
  void run(Duration time) {
    long end = LocalTime.nanos() + time.toNanos();
    members.numbers().forEach(members::start);
    demand(members.awaitAll(), "The nodes did not start, see their logs");
    log.say("nodes are ready");
    for (int client = 1; client <= clients.count(); client++) {
      clients.start(client);
    }
    demand(clients.awaitAll(), "The clients did not join, see their logs");
    log.say("clients are ready");
    try {
      do {
        begun++;
        round(begun);
      } while (LocalTime.nanos() < end);
    } finally {
      // Also when a round could not be finished: what there is of it must be right. Journals are
      // read one after the other, so nobody may write on: a later one would tell of what is missing
      // in an earlier one.
      clients.close();
      while (checked < begun) {
        check(checked + 1);
      }
    }
  }

  private void round(int round) {
    folderOf(round);
    log.say("round %d begins", round);
    demand(clients.awaitAll(), "A client did not join, see its log");
    clients.tellAll("begin " + round);
    for (Act act : schedule.next()) {
      ProcessWait.pause(act.pause());
      act(act, round);
      if (act.settle()) {
        demand(members.awaitAll(), "A node did not come back, see its log");
      }
    }
    demand(members.awaitAll(), "A node did not come back, see its log");
    demand(clients.awaitAll(), "A client did not join, see its log");
    clients.tellAll("end " + round);
    log.say("round %d ends, all is healed", round);
    drain(round);
    replicas.compare(round);
    traces.ifPresent(each -> each.judge(round));
    read(round, "last");
    if (round > 1) {
      read(round - 1, "late");
      check(round - 1);
      clients.tellOne(1, "delete " + (round - 1));
    }
  }

  /** Lets those who listen hear all that there is; who cannot has another process try. */
  private void drain(int round) {
    String drain = "drain " + round;
    if (!clients.tellAll(drain)) {
      demand(clients.awaitAll(), "A client did not join, see its log");
      demand(
          clients.tellAll(drain),
          "Listeners of round " + round + " did not hear all though all is healed, see their logs");
    }
    log.say("round %d: all is heard", round);
  }

  /** Carries out faults at once, each as long as it takes. */
  private void act(Act act, int round) {
    List<CompletableFuture<Boolean>> running =
        act.faults().stream()
            .map(fault -> CompletableFuture.supplyAsync(() -> run(fault, round), threads))
            .toList();
    for (int i = 0; i < running.size(); i++) {
      FaultKind kind = act.faults().get(i).kind();
      if (isDone(running.get(i))) {
        summary.injected(kind);
      } else {
        summary.failed(kind);
      }
    }
  }

  private boolean run(Fault fault, int round) {
    long begun = LocalTime.nanos();
    boolean done = injector.run(fault, round);
    FaultTime time = new FaultTime(fault.kind(), begun, LocalTime.nanos());
    synchronized (this) {
      time.keep(folderOf(round));
    }
    return done;
  }

  private static boolean isDone(CompletableFuture<Boolean> fault) {
    try {
      return fault.join();
    } catch (CompletionException e) {
      throw new CommandException("A fault could not be carried out", e.getCause());
    }
  }

  /** Any client may read; that one cannot is no reason to give up. */
  private void read(int round, String tag) {
    demand(clients.awaitAll(), "A client did not join, see its log");
    for (int client = 1; client <= clients.count(); client++) {
      if (clients.tellOne(client, "read " + round + " " + tag)) {
        return;
      }
      summary.note("a client found no answer when all was healed, in round " + round);
      log.say("client %s did not do the %s reads", clients.program(client).name(), tag);
    }
    throw new CommandException(
        "The " + tag + " reads of round " + round + " found no answer though all is healed");
  }

  private void check(int round) {
    Histories histories = Histories.read(folderOf(round));
    long begun = LocalTime.nanos();
    RoundCheck check = RoundCheck.of(histories);
    checked = round;
    summary.add(histories, check);
    check.lines().forEach(log::plain);
    log.say(
        "round %d checked in %.1f s: %d operations, %d violations, %d lost",
        round,
        (LocalTime.nanos() - begun) / 1e9,
        histories.all().size(),
        check.violations().size(),
        check.lost().size());
  }

  private Path folderOf(int round) {
    try {
      return Files.createDirectories(folder.resolve("rounds").resolve(String.valueOf(round)));
    } catch (IOException e) {
      throw new CommandException("Cannot make the folder of round " + round, e);
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "torture-fault");
    thread.setDaemon(true);
    return thread;
  }

  private static void demand(boolean fulfilled, String otherwise) {
    if (!fulfilled) {
      throw new CommandException(otherwise);
    }
  }
}
