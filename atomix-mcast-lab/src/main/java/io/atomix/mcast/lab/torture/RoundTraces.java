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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs {@code mcast trace --check} over all nodes and clients when a round is over: each step that
 * they have recorded has to be one that the rules of the protocol allow. What a node recorded
 * before it was killed is gone; the others have recorded the same.
 */
final class RoundTraces {
  private static final String FOLDER = "traces";
  private static final Duration LIMIT = Duration.ofSeconds(180);
  private static final String HEAP = "1g";
  private static final String SUM = " were judged, with ";

  /** Verdicts of {@code mcast trace --check}. */
  enum TraceVerdict {
    /** The rules allow all that was traced. */
    RIGHT,
    /** There is a step that they do not allow. */
    WRONG,
    /** It could not say. */
    NONE
  }

  private final Members members;
  private final Network network;
  private final Path folder;
  private final boolean keep;
  private final Summary summary;
  private final RunLog log;

  /**
   * Judges rounds of a run.
   *
   * @param keep whether traces are to stay in any case
   */
  RoundTraces(
      Members members, Network network, Path folder, boolean keep, Summary summary, RunLog log) {
    this.members = members;
    this.network = network;
    this.folder = folder;
    this.keep = keep;
    this.summary = summary;
    this.log = log;
  }

  /** The folder of the traces of a round. */
  static Path in(Path round) {
    return round.resolve(FOLDER);
  }

  /** Returns the traces of a round that were kept; none if it was not traced or all was right. */
  static List<Path> kept(Path round) {
    Path traces = in(round);
    if (!Files.isDirectory(traces)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(traces)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw new CommandException("Cannot read the traces in " + traces, e);
    }
  }

  /** Judges a round; what the rules do not allow is a violation, and the traces are kept. */
  void judge(int round) {
    Path roundFolder = folder.resolve("rounds").resolve(String.valueOf(round));
    String nodes =
        members.numbers().stream()
            .map(number -> network.http(number).toString())
            .collect(Collectors.joining(","));
    List<String> command =
        new ArrayList<>(
            List.of("trace", "--check", "--http", nodes, "--keep", in(roundFolder).toString()));
    kept(roundFolder).forEach(file -> command.add(file.toString()));
    Program check = Program.start("trace", network.clientPrefix(), HEAP, command, folder);
    if (!check.endsWithin(LIMIT)) {
      check.kill();
    }
    String said = check.output();
    switch (verdict(check.exitStatus(), said)) {
      case RIGHT -> {
        summary.traced(true);
        said.lines()
            .filter(line -> line.contains(SUM))
            .forEach(line -> log.say("round %d, traces: %s", round, line));
        if (!keep) {
          delete(roundFolder);
        }
      }
      case WRONG -> {
        summary.traced(false);
        log.say("VIOLATION what was traced in round %d is not as the rules say", round);
        said.lines().forEach(log::plain);
      }
      case NONE -> {
        summary.note("the traces of a round could not be judged");
        log.say("round %d: the traces could not be judged, see trace.log", round);
      }
    }
  }

  /** Returns what the command found, by its exit status and what it said. */
  static TraceVerdict verdict(int status, String said) {
    if (!said.contains(SUM)) {
      return TraceVerdict.NONE;
    }
    return status == 0 ? TraceVerdict.RIGHT : TraceVerdict.WRONG;
  }

  private static void delete(Path round) {
    try {
      for (Path file : kept(round)) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new CommandException("Cannot delete the traces in " + in(round), e);
    }
  }
}
