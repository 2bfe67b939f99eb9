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
package io.atomix.mcast.agent.migrate;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.cluster.MemberId;
import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.agent.AgentProcess;
import io.atomix.mcast.agent.Main;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.FreePorts;
import io.atomix.primitive.PrimitiveException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Does what docs/migrating.md says, with the configuration that it names: three processes, a
 * program that writes all the time, a command that is stopped and begun again, and a member that is
 * killed in the middle.
 */
class MoveUnderLoadTest {
  private static final int MEMBERS = 3;
  private static final int KEYS = 100;

  /**
   * How long a writer waits after each call: some of them come between any two steps of the move,
   * and many of them show no more.
   */
  private static final Duration PAUSE = Duration.ofMillis(15);

  @TempDir private Path folder;

  private final List<Process> members = new ArrayList<>();
  private String sample;
  private Path client;

  @BeforeEach
  void start() throws IOException {
    List<Integer> ports = FreePorts.find(MEMBERS + 1);
    sample =
        Files.readString(Path.of("..", "conf", "beside-raft.conf"))
            .replace("data/beside", folder.resolve("data").toString())
            // So that the test need not wait as long until a member counts as gone.
            .replace("cluster {", "cluster {\n  protocol { type: swim, failureTimeout: 2s }");
    for (int i = 1; i <= MEMBERS; i++) {
      sample = sample.replace("port: 2011" + i, "port: " + ports.get(i - 1));
    }
    for (int i = 1; i <= MEMBERS; i++) {
      members.add(agent(i, ports.get(i - 1)));
    }
    client = Files.writeString(folder.resolve("client.conf"), program(ports.get(MEMBERS)));
    for (Process member : members) {
      AgentProcess.awaitReady(member);
    }
  }

  /** Returns what a program has: the same cluster, and no partition group of its own. */
  private String program(int port) {
    String text =
        sample
            .replace("id: m${MCAST_NODE}", "id: program")
            .replace("port: 2011${MCAST_NODE}", "port: " + port)
            .replace("type: swim", "type: rejoining-swim")
            .replace("group: data }", "group: data, maxRetries: 20, retryDelay: 200ms }");
    return text.substring(0, text.indexOf("managementGroup"))
        + text.substring(text.indexOf("primitives {"));
  }

  private Process agent(int number, int port) throws IOException {
    String text =
        sample
            .replace("port: 2011${MCAST_NODE}", "port: " + port)
            .replace("\"${MCAST_NODE}\"", number + "")
            .replace("${MCAST_NODE}", number + "");
    return AgentProcess.start(Files.writeString(folder.resolve("m" + number + ".conf"), text));
  }

  @AfterEach
  void stop() throws InterruptedException {
    members.forEach(Process::destroyForcibly);
    for (Process member : members) {
      member.waitFor();
    }
  }

  @Test
  @Timeout(240)
  void aMapIsMovedUnderLoadWhileAMemberIsKilled() throws Exception {
    Atomix program = new Atomix(client.toFile());
    Await.result("start of the program", program.start());
    AtomicMap<String, Long> old = program.getAtomicMap("old-map");
    AtomicBoolean over = new AtomicBoolean();
    AtomicLong written = new AtomicLong();
    FutureTask<Void> load =
        new FutureTask<>(
            () -> {
              write(old, over, written);
              return null;
            });
    AtomicMap<String, Long> accounts = program.getAtomicMap("accounts");
    FutureTask<Long> tries =
        new FutureTask<>(
            () -> {
              long value = 0;
              while (!over.get()) {
                value++;
                accounts.put("account-" + value % KEYS, value);
                LockSupport.parkNanos(PAUSE.toNanos());
              }
              return value;
            });
    Path word = folder.resolve("cutover");
    try {
      new Thread(load, "load").start();
      new Thread(tries, "tries").start();
      Await.until("the program has written", () -> written.get() > KEYS);

      Command first = migrate(word);
      Await.until("it follows", () -> first.said.toString().contains("data has what raft has"));
      first.thread.interrupt();
      assertThat(first.status()).isEqualTo(1);
      assertThat(first.said.toString()).contains("the same command goes on where it was");

      Command second = migrate(word);
      Await.until("it follows", () -> second.said.toString().contains("data has what raft has"));
      assertThat(second.said.toString()).contains("begun again: data has what was copied before");
      members.get(1).destroyForcibly().waitFor();
      awaitMore("while m2 is away", written);
      replace(2, program);
      members.get(2).destroyForcibly().waitFor();
      awaitMore("with the new m2, without m3", written);

      over.set(true);
      Await.result("end of the load", load);
      long last = Await.result("no write to data failed", tries);
      assertThat(value(accounts, "account-" + last % KEYS)).isEqualTo(last);
      Files.createFile(word);
      assertThat(second.status()).as("%s", second.said).isZero();
      assertThat(second.said.toString()).contains("done: data has the same as raft");

      AtomicMap<String, Long> moved =
          program
              .<String, Long>atomicMapBuilder("old-map")
              .withProtocol(GenericMulticastProtocol.builder("data").build())
              .build();
      assertThat(moved.size()).isEqualTo(old.size()).isPositive();
      for (int i = 0; i < KEYS; i++) {
        String key = "key-" + i;
        assertThat(value(moved, key)).as(key).isEqualTo(value(old, key));
      }
    } finally {
      over.set(true);
      Await.outcome("end of the load", CompletableFuture.runAsync(load));
      Await.outcome("end of the tries", CompletableFuture.runAsync(tries));
      program.stop();
    }
  }

  private static void awaitMore(String when, AtomicLong written) {
    long before = written.get();
    Await.until("the program writes " + when, () -> written.get() > before + KEYS);
  }

  /** Does what docs/operations.md says of a machine that is replaced by another one. */
  private void replace(int number, Atomix program) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("data").resolve("m" + number))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    MemberId id = MemberId.from("m" + number);
    Await.until(
        "m" + number + " counts as gone",
        () -> program.getMembershipService().getMember(id),
        Objects::isNull);
    Process replaced = agent(number, FreePorts.find(1).get(0));
    members.set(number - 1, replaced);
    AgentProcess.awaitReady(replaced);
  }

  private static Long value(AtomicMap<String, Long> map, String key) {
    return map.get(key) == null ? null : map.get(key).value();
  }

  /** Puts and removes until it is over; what fails while a member has gone is tried again. */
  private static void write(AtomicMap<String, Long> map, AtomicBoolean over, AtomicLong written) {
    Random random = new Random(7);
    while (!over.get()) {
      LockSupport.parkNanos(PAUSE.toNanos());
      String key = "key-" + random.nextInt(KEYS);
      try {
        if (random.nextInt(5) == 0) {
          map.remove(key);
        } else {
          map.put(key, written.get());
        }
        written.incrementAndGet();
      } catch (PrimitiveException e) {
        // Not known whether it was applied: what the old map has in the end counts.
        continue;
      }
    }
  }

  private record Command(Thread thread, FutureTask<Integer> run, StringWriter said) {
    int status() {
      return Await.result("end of the command", run);
    }
  }

  private Command migrate(Path word) {
    StringWriter said = new StringWriter();
    PrintWriter out = new PrintWriter(said, true);
    FutureTask<Integer> run =
        new FutureTask<>(
            () ->
                Main.commandLine()
                    .setOut(out)
                    .setErr(out)
                    .execute(
                        "migrate",
                        "--config",
                        client.toString(),
                        "--connect-timeout",
                        "60",
                        "--primitive",
                        "old-map",
                        "--type",
                        "atomic-map",
                        "--from",
                        "raft",
                        "--to",
                        "data",
                        "--cutover-file",
                        word.toString()));
    Thread thread = new Thread(run, "migrate");
    thread.start();
    return new Command(thread, run, said);
  }
}
