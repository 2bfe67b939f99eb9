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

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.atomix.mcast.testing.Jdk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The integration tests tagged {@code round} on Java 25, while the others run on what the build
 * runs on: start, operations on one and on several partitions, restart from a snapshot, TLS.
 */
class RoundOnJava25Test {
  private static final int VERSION = 25;
  private static final Duration LIMIT = Duration.ofMinutes(12);
  private static final int LEAST_TESTS = 10;
  private static final Pattern SUMMARY =
      Pattern.compile("Java 25: succeeded=(\\d+) failed=0 skipped=0");

  @TempDir private Path folder;

  @Test
  @Timeout(value = 13, unit = TimeUnit.MINUTES)
  void aRoundOfTheTestsPassesWithoutAWarning() throws Exception {
    if (Jdk.running().feature() == VERSION) {
      skip("all tests run on Java 25 already");
    }
    Optional<Jdk> jdk = Jdk.find(VERSION);
    if (jdk.isEmpty()) {
      skip("there is no Java 25; name its home in " + Jdk.variable(VERSION));
    }
    Path output = folder.resolve("output");
    Process round =
        jdk.get().program(TaggedTests.class, "round").redirectOutput(output.toFile()).start();
    try {
      assertThat(round.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
          .withFailMessage(() -> "It has not ended: " + read(output))
          .isTrue();
    } finally {
      round.destroyForcibly();
    }
    List<String> lines = read(output);
    String said = String.join("\n", lines);
    assertThat(round.exitValue()).as(said).isZero();
    Matcher last = SUMMARY.matcher(lines.get(lines.size() - 1));
    assertThat(last.matches()).as(said).isTrue();
    System.out.println("round of integration tests on " + jdk.get() + ": " + last.group());
    assertThat(Integer.parseInt(last.group(1))).as(said).isGreaterThanOrEqualTo(LEAST_TESTS);
    assertThat(lines).noneMatch(Jdk::isWarning);
  }

  private static void skip(String why) {
    System.out.println("SKIPPED: the round of integration tests on Java 25: " + why);
    assumeTrue(false, why);
  }

  private static List<String> read(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
