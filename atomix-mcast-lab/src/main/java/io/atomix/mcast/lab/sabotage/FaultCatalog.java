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

import io.atomix.mcast.agent.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds all faults that can be put back, in the sources of the project. */
final class FaultCatalog {
  private static final String PROTOCOL = "atomix-mcast-protocol";
  private static final String TESTS = PROTOCOL + "/src/test/java/io/atomix/mcast/";

  /** A constant of an enum with a body, behind its comment. */
  private static final Pattern CONSTANT =
      Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s*\\R  ([A-Z_]+) \\{\\R", Pattern.DOTALL);

  private FaultCatalog() {}

  /**
   * Returns all faults.
   *
   * @param home the folder of the project
   * @throws CommandException if it has no sources, or a file cannot be understood
   */
  static List<KnownFault> of(Path home) {
    if (!Files.isRegularFile(home.resolve(TESTS + "simulation/Sabotage.java"))) {
      throw new CommandException(
          "'mcast sabotage' puts faults into the sources and runs their tests, and "
              + home.toAbsolutePath().normalize()
              + " has none: run bin/mcast of a clone of the project");
    }
    List<KnownFault> faults = new ArrayList<>();
    faults.addAll(
        builtIn(
            home,
            "simulation/Sabotage.java",
            KnownFault.Method.SIMULATION,
            "io.atomix.mcast.simulation.SimulationTest#whatIsBrokenIsFound"));
    faults.addAll(
        builtIn(
            home,
            "ordering/Fault.java",
            KnownFault.Method.EXPLORER,
            "io.atomix.mcast.ordering.FaultTest#itIsFound"));
    faults.addAll(ofTheCode(home.resolve("sabotage")));
    return faults;
  }

  private static List<KnownFault> builtIn(
      Path home, String file, KnownFault.Method method, String test) {
    List<KnownFault> faults = new ArrayList<>();
    Matcher constant = CONSTANT.matcher(read(home.resolve(TESTS + file)));
    while (constant.find()) {
      String text = constant.group(1).replaceAll("\\s*\\R\\s*\\*\\s*", " ").strip();
      faults.add(new KnownFault(constant.group(2), text, method, "-", PROTOCOL, test, List.of()));
    }
    return faults;
  }

  private static List<KnownFault> ofTheCode(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(FaultFile::isOne).sorted().map(FaultFile::read).toList();
    } catch (IOException e) {
      throw new CommandException("Cannot read " + folder, e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new CommandException("Cannot read " + file, e);
    }
  }
}
