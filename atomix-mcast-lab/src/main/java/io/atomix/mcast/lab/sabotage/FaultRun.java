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
import io.atomix.mcast.testing.JvmFlags;
import io.atomix.mcast.testing.TestRun;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Puts one fault back and runs the test that has to find it, in a JVM of its own. The sources and
 * what was built of them stay as they are: what has the fault is compiled beside them, and stands
 * before them on the class path.
 */
final class FaultRun {
  /** Names the fault to a test that has it built in. */
  private static final String PROPERTY = "mcast.sabotage";

  private final Path home;
  private final TestBuild build;
  private final long seconds;

  /**
   * Prepares runs.
   *
   * @param home the folder of the project
   * @param build has compiled the tests
   * @param seconds how long each may take
   */
  FaultRun(Path home, TestBuild build, long seconds) {
    this.home = home;
    this.build = build;
    this.seconds = seconds;
  }

  /**
   * Runs it.
   *
   * @throws CommandException if the fault cannot be put back
   */
  FaultOutcome run(KnownFault fault) throws InterruptedException {
    try {
      Path folder = Files.createTempDirectory("mcast-sabotage");
      try {
        putBack(fault, folder);
        return test(fault, folder);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new CommandException("Cannot put " + fault.name() + " back", e);
    }
  }

  private static Path classes(Path folder) {
    return folder.resolve("classes");
  }

  private void putBack(KnownFault fault, Path folder) throws IOException {
    Files.createDirectories(classes(folder));
    Map<Path, String> sources = new TreeMap<>();
    for (SourceEdit edit : fault.edits()) {
      String source = sources.getOrDefault(edit.file(), edit.source(home));
      sources.put(edit.file(), edit.applyTo(fault.name(), source));
    }
    List<String> files = new ArrayList<>();
    for (Map.Entry<Path, String> source : sources.entrySet()) {
      Path file = folder.resolve("sources").resolve(source.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, source.getValue());
      files.add(file.toString());
    }
    if (!files.isEmpty()) {
      compile(fault, files, classes(folder));
    }
  }

  private void compile(KnownFault fault, List<String> files, Path to) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    if (compiler == null) {
      throw new CommandException("This Java cannot compile: set JAVA_HOME to a JDK");
    }
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-proc:none", "-nowarn", "--release", "17"));
    arguments.addAll(List.of("-d", to.toString(), "-cp", build.classPath(fault.module())));
    arguments.addAll(files);
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    if (compiler.run(null, output, output, arguments.toArray(String[]::new)) != 0) {
      throw new CommandException(
          "The code does not compile with the fault "
              + fault.name()
              + ", so sabotage/"
              + fault.name()
              + ".fault needs other lines:\n"
              + output.toString(StandardCharsets.UTF_8));
    }
  }

  private FaultOutcome test(KnownFault fault, Path folder)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JvmFlags.ofThisJava());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx768m", "-D" + PROPERTY + "=" + fault.name()));
    command.add("-cp");
    command.add(classes(folder) + File.pathSeparator + build.classPath(fault.module()));
    command.addAll(List.of(TestRun.class.getName(), fault.test()));
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .directory(build.folder(fault.module()).toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      process.getOutputStream().close();
      return process.waitFor(seconds, TimeUnit.SECONDS)
          ? FaultOutcome.of(fault, process.exitValue(), Files.readString(output))
          : FaultOutcome.late(seconds);
    } finally {
      process.destroyForcibly().waitFor();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
