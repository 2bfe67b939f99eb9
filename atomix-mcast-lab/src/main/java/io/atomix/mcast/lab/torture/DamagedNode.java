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
import io.atomix.mcast.lab.torture.FileDamage.DamagedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Damages a file of a node between its end and its start. The node has to name the file and not to
 * serve from it; or, where an end of its log that was damaged cannot be told from one that was
 * never written, to get it from the others. One node at a time, and only while the others have
 * everything.
 */
final class DamagedNode {
  private final Members members;
  private final Disks disks;
  private final Path folder;
  private final Summary summary;
  private final RunLog log;

  DamagedNode(Members members, Disks disks, Path folder, Summary summary, RunLog log) {
    this.members = members;
    this.disks = disks;
    this.folder = folder;
    this.summary = summary;
    this.log = log;
  }

  /**
   * Does it; returns when the node is ready again.
   *
   * @return whether a file was damaged
   */
  boolean run(Fault fault) {
    int node = fault.first();
    if (!members.awaitAll()) {
      return false;
    }
    SplittableRandom random = new SplittableRandom(fault.length().toMillis());
    Optional<DamagedFile> damaged = Optional.empty();
    if (fault.form() == Fault.Form.AGE_STOPPED_FILE || fault.form() == Fault.Form.AGE_KILLED_FILE) {
      end(fault);
      Path older = copy(node);
      members.startIfDead(node);
      if (!members.awaitAll()) {
        return false;
      }
      ProcessWait.pause(fault.length());
      end(fault);
      damaged = new FileDamage(random).replace(disks.folder(node), older);
    } else {
      end(fault);
    }
    // What the node gives up now, the others have to have.
    if (members.othersHaveAll(node)) {
      damaged = damaged.or(() -> new FileDamage(random).damage(disks.folder(node)));
    }
    damaged.ifPresent(file -> log.say("m%d: %s %s", node, file.file(), file.how()));
    members.startIfDead(node);
    damaged.ifPresent(file -> judge(node, file));
    return members.awaitAll() && damaged.isPresent();
  }

  private void end(Fault fault) {
    if (fault.form() == Fault.Form.DAMAGE_STOPPED_FILE
        || fault.form() == Fault.Form.AGE_STOPPED_FILE) {
      members.stop(fault.first());
    } else {
      members.program(fault.first()).kill();
    }
  }

  private void judge(int node, DamagedFile damaged) {
    members.awaitReadyOrDead(node);
    Program program = members.program(node);
    FileDamage.DamageOutcome outcome = damaged.outcome(program.isAlive(), program.output());
    if (outcome.isViolation()) {
      summary.violation();
      log.say("VIOLATION m%d: %s: %s", node, outcome, damaged);
    } else {
      summary.note(outcome + ": " + damaged.sort());
    }
  }

  /** Returns a copy of the node's files, in place of the one before. */
  private Path copy(int node) {
    Path from = disks.folder(node);
    Path to = folder.resolve("older").resolve("m" + node);
    try {
      if (Files.exists(to)) {
        FolderTree.delete(to);
      }
      Files.createDirectories(to.getParent());
      try (Stream<Path> files = Files.walk(from)) {
        List<Path> all = files.sorted().toList();
        for (Path file : all) {
          Files.copy(file, to.resolve(from.relativize(file)));
        }
      }
      return to;
    } catch (IOException e) {
      throw new CommandException("Cannot copy the files of m" + node, e);
    }
  }
}
