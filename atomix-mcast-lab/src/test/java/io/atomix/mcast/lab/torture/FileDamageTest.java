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

import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.agent.log.MemberFiles;
import io.atomix.mcast.lab.torture.FileDamage.DamageOutcome;
import io.atomix.mcast.lab.torture.FileDamage.DamagedFile;
import io.atomix.mcast.partition.GenericMulticastPartitionGroup;
import io.atomix.mcast.raft.files.FileFault;
import io.atomix.mcast.raft.files.FilesCheck;
import io.atomix.mcast.testing.RaftGroups;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.utils.memory.MemorySize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the torture holds a node to is what the check of its files can find, and not more. */
class FileDamageTest {
  private static final int ENTRIES = 150;
  private static final int RUNS = Integer.getInteger("mcast.runs", 30);

  @TempDir private Path folder;

  private static TestCluster cluster() {
    return TestCluster.builder(new RaftGroups())
        .withMembers(1)
        .withGroups(
            (directory, members) ->
                List.of(
                    GenericMulticastPartitionGroup.builder(TestCluster.DATA)
                        .withPartitions(1)
                        .withMembers(List.copyOf(members))
                        .withStorageDirectory(directory.resolve("data").toString())
                        .withStorageSegmentSize(MemorySize.from(16 * 1024))
                        .withStorageMaxEntrySize(MemorySize.from(4 * 1024))
                        .withStorageFlushOnCommit(false)
                        .build()))
        .start();
  }

  private static void write(TestCluster cluster) {
    AtomicMap<String, String> map =
        cluster
            .node(1)
            .<String, String>atomicMapBuilder("map")
            .withProtocol(GenericMulticastProtocol.builder(TestCluster.DATA).build())
            .build();
    for (int i = 0; i < ENTRIES; i++) {
      map.put("key-" + i, "value-" + i);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    if (Files.exists(to)) {
      try (Stream<Path> files = Files.walk(to)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.sorted().toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }

  private static List<String> named(Path node) throws IOException {
    List<String> named = new ArrayList<>();
    for (MemberFiles each : MemberFiles.below(node)) {
      for (FileFault fault : FilesCheck.of(each.folder(), each.name(), null).faults()) {
        named.add(fault.toString());
      }
    }
    return named;
  }

  @Test
  void whatIsCertainIsFoundAndTheFileIsNamed() throws IOException {
    long seed = Long.getLong("mcast.seed", ThreadLocalRandom.current().nextInt(1 << 30));
    System.out.println("FileDamageTest damages by seed " + seed);
    Path early = folder.resolve("early");
    Path killed = folder.resolve("killed");
    Path stopped = folder.resolve("stopped");
    try (TestCluster cluster = cluster()) {
      Path data = cluster.folder().resolve("m1").resolve("data");
      write(cluster);
      cluster.stop(1);
      copy(data, early);
      cluster.restart(1);
      write(cluster);
      copy(data, killed);
      cluster.stop(1);
      copy(data, stopped);
    }
    assertThat(named(killed)).isEmpty();
    assertThat(named(stopped)).isEmpty();
    Map<String, Integer> sorts = new TreeMap<>();
    for (Path whole : List.of(killed, stopped)) {
      for (int run = 0; run < RUNS; run++) {
        Path node = folder.resolve("node");
        copy(whole, node);
        FileDamage damage = new FileDamage(new SplittableRandom(seed + run));
        Optional<DamagedFile> done =
            run % 5 == 0 ? damage.replace(node, early) : damage.damage(node);
        DamagedFile damaged = done.orElseThrow();
        List<String> named = named(node);
        DamageOutcome outcome = damaged.outcome(named.isEmpty(), String.join("; ", named));
        assertThat(outcome.isViolation())
            .as("%s, seed %d: %s, named %s", damaged, seed + run, outcome, named)
            .isFalse();
        assertThat(damaged.closed()).isEqualTo(whole.equals(stopped));
        sorts.merge(damaged.sort() + ": " + outcome.name(), 1, Integer::sum);
      }
    }
    sorts.forEach((sort, count) -> System.out.println(count + " " + sort));
    assertThat(sorts.keySet())
        .filteredOn(sort -> sort.endsWith(": NAMED"))
        .hasSizeGreaterThan(5)
        .anyMatch(sort -> sort.contains("after a clean stop, replaced by an older copy"))
        .anyMatch(sort -> sort.startsWith(".log after kill -9"));
  }

  @Test
  void aNodeThatServesOrKeepsSilentThoughItMustKnowIsAViolation() {
    Path file = Path.of("data", "data-multicast-1-3.log");
    DamagedFile certain = new DamagedFile(file, true, "bits flipped at [70]", true);
    DamagedFile possible = new DamagedFile(file, false, "cut at 7000 of 9000", false);
    assertThat(certain.outcome(true, "ready after")).isEqualTo(DamageOutcome.SERVED);
    assertThat(certain.outcome(false, "data-multicast-1-4.log")).isEqualTo(DamageOutcome.NOT_NAMED);
    assertThat(DamageOutcome.SERVED.isViolation() && DamageOutcome.NOT_NAMED.isViolation())
        .isTrue();
    assertThat(certain.outcome(false, "damaged: data-multicast-1-3.log"))
        .isEqualTo(DamageOutcome.NAMED);
    assertThat(possible.outcome(true, "ready after")).isEqualTo(DamageOutcome.NOT_SEEN);
    assertThat(possible.outcome(false, "")).isEqualTo(DamageOutcome.OTHER_NAMED);
    assertThat(possible.sort()).isEqualTo(".log after kill -9, cut");
  }

  @Test
  void aNodeWithoutFilesIsLeftAlone() {
    FileDamage damage = new FileDamage(new SplittableRandom(1));
    assertThat(damage.damage(folder)).isEmpty();
    assertThat(damage.replace(folder, folder)).isEmpty();
  }
}
