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

import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.Version;
import io.atomix.mcast.agent.client.ClientNode;
import io.atomix.mcast.agent.client.ClientOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Moves a primitive from one partition group to another while programs use it. */
@Command(
    name = "migrate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Moves a primitive from one partition group to another while programs use it.",
    description = {
      "",
      "Copies a primitive from --from to --to, and follows its changes while programs go on with"
          + " the old one. When they have stopped, give the word: it copies the last changes,"
          + " compares both sides one by one, and says what differs. Then start the programs with"
          + " the new group. It never writes to --from; it can be stopped at any time (Ctrl-C) and"
          + " begun again.",
      "",
      "Versions of entries start anew. Times to live cannot be read: entries come without one."
          + " Counter maps need --keys. docs/migrating.md walks through it.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:moved, and both sides were compared and are the same",
      "1:not moved, or something differs; the message says what to do",
      "2:the options are wrong"
    })
public final class MigrateCommand implements Callable<Integer> {
  private static final int STOP_SECONDS = 15;

  @Mixin private ClientOptions cluster;

  @Option(
      names = "--primitive",
      required = true,
      paramLabel = "NAME",
      description = "Name of the primitive.")
  private String name;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description =
          "Its type, such as atomic-map; it must be what the cluster knows (default: that).")
  private String typeName;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "GROUP",
      description = "Partition group that has it. It is only read.")
  private String from;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "GROUP",
      description = "Partition group that gets it; the primitive must be empty there.")
  private String to;

  @Option(
      names = "--reverse",
      description = {
        "The way back: from --to to --from. After a move, what is left in --from is made the"
            + " same as what is in --to."
      })
  private boolean reverse;

  @Option(
      names = "--again",
      description =
          "Move it although it was moved this way before: what was written to the target since then"
              + " is lost.")
  private boolean again;

  @Option(
      names = "--cutover-file",
      paramLabel = "FILE",
      description = "The word is that this file is created, instead of a line on standard input.")
  private Path cutoverFile;

  @Option(
      names = "--cutover-on-exit",
      description =
          "The word is that no other program has the primitive open in --from; for raft groups.")
  private boolean cutoverOnExit;

  @Option(
      names = "--keys",
      paramLabel = "FILE",
      description = "Keys of a counter map, strings, one a line: Atomix does not tell them.")
  private Path keysFile;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    if (from.equals(to)) {
      throw new ParameterException(
          spec.commandLine(), "--from and --to are both '" + from + "'; name two groups");
    }
    if (cutoverFile != null && cutoverOnExit) {
      throw new ParameterException(
          spec.commandLine(), "--cutover-file and --cutover-on-exit are two words; choose one");
    }
    if (typeName != null) {
      MovableTypes.opener(name, typeName);
    }
    CutoverWord file = cutoverFile == null ? null : CutoverWord.file(cutoverFile);
    MovePlan plan =
        new MovePlan(
            name,
            typeName,
            reverse ? to : from,
            reverse ? from : to,
            again,
            keysFile == null ? null : keys(keysFile));
    MigrationProgress progress =
        new MigrationProgress(name, spec.commandLine().getOut(), System.console() != null);
    CountDownLatch ended = new CountDownLatch(1);
    Thread stopping = new Thread(stopping(Thread.currentThread(), ended), "mcast-migrate-stop");
    Runtime.getRuntime().addShutdownHook(stopping);
    try (ClientNode client = cluster.connect()) {
      return new PrimitiveMover(client, plan, progress).move(others -> word(file, others)) ? 0 : 1;
    } catch (InterruptedException e) {
      progress.say("stopped; the same command goes on where it was");
      return 1;
    } catch (Scans.UnansweredException e) {
      throw new CommandException(
          "The cluster does not answer while %s is moved (%s); look at bin/mcast status, and begin again"
              .formatted(name, e.getMessage()));
    } finally {
      ended.countDown();
    }
  }

  /** Ends the command in good order on Ctrl-C: the next one need not wait for its sessions. */
  private static Runnable stopping(Thread command, CountDownLatch ended) {
    return () -> {
      if (ended.getCount() > 0) {
        command.interrupt();
        try {
          ended.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    };
  }

  private CutoverWord word(CutoverWord file, OldClients others) {
    if (file != null) {
      return file;
    }
    if (!cutoverOnExit) {
      return CutoverWord.line(System.in);
    }
    if (!others.canTell()) {
      throw new CommandException(
          "--cutover-on-exit: clients of %s, which is not a raft group, cannot be counted; use --cutover-file"
              .formatted(reverse ? to : from));
    }
    return CutoverWord.clientsGone(others);
  }

  private static List<String> keys(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> !line.isEmpty())
          .distinct()
          .map(ShownKeys::stored)
          .toList();
    } catch (IOException e) {
      throw new CommandException("Cannot read the keys in " + file, e);
    }
  }
}
