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
import io.atomix.mcast.testing.Jdk;
import io.atomix.mcast.testing.JvmFlags;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A process of this program's command line, started by the torture. Its output goes to a file, its
 * input comes from {@link #tell}. Ended when the torture ends. Thread-safe.
 */
final class Program {
  /** Heap of most. */
  static final String HEAP = "256m";

  private static final Duration END = Duration.ofSeconds(20);

  private static final Duration DUMP = Duration.ofSeconds(1);

  /** Pattern of a line that a logger writes, or the command itself. */
  private static final Pattern LINE = Pattern.compile("^(\\d\\d:\\d\\d:\\d\\d|mcast: )");

  private final String name;
  private final Path log;
  private final long logBegin;
  private final Process process;

  private Program(String name, Path log, long logBegin, Process process) {
    this.name = name;
    this.log = log;
    this.logBegin = logBegin;
    this.process = process;
  }

  /**
   * Starts a process of the present build, on the Java that runs this.
   *
   * @param name what to call it, also the name of its log
   * @param prefix what comes before the command, such as to enter a namespace
   * @param arguments of the command line
   * @param folder where its log is
   */
  static Program start(String name, List<String> prefix, List<String> arguments, Path folder) {
    return start(name, prefix, HEAP, arguments, folder);
  }

  /** The same with another heap. */
  static Program start(
      String name, List<String> prefix, String heap, List<String> arguments, Path folder) {
    return start(name, prefix, Build.present(), Jdk.running(), heap, arguments, folder);
  }

  /** The same of some build, on some Java, with the usual heap. */
  static Program start(
      String name, List<String> prefix, Build build, Jdk jdk, List<String> arguments, Path folder) {
    return start(name, prefix, build, jdk, HEAP, arguments, folder);
  }

  private static Program start(
      String name,
      List<String> prefix,
      Build build,
      Jdk jdk,
      String heap,
      List<String> arguments,
      Path folder) {
    Path log = folder.resolve(name + ".log");
    List<String> command = new ArrayList<>(prefix);
    command.add(jdk.java().toString());
    command.addAll(JvmFlags.of(jdk.feature()));
    command.addAll(JvmFlags.SHORT_LIVED);
    command.addAll(
        List.of(
            "-Xmx" + heap,
            "-XX:ErrorFile=" + folder.resolve(name + ".crash"),
            // A process that has run out of memory is not trusted any more; others take over.
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+HeapDumpOnOutOfMemoryError",
            "-XX:HeapDumpPath=" + folder.resolve(name + ".hprof"),
            "-cp",
            build.classPath(),
            Main.class.getName()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putIfAbsent("MCAST_LOG", "WARN");
    try {
      long logBegin = Files.exists(log) ? Files.size(log) : 0;
      return new Program(name, log, logBegin, builder.start());
    } catch (IOException e) {
      throw new CommandException("Cannot start " + name + " with " + command, e);
    }
  }

  String name() {
    return name;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end; whether it came before the limit. */
  boolean endsWithin(Duration limit) {
    return ProcessWait.until(limit, () -> !isAlive());
  }

  /** With what it ended; it must have. */
  int exitStatus() {
    return process.exitValue();
  }

  /** {@code kill -9}, and waits for the end. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** {@code SIGTERM}, and waits for the end; {@code kill -9} if it does not come in 20 s. */
  boolean stop() {
    process.toHandle().destroy();
    boolean ended = ProcessWait.until(END, () -> !process.isAlive());
    if (!ended) {
      kill();
    }
    return ended;
  }

  /** {@code SIGSTOP}. */
  void pause() {
    signal("STOP");
  }

  /** {@code SIGCONT}. */
  void resume() {
    signal("CONT");
  }

  /** Makes it write what its threads do to its log. */
  void dumpThreads() {
    signal("QUIT");
    ProcessWait.pause(DUMP);
  }

  /** The last lines of its output that are not of a stack trace or a dump. */
  List<String> lastLines(int count) {
    List<String> lines =
        output().lines().filter(line -> LINE.matcher(line).find()).distinct().toList();
    return lines.subList(Math.max(0, lines.size() - count), lines.size());
  }

  private void signal(String signal) {
    if (isAlive()) {
      Shell.run("kill", "-" + signal, String.valueOf(process.pid()));
    }
  }

  /** Writes a line to its input; nothing if it is dead. */
  void tell(String line) {
    try {
      OutputStream input = process.getOutputStream();
      input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      input.flush();
    } catch (IOException e) {
      // It is dead or dying, which those who wait for its answer find out.
    }
  }

  /** Returns whether its output has this line, since this process was started. */
  boolean hasSaid(String text) {
    return output().lines().anyMatch(text::equals);
  }

  /** Returns whether its output has this text, since this process was started. */
  boolean hasMentioned(String text) {
    return output().contains(text);
  }

  /** Returns its output since this process was started. */
  String output() {
    try {
      byte[] bytes = Files.readAllBytes(log);
      int from = (int) Math.min(logBegin, bytes.length);
      return new String(bytes, from, bytes.length - from, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CommandException("Cannot read " + log, e);
    }
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(END.toSeconds(), TimeUnit.SECONDS)) {
        throw new CommandException(
            name + " (process " + process.pid() + ") is there 20 s after kill -9");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
