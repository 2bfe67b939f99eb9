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
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.stream.Stream;

/** Looks at the files of nodes' logs: at which entry each of their segments begins. */
final class Logs {
  /** Version and id of the segment come before the index of its first entry. */
  private static final int INDEX_POSITION = Integer.BYTES + Long.BYTES;

  private final Disks disks;

  Logs(Disks disks) {
    this.disks = disks;
  }

  /** The first entry of a node's log of a partition. */
  long first(int node, int partition) {
    return segments(node, partition).getMin();
  }

  /** The first entry of the last segment of it. */
  long last(int node, int partition) {
    return segments(node, partition).getMax();
  }

  private LongSummaryStatistics segments(int node, int partition) {
    Path folder =
        disks.folder(node).resolve("data").resolve("multicast").resolve(String.valueOf(partition));
    List<Long> indexes = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".log")).toList()) {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
          in.skipNBytes(INDEX_POSITION);
          indexes.add(in.readLong());
        } catch (NoSuchFileException | EOFException e) {
          // Dropped meanwhile, or just being made.
        }
      }
    } catch (IOException e) {
      throw new CommandException("Cannot look at the log of m" + node + " in " + folder, e);
    }
    return indexes.stream()
        .filter(index -> index > 0)
        .mapToLong(Long::longValue)
        .summaryStatistics();
  }
}
