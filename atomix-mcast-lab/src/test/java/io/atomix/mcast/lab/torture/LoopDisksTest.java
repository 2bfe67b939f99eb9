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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.atomix.mcast.agent.CommandException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A power cut loses what was not forced, and nothing else; where this machine can do one. */
class LoopDisksTest {
  private static final int FILES = 12;
  private static final String TEXT = "something that was written";
  private static final String BOOT = "/proc/sys/kernel/random/boot_id";

  @Test
  void whatWasForcedStaysAndOfTheRestSomeIsGone(@TempDir Path folder) throws Exception {
    try (LoopDisks disks = disks(folder)) {
      assumeTrue(disks != null && disks.canLosePower(), "needs root, loop devices and perl");
      Path node = disks.folder(1);
      for (int i = 0; i < FILES; i++) {
        write(node.resolve("forced" + i), true);
        write(node.resolve("other" + i), false);
      }
      String boot = boot(disks);
      disks.cutPower(1, 7);
      disks.restorePower(1);
      assertThat(whole(node, "forced")).hasSize(FILES);
      assertThat(whole(node, "other")).hasSizeBetween(1, FILES - 1);
      assertThat(boot(disks)).as("the machine was started again").isNotEqualTo(boot);
      write(node.resolve("after"), true);
    }
  }

  @Test
  void whatIsWrittenByChanceIsWhatWasThere(@TempDir Path folder) throws Exception {
    byte[] bytes = new byte[1 << 20];
    new SplittableRandom(1).nextBytes(bytes);
    Path file = Files.write(folder.resolve("some"), bytes);
    for (long seed = 0; seed < 6; seed++) {
      PowerLoss.writeSome(folder, new SplittableRandom(seed));
      assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }
  }

  private static LoopDisks disks(Path folder) {
    try {
      return new LoopDisks(folder, 1);
    } catch (CommandException e) {
      return null;
    }
  }

  private static String boot(LoopDisks disks) {
    return Shell.run(Stream.concat(disks.prefix(1).stream(), Stream.of("cat", BOOT)).toList());
  }

  private static void write(Path file, boolean force) throws Exception {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(TEXT.getBytes(StandardCharsets.US_ASCII)));
      if (force) {
        channel.force(true);
      }
    }
  }

  /** Those that have what was written into them. */
  private static List<Path> whole(Path node, String prefix) throws Exception {
    List<Path> whole = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      Path file = node.resolve(prefix + i);
      if (Files.exists(file) && Files.readString(file).equals(TEXT)) {
        whole.add(file);
      }
    }
    return whole;
  }
}
