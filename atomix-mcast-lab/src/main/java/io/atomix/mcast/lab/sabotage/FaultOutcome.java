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

import io.atomix.mcast.testing.TestRun;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whether a fault was found.
 *
 * @param found whether it was
 * @param what where, or why not
 */
record FaultOutcome(boolean found, String what) {
  private static final int LONGEST = 160;

  /** Reads what a test has printed that looks for a fault itself. */
  private static final Pattern SEED =
      Pattern.compile("seed (?<seed>\\d+) finds (?<name>[A-Z_]+): (?<text>.*)");

  private static final Pattern SYSTEM =
      Pattern.compile("(?<name>[A-Z_]+) is found in system (?<system>\\d+): (?<text>.*)");

  /** The test has not ended in its time. */
  static FaultOutcome late(long seconds) {
    return new FaultOutcome(false, "not found within " + seconds + " s");
  }

  /** The test has ended with an exit code of {@link TestRun}. */
  static FaultOutcome of(KnownFault fault, int exitCode, String output) {
    if (exitCode != TestRun.PASSED && exitCode != TestRun.FAILED) {
      return new FaultOutcome(
          false, fault.shortTest() + " was not run (exit code " + exitCode + "): " + last(output));
    }
    return fault.edits().isEmpty()
        ? ofSearch(fault, exitCode, output)
        : ofTest(fault, exitCode, output);
  }

  /** The test passes if it finds the fault. */
  private static FaultOutcome ofSearch(KnownFault fault, int exitCode, String output) {
    if (exitCode == TestRun.FAILED) {
      return new FaultOutcome(false, failure(output));
    }
    return find(SEED, fault, output)
        .map(seed -> "seed " + seed.group("seed") + ": " + seed.group("text"))
        .or(
            () ->
                find(SYSTEM, fault, output)
                    .map(
                        system -> "system " + system.group("system") + ": " + system.group("text")))
        .map(where -> new FaultOutcome(true, shortened(where)))
        .orElse(new FaultOutcome(false, fault.shortTest() + " does not say where it was found"));
  }

  private static Optional<Matcher> find(Pattern pattern, KnownFault fault, String output) {
    Matcher matcher = pattern.matcher(output);
    while (matcher.find()) {
      if (matcher.group("name").equals(fault.name())) {
        return Optional.of(matcher);
      }
    }
    return Optional.empty();
  }

  /** The test fails if the fault is there. */
  private static FaultOutcome ofTest(KnownFault fault, int exitCode, String output) {
    return exitCode == TestRun.FAILED
        ? new FaultOutcome(true, shortened(fault.shortTest() + ": " + failure(output)))
        : new FaultOutcome(false, fault.shortTest() + " passes with it");
  }

  private static String failure(String output) {
    int at = output.lastIndexOf(TestRun.FAILURE);
    return at < 0 ? last(output) : shortened(output.substring(at + TestRun.FAILURE.length()));
  }

  private static String last(String output) {
    String text = output.strip();
    return shortened(text.substring(text.lastIndexOf('\n') + 1));
  }

  /** Returns the text in one line that is not too long. */
  private static String shortened(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + " ...";
  }
}
