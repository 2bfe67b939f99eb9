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
package io.atomix.mcast.agent.migrate;

import io.atomix.core.Atomix;
import io.atomix.core.election.LeaderElector;
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.time.LocalTime;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.protocol.ProxyProtocol;
import io.atomix.utils.time.Versioned;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Remembers in the management group which way each primitive was moved, and sees to it that one
 * command at a time moves it. Used by one thread.
 */
public final class MigrationRecords implements AutoCloseable {
  /** A map from the name of a primitive to its {@link MoveRecord}. */
  static final String RECORDS = "mcast-migrations";

  /** An elector with the name of a primitive as topic: who leads may move it. */
  static final String RUNS = "mcast-migration-runs";

  /** Names of the primitives that it uses, which are in the management group. */
  public static final Set<String> NAMES = Set.of(RECORDS, RUNS);

  /** Longer than a session lives whose client was killed. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final String name;
  private final String run = UUID.randomUUID().toString();
  private final AtomicMap<String, String> records;
  private final LeaderElector<String> runs;
  private boolean ours;
  private long looked;

  /** Creates access to the record of one primitive. */
  MigrationRecords(Atomix node, String name) {
    this.name = name;
    ProxyProtocol protocol = node.getPartitionService().getSystemPartitionGroup().newProtocol();
    records = node.<String, String>atomicMapBuilder(RECORDS).withProtocol(protocol).build();
    runs = node.<String>leaderElectorBuilder(RUNS).withProtocol(protocol).build();
  }

  /**
   * Waits until no other command moves the primitive.
   *
   * @throws CommandException if another one goes on
   */
  void claim(MigrationProgress progress) throws InterruptedException {
    long end = LocalTime.nanos() + PATIENCE.toNanos();
    runs.run(name, run);
    while (!isOurs()) {
      if (LocalTime.nanos() - end > 0) {
        throw new CommandException(
            "Another mcast migrate moves %s, and has for %d s: stop that one first"
                .formatted(name, PATIENCE.toSeconds()));
      }
      progress.at(
          "waits for another mcast migrate of it to end (one that was killed is forgotten after"
              + " some seconds)");
      Thread.sleep(PAUSE.toMillis());
    }
  }

  /**
   * Makes sure that no other command has taken over; asks the cluster once in a second at most.
   *
   * @throws CommandException if one has
   */
  void check() {
    long now = LocalTime.nanos();
    if (now - looked > Duration.ofSeconds(1).toNanos()) {
      looked = now;
      if (!isOurs()) {
        throw new CommandException(
            "Another mcast migrate has taken %s over, since this one was cut off for long; nothing"
                    .formatted(name)
                + " is lost");
      }
    }
  }

  /** Returns the record; nothing if the primitive was never moved. */
  Optional<MoveRecord> last() {
    return Optional.ofNullable(Versioned.valueOrNull(records.get(name))).map(MoveRecord::parse);
  }

  /** Keeps a record instead of the last; tries again while the group does not answer. */
  void keep(MoveRecord record) throws InterruptedException {
    long end = LocalTime.nanos() + PATIENCE.toNanos();
    while (true) {
      try {
        records.put(name, record.text());
        return;
      } catch (PrimitiveException e) {
        if (LocalTime.nanos() - end > 0) {
          throw new CommandException(
              "The management group does not answer, so that it is not kept which way %s was moved; begin again"
                  .formatted(name),
              e);
        }
        Thread.sleep(PAUSE.toMillis());
      }
    }
  }

  @Override
  public void close() {
    runs.async().withdraw(name, run);
    records.async().close();
    runs.async().close();
  }

  /** Returns whether this run leads; as it was last known if the group does not answer just now. */
  private boolean isOurs() {
    try {
      var leadership = runs.getLeadership(name);
      ours =
          leadership != null && leadership.leader() != null && run.equals(leadership.leader().id());
    } catch (PrimitiveException e) {
      return ours;
    }
    return ours;
  }
}
