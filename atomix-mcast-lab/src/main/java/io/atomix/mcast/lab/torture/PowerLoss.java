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

import com.sun.nio.file.ExtendedOpenOption;
import io.atomix.mcast.agent.CommandException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Loss of power, as far as a file system can show it: what was not forced is gone, but for some of
 * it that was written by chance, in any order. Needs root and perl, which asks the kernel to shut
 * an ext4 or xfs file system down without writing anything more.
 */
final class PowerLoss {
  /** Pieces in which a kernel writes what nobody has forced. */
  private static final int PAGE = 4096;

  /** The kernel's EXT4_IOC_SHUTDOWN, with NOLOGFLUSH: what is in memory only stays there. */
  private static final String SHUT_DOWN =
      "open(my $f, '<', $ARGV[0]) or die \"open: $!\";"
          + "my $how = pack('L', 2);"
          + "defined(ioctl($f, 0x8004587d, $how)) or die \"ioctl: $!\"";

  private PowerLoss() {}

  /**
   * Writes some of what was not forced: of some files all, of some a few pages, of some nothing.
   * The processes that write there stand still.
   */
  static void writeSome(Path folder, SplittableRandom random) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        switch (random.nextInt(3)) {
          case 0 -> force(file);
          case 1 -> writePages(file, random);
          default -> {
            // Nothing of it.
          }
        }
      }
    } catch (IOException e) {
      throw new CommandException("Cannot write a part of what is in " + folder, e);
    }
  }

  private static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Past the kernel's memory, so that the other pages stay there. */
  private static void writePages(Path file, SplittableRandom random) throws IOException {
    ByteBuffer page = ByteBuffer.allocateDirect(2 * PAGE).alignedSlice(PAGE).limit(PAGE);
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ);
        FileChannel out =
            FileChannel.open(file, StandardOpenOption.WRITE, ExtendedOpenOption.DIRECT)) {
      for (long at = 0; at + PAGE <= in.size(); at += PAGE) {
        if (random.nextBoolean() && in.read(page.clear().limit(PAGE), at) == PAGE) {
          out.write(page.flip(), at);
        }
      }
    }
  }

  /**
   * Shuts a file system down: from now on nothing is written there, nor read.
   *
   * @param file any file on it
   */
  static void shutDown(Path file) {
    Shell.run(List.of("perl", "-e", SHUT_DOWN, file.toString()));
  }
}
