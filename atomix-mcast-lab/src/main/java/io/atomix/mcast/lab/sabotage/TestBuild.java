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
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Compiles the tests of modules, and knows what they run on. */
final class TestBuild {
  /** Has what runs a test in a JVM of its own. */
  private static final String TESTING = "atomix-mcast-testing";

  private static final String CLASS_PATH = "target/sabotage.class-path";
  private static final int LINES = 40;

  private final Path home;

  TestBuild(Path home) {
    this.home = home;
  }

  /**
   * Compiles what has changed.
   *
   * @throws CommandException if Maven cannot be run, or fails
   */
  void compile(SortedSet<String> modules) throws InterruptedException {
    SortedSet<String> all = new TreeSet<>(modules);
    all.add(TESTING);
    List<String> command =
        List.of(
            "mvn",
            "--batch-mode",
            "--quiet",
            "--no-transfer-progress",
            "-Dstyle.color=never",
            "--projects",
            String.join(",", all),
            "--also-make",
            "test-compile",
            "dependency:build-classpath",
            "-Dmdep.outputFile=" + CLASS_PATH,
            "-Dmdep.includeScope=test");
    try {
      Path output = Files.createTempFile("mcast-sabotage", ".log");
      try {
        Process maven =
            new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        maven.getOutputStream().close();
        if (maven.waitFor() != 0) {
          throw new CommandException(
              "Maven could not build the tests; it says:\n" + lastLines(output));
        }
      } finally {
        Files.deleteIfExists(output);
      }
    } catch (IOException e) {
      throw new CommandException("Cannot run Maven, which builds the tests", e);
    }
  }

  private static String lastLines(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()));
  }

  /** Returns the folder in which the tests of a module run. */
  Path folder(String module) {
    return home.resolve(module);
  }

  /** Returns the class path of a module's tests, and of what runs them. */
  String classPath(String module) {
    return Stream.of(classesOf(module), classesOf(TESTING))
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }

  private String classesOf(String module) {
    Path target = folder(module).resolve("target").toAbsolutePath();
    try {
      return target.resolve("test-classes")
          + File.pathSeparator
          + target.resolve("classes")
          + File.pathSeparator
          + Files.readString(folder(module).resolve(CLASS_PATH)).strip();
    } catch (IOException e) {
      throw new CommandException("Cannot read what the tests of " + module + " run on", e);
    }
  }
}
