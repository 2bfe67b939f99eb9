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
package io.atomix.mcast.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.raft.files.FileFault;
import io.atomix.mcast.raft.files.FilesCheck;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.TestCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The files of a cluster's data group: segments of logs, and snapshots. */
final class LogFiles {
  private static final Duration COMPACTION_LIMIT = Duration.ofSeconds(80);

  private final TestCluster cluster;

  LogFiles(TestCluster cluster) {
    this.cluster = cluster;
  }

  /** Where the replica of a partition on a member has its files. */
  Path folder(int member, int partition) {
    return cluster
        .folder()
        .resolve("m" + member)
        .resolve(TestCluster.DATA)
        .resolve("multicast")
        .resolve(String.valueOf(partition));
  }

  /**
   * The snapshot of a replica, of which there must be one; while the replica takes a new one, the
   * old one is there as well.
   */
  Path snapshot(int member, int partition) {
    return Await.until(
            "one snapshot of partition " + partition + " on m" + member,
            () -> list(member, partition, ".snapshot"),
            found -> found.size() == 1)
        .get(0);
  }

  /** The file of a replica's log that is written last. */
  Path lastOfLog(int member, int partition) {
    return list(member, partition, ".log").stream()
        .max(Comparator.comparingInt(file -> number(file.getFileName().toString())))
        .orElseThrow();
  }

  private static int number(String name) {
    return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1, name.lastIndexOf('.')));
  }

  /** The term and the vote of a replica. */
  Path meta(int member, int partition) {
    return list(member, partition, ".meta").get(0);
  }

  byte[] term(int member, int partition) {
    try {
      return Files.readAllBytes(meta(member, partition));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is found to be damaged of a replica that does not run. */
  List<FileFault> faults(int member, int partition) {
    String name = TestCluster.DATA + "-multicast-" + partition;
    try {
      return FilesCheck.of(folder(member, partition), name, null).faults();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes all that the replica of a partition on a member has. */
  void remove(int member, int partition) {
    try (Stream<Path> files = Files.walk(folder(member, partition))) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<Path> list(int member, int partition, String ending) {
    try (Stream<Path> files = Files.list(folder(member, partition))) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes snapshots on all members that run, and waits until they have deleted logs. */
  void compact() {
    Map<String, TreeSet<Path>> before = segments();
    assertThat(before)
        .allSatisfy(
            (replica, files) ->
                assertThat(files).as("files of the log of " + replica).hasSizeGreaterThan(2));
    long began = System.nanoTime();
    running()
        .forEach(
            member -> {
              for (int partition = 1; partition <= 3; partition++) {
                Inside.partition(cluster.node(member), partition).server().compact();
              }
            });
    Await.until(
        "every replica has deleted a part of its log",
        COMPACTION_LIMIT,
        () -> {
          Map<String, TreeSet<Path>> now = segments();
          List<String> whole = new ArrayList<>(before.keySet());
          whole.removeIf(replica -> !now.get(replica).containsAll(before.get(replica)));
          return whole;
        },
        List::isEmpty);
    System.out.println("segments deleted after " + (System.nanoTime() - began) / 1_000_000 + " ms");
  }

  private Map<String, TreeSet<Path>> segments() {
    Map<String, TreeSet<Path>> segments = new TreeMap<>();
    running()
        .forEach(
            member -> {
              for (int partition = 1; partition <= 3; partition++) {
                segments.put(
                    "m" + member + "/" + partition, new TreeSet<>(list(member, partition, ".log")));
              }
            });
    return segments;
  }

  private Stream<Integer> running() {
    return IntStream.rangeClosed(1, cluster.size()).filter(cluster::isRunning).boxed();
  }
}
