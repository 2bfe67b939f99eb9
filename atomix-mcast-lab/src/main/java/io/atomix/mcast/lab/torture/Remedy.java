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
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Remedy that the log of a node names when its own files are damaged: with the other members up,
 * {@code mcast log repair} moves the files of the partition away; the node gets them from the
 * others.
 */
final class Remedy {
  private static final Pattern DAMAGED =
      Pattern.compile(
          "The replica of group (\\S+-\\d+) on m\\d+ has (?:stopped|not started):"
              + ".*(lost or damaged|held nothing|remove the files of the partition)");

  private static final Pattern MOVED = Pattern.compile(".*\\.damaged-\\d+");

  private Remedy() {}

  /** The partitions whose files a node has found to be damaged, such as data-1. */
  static SortedSet<String> partitions(String output) {
    SortedSet<String> partitions = new TreeSet<>();
    Matcher matcher = DAMAGED.matcher(output);
    while (matcher.find()) {
      partitions.add(matcher.group(1));
    }
    return partitions;
  }

  /** The command that moves the files of partitions out of a node's folder. */
  static List<String> command(Path node, SortedSet<String> partitions) {
    return List.of("log", "repair", node.toString(), "--partition", String.join(",", partitions));
  }

  /** Deletes what was moved away in a node's folder: it is not needed any more. */
  static void deleteMoved(Path node) {
    try (Stream<Path> files = Files.walk(node)) {
      for (Path moved : files.filter(file -> MOVED.matcher(file.toString()).matches()).toList()) {
        FolderTree.delete(moved);
      }
    } catch (IOException e) {
      throw new CommandException("Cannot delete what was moved away in " + node, e);
    }
  }
}
