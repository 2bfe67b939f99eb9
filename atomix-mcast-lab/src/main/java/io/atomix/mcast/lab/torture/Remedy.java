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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Remedy that the log of a node names when its own files are damaged: with the other members up,
 * remove the files of the partition; it gets them from the others.
 */
final class Remedy {
  private static final Pattern DAMAGED =
      Pattern.compile(
          "The replica of group data-(\\d+) on m\\d+ has (?:stopped|not started):"
              + ".*(lost or damaged|held nothing|remove the files of the partition)");

  private Remedy() {}

  /** The partitions whose files a node has found to be damaged. */
  static SortedSet<Integer> partitions(String output) {
    SortedSet<Integer> partitions = new TreeSet<>();
    Matcher matcher = DAMAGED.matcher(output);
    while (matcher.find()) {
      partitions.add(Integer.valueOf(matcher.group(1)));
    }
    return partitions;
  }

  /** Removes a partition's files from a node's folder. */
  static void remove(Path node, int partition) {
    Path folder = node.resolve("data").resolve("multicast").resolve(String.valueOf(partition));
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new CommandException("Cannot remove the files of a damaged partition, " + folder, e);
    }
  }
}
