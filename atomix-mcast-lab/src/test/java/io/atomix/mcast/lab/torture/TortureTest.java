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

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.agent.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * A short run on real processes, with two kinds of faults, drawn anew each time, and an eighth of
 * the usual load, because other tests run beside it. {@code bin/mcast torture --minutes 0} does all
 * that the machine can do.
 */
@EnabledOnOs(OS.LINUX)
class TortureTest {
  private static final Pattern LAST =
      Pattern.compile("torture: violations=0 lost=0 faults=(\\d+) operations=(\\d+)");
  private static final Pattern FOLDER = Pattern.compile("logs and histories: (\\S+)");

  /** Those that need root: one is never drawn alone. */
  private static final List<FaultKind> OF_DISKS = List.of(FaultKind.SLOW_DISK, FaultKind.FULL_DISK);

  /**
   * Without what takes long: a snapshot comes when clients have filled the logs, which {@code
   * SnapshotTest} of the integration tests shows in one JVM.
   */
  private static final List<FaultKind> ALL =
      Stream.of(FaultKind.values())
          .filter(
              kind -> !kind.needsEarlierBuild() && !kind.isAlone() && kind != FaultKind.SNAPSHOT)
          .toList();

  private static final int LEAST_FAULTS = 1;
  private static final int LEAST_OPERATIONS = 100;

  @Test
  @Timeout(value = 12, unit = TimeUnit.MINUTES)
  void twoKindsOfFaultsOnce() {
    long seed = Long.getLong("mcast.seed", ThreadLocalRandom.current().nextLong(1_000_000));
    System.out.println("seed " + seed);
    StringWriter said = new StringWriter();
    int status =
        Main.commandLine()
            .setOut(new PrintWriter(both(said), true))
            .execute(
                "torture",
                "--minutes",
                "0",
                "--clients",
                "2",
                "--rate",
                "20",
                "--one-java",
                "--no-trace",
                "--faults",
                kinds(seed),
                "--seed",
                String.valueOf(seed));
    String text = said.toString();
    assertThat(status).as(text).isZero();
    Matcher last = LAST.matcher(text.lines().reduce((one, next) -> next).orElseThrow());
    assertThat(last.matches()).as(text).isTrue();
    assertThat(Integer.parseInt(last.group(1))).isGreaterThanOrEqualTo(LEAST_FAULTS);
    assertThat(Integer.parseInt(last.group(2))).isGreaterThanOrEqualTo(LEAST_OPERATIONS);
    Matcher folder = FOLDER.matcher(text);
    assertThat(folder.find()).as(text).isTrue();
    assertThat(Files.exists(Path.of(folder.group(1)))).as("nothing is left").isFalse();
  }

  private static String kinds(long seed) {
    List<FaultKind> others = new ArrayList<>(ALL);
    Collections.shuffle(others, new Random(seed));
    FaultKind first =
        others.stream().filter(kind -> !OF_DISKS.contains(kind)).findFirst().orElseThrow();
    others.remove(first);
    return first.text() + "," + others.get(0).text();
  }

  /** What is said is seen while it runs, too. */
  private static Writer both(StringWriter said) {
    return new Writer() {
      @Override
      public void write(char[] characters, int offset, int length) {
        said.write(characters, offset, length);
        System.out.print(new String(characters, offset, length));
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
