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
package io.atomix.mcast.lab.sabotage;

import io.atomix.mcast.agent.Version;
import io.atomix.mcast.time.LocalTime;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Puts known faults back, and demands that each is found. */
@Command(
    name = "sabotage",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Puts known faults back, and demands that the tests find each.",
    description = {
      "",
      "Builds the tests, then puts one fault after the other back and runs the test that has to"
          + " find it, each in a JVM of its own. The sources stay as they are. Some faults are"
          + " built into the simulation and into the explorer of the ordering core; the others"
          + " were faults of the code, and are in the folder sabotage. docs/bugs-found.md is the"
          + " book of all.",
      "",
      "Needs a clone of the project, Maven and a JDK. All of them take some minutes.",
      "",
      "Ends with 0 if all were found, and with 1 if one was not found in its time.",
      ""
    })
public final class SabotageCommand implements Callable<Integer> {
  private static final int LONGEST_NAME = 30;

  @Option(names = "--list", description = "Run nothing; name the faults, and the test for each.")
  private boolean list;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "Names of faults, separated by commas (default: all).")
  private List<String> only = List.of();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "300",
      description = "Seconds in which each has to be found (default: ${DEFAULT-VALUE}).")
  private long seconds;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    if (seconds <= 0) {
      throw new ParameterException(spec.commandLine(), "The seconds have to be more than 0.");
    }
    Path home = Path.of(System.getProperty("mcast.home", "."));
    List<KnownFault> faults = chosen(FaultCatalog.of(home));
    PrintWriter out = new PrintWriter(spec.commandLine().getOut(), true);
    if (list) {
      faults.forEach(fault -> print(fault, out));
      return ExitCode.OK;
    }
    TestBuild build = new TestBuild(home);
    SortedSet<String> modules =
        faults.stream().map(KnownFault::module).collect(Collectors.toCollection(TreeSet::new));
    out.println("Building the tests of " + String.join(", ", modules) + " ...");
    build.compile(modules);
    return run(faults, new FaultRun(home, build, seconds), out);
  }

  private List<KnownFault> chosen(List<KnownFault> all) {
    SortedSet<String> unknown = new TreeSet<>(only);
    all.forEach(fault -> unknown.remove(fault.name()));
    if (!unknown.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "There is no fault "
              + String.join(", ", unknown)
              + ": 'mcast sabotage --list' names those that there are.");
    }
    return all.stream().filter(fault -> only.isEmpty() || only.contains(fault.name())).toList();
  }

  private static void print(KnownFault fault, PrintWriter out) {
    out.printf(
        "%-" + LONGEST_NAME + "s %-10s %s%n", fault.name(), fault.method().text(), fault.text());
    out.printf("%-" + LONGEST_NAME + "s   found by %s%n", "", fault.shortTest());
  }

  private static Integer run(List<KnownFault> faults, FaultRun run, PrintWriter out)
      throws InterruptedException {
    List<String> missed = new ArrayList<>();
    long begin = LocalTime.nanos();
    for (KnownFault fault : faults) {
      long before = LocalTime.nanos();
      FaultOutcome outcome = run.run(fault);
      out.printf(
          "%-" + LONGEST_NAME + "s %-10s %-6s %6.1f s  %s%n",
          fault.name(),
          fault.method().text(),
          outcome.found() ? "found" : "MISSED",
          (LocalTime.nanos() - before) / 1e9,
          outcome.what());
      if (!outcome.found()) {
        missed.add(fault.name());
      }
    }
    double took = (LocalTime.nanos() - begin) / 1e9;
    if (missed.isEmpty()) {
      out.printf("All %d faults were found, in %.0f s.%n", faults.size(), took);
      return ExitCode.OK;
    }
    out.printf(
        "%d of %d faults were not found: %s%n",
        missed.size(), faults.size(), String.join(", ", missed));
    return ExitCode.SOFTWARE;
  }
}
