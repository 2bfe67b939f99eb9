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
import java.time.Duration;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/** Restarts nodes on the other build, while clients go on. */
final class Upgrades {
  private static final String SEAL = ".seal";

  private final Members members;
  private final Software software;
  private final Disks disks;
  private final RunLog log;

  Upgrades(Members members, Software software, Disks disks, RunLog log) {
    this.members = members;
    this.software = software;
    this.disks = disks;
    this.log = log;
  }

  /**
   * Restarts all on the present build, one after the other, also those that have it.
   *
   * @param between how long each is there before the next is stopped
   */
  void upgradeAll(Duration between) {
    members.numbers().forEach(node -> restart(node, software::upgrade, between));
  }

  /**
   * Restarts some on the earlier build, one after the other. One that meets what it cannot read has
   * to say so, and is given the present build again.
   */
  void downgrade(List<Integer> nodes, Duration between) {
    nodes.forEach(
        node ->
            restart(
                node,
                number -> {
                  removeSeals(disks.folder(number));
                  software.downgrade(number);
                },
                between));
  }

  private void restart(int node, IntConsumer change, Duration between) {
    members.stop(node);
    change.accept(node);
    members.startIfDead(node);
    members.awaitAll();
    log.say("m%d is back, on %s", node, software.build(node).name());
    ProcessWait.pause(between);
  }

  /** As docs/formats.md says: a build that does not know them leaves them as they were. */
  static void removeSeals(Path node) {
    try (Stream<Path> files = Files.walk(node)) {
      for (Path file : files.filter(path -> path.toString().endsWith(SEAL)).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new CommandException("Cannot remove the seals in " + node, e);
    }
  }
}
