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
import io.atomix.mcast.agent.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Checks the histories of a run that was kept. */
final class Recheck {
  private Recheck() {}

  /**
   * Checks all rounds in {@code folder}, which {@code torture} said that it kept.
   *
   * @return whether there is no violation and nothing was lost
   * @throws CommandException if there is no round
   */
  static boolean run(Path folder, PrintWriter out) {
    Summary summary = new Summary();
    for (Path round : rounds(folder)) {
      Histories histories = Histories.read(round);
      RoundCheck check = RoundCheck.of(histories);
      summary.add(histories, check);
      check.lines().forEach(out::println);
      judge(RoundTraces.kept(round), summary, out);
      out.printf("%s checked: %d operations%n", round, histories.all().size());
    }
    summary.lines(0).forEach(out::println);
    out.flush();
    return summary.isCorrect();
  }

  private static void judge(List<Path> traces, Summary summary, PrintWriter out) {
    if (!traces.isEmpty()) {
      String[] command =
          Stream.concat(Stream.of("trace", "--check"), traces.stream().map(Path::toString))
              .toArray(String[]::new);
      summary.traced(Main.commandLine().setOut(out).setErr(out).execute(command) == 0);
    }
  }

  private static List<Path> rounds(Path folder) {
    try (Stream<Path> rounds = Files.list(folder.resolve("rounds"))) {
      List<Path> sorted =
          rounds
              .sorted(Comparator.comparingInt(path -> Integer.parseInt(path.getFileName() + "")))
              .toList();
      if (sorted.isEmpty()) {
        throw new CommandException("There are no rounds in " + folder);
      }
      return sorted;
    } catch (IOException e) {
      throw new CommandException("Cannot read the rounds of a run in " + folder, e);
    }
  }
}
