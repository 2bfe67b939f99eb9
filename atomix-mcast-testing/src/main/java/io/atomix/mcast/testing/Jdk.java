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
package io.atomix.mcast.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An installed Java.
 *
 * @param feature its version, as in 17 or 25
 */
public record Jdk(Path home, int feature) {
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)[^\"]*\"");

  /** Returns the Java that runs this. */
  public static Jdk running() {
    return new Jdk(Path.of(System.getProperty("java.home")), Runtime.version().feature());
  }

  /**
   * Finds a Java of this version: the one named by the environment variable {@code JAVA_25_HOME},
   * with the version asked for, or one installed beside the one that runs.
   *
   * @throws IllegalStateException if the variable names something else
   */
  public static Optional<Jdk> find(int feature) {
    String named = System.getenv(variable(feature));
    if (named != null) {
      int found = featureOf(Path.of(named));
      if (found != feature) {
        throw new IllegalStateException(
            String.format(
                "%s is '%s', which is %s: name the home of a JDK %d, or unset it",
                variable(feature),
                named,
                found == 0 ? "no home of a JDK" : "a Java " + found,
                feature));
      }
      return Optional.of(new Jdk(Path.of(named), feature));
    }
    try {
      Path home = running().home().toRealPath();
      try (Stream<Path> siblings = Files.list(home.getParent())) {
        return siblings
            .sorted()
            .filter(each -> featureOf(each) == feature)
            .map(each -> new Jdk(each, feature))
            .findFirst();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the variable that names the home of a Java of this version. */
  public static String variable(int feature) {
    return "JAVA_" + feature + "_HOME";
  }

  private static int featureOf(Path home) {
    Path release = home.resolve("release");
    if (!Files.isExecutable(home.resolve("bin").resolve("java")) || !Files.exists(release)) {
      return 0;
    }
    try {
      Matcher version = VERSION.matcher(Files.readString(release));
      return version.find() ? Integer.parseInt(version.group(1)) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the program {@code java} of it. */
  public Path java() {
    return home.resolve("bin").resolve("java");
  }

  /** Returns a program of the test classes, with the options that Atomix needs on this Java. */
  public ProcessBuilder program(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(java().toString());
    command.addAll(JvmFlags.of(feature));
    command.addAll(JvmFlags.SHORT_LIVED);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true);
  }

  /** Returns whether a virtual machine, and not what it runs, warns of something in this line. */
  public static boolean isWarning(String line) {
    return line.startsWith("WARNING:") || line.contains("VM warning:");
  }
}
