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
package io.atomix.mcast.integration.jdk;

import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Jdk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A process that runs {@link NodeProgram}. One thread at a time. */
final class MemberProcess implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(130);

  private final String name;
  private final Path output;
  private final Process process;
  private int answers;

  MemberProcess(int number, Jdk jdk, Path configuration, Path folder) throws IOException {
    name = "m" + number + " on " + jdk;
    output = folder.resolve("m" + number + ".out");
    process =
        jdk.program(NodeProgram.class, configuration.toString())
            .redirectOutput(output.toFile())
            .start();
  }

  /** Has a line carried out, and returns the answer. */
  String ask(String line) {
    try {
      process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new AssertionError(name + " has ended: " + said(), e);
    }
    return answer();
  }

  /** Waits for the next answer. */
  String answer() {
    int before = answers++;
    List<String> all =
        Await.until(
            "an answer of " + name,
            LIMIT,
            () -> {
              List<String> found =
                  said().stream().filter(line -> line.startsWith(NodeProgram.ANSWER)).toList();
              if (found.size() <= before && !process.isAlive()) {
                throw new AssertionError(name + " has ended: " + String.join("\n", said()));
              }
              return found;
            },
            found -> found.size() > before);
    return all.get(before).substring(NodeProgram.ANSWER.length());
  }

  /** Returns the lines of its output. */
  List<String> said() {
    try {
      return Files.readAllLines(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends its input, waits for its end, and returns with which code it exits. */
  int end() throws IOException {
    process.getOutputStream().close();
    CompletableFuture<Process> exit = process.onExit();
    return Await.result("the end of " + name, exit).exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
