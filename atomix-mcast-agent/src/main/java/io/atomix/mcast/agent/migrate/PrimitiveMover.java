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
import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.client.ClientNode;
import io.atomix.mcast.partition.GenericMulticastPartitionGroup;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.partition.PartitionGroup;
import io.atomix.primitive.partition.Partitioner;
import io.atomix.protocols.raft.partition.RaftPartitionGroup;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Makes sure that a move may be made before anything is changed, and makes it. */
final class PrimitiveMover {
  private final ClientNode client;
  private final Atomix node;
  private final MovePlan plan;
  private final MigrationProgress progress;

  /** Creates what makes one move, once. */
  PrimitiveMover(ClientNode client, MovePlan plan, MigrationProgress progress) {
    this.client = client;
    this.node = client.atomix();
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Moves the primitive.
   *
   * @param words makes the word that the old programs have stopped, from what counts them
   * @return whether both sides are the same in the end
   * @throws CommandException if it must not be moved, and nothing was changed; or if it could not
   *     be brought to an end
   */
  boolean move(Function<OldClients, CutoverWord> words) throws InterruptedException {
    checkGroup(client.group(plan.from()));
    checkGroup(client.group(plan.to()));
    String known = knownType();
    MovableTypes.TableOpener opener = MovableTypes.opener(plan.name(), known);
    if (known.equals("atomic-counter-map") && plan.keys() == null) {
      throw new CommandException(
          plan.name()
              + " is an atomic-counter-map, whose keys Atomix does not tell: name them in a file,"
              + " one a line, with --keys");
    }
    GroupAccess access = new GroupAccess(node, plan.from(), Partitioner.MURMUR3);
    OldClients others = new OldClients(node, plan.name(), access);
    CutoverWord word = words.apply(others);
    try (MigrationRecords records = new MigrationRecords(node, plan.name())) {
      checkRecord(records.last());
      records.claim(progress);
      PrimitiveType<?, ?, ?> type = node.getPrimitiveType(known);
      List<String> keys = plan.keys() == null ? List.of() : plan.keys();
      TargetTable<?, ?> target =
          opener.open(
              new GroupAccess(node, plan.to(), Partitioner.MURMUR3), plan.name(), type, keys);
      try {
        checkTarget(target, records.last());
        SourceTable<?, ?> source = opener.open(access, plan.name(), type, keys);
        try {
          introduce(known);
          return migration(source, target, access, records, others).run(word);
        } finally {
          source.close();
        }
      } finally {
        target.close();
      }
    }
  }

  /** Both tables were opened by one opener, so they have the same kinds of keys and contents. */
  @SuppressWarnings("unchecked")
  private Migration<Object, Object> migration(
      SourceTable<?, ?> source,
      TargetTable<?, ?> target,
      GroupAccess access,
      MigrationRecords records,
      OldClients others) {
    return new Migration<>(
        new MoveRecord(plan.from(), plan.to(), false),
        (SourceTable<Object, Object>) source,
        (TargetTable<Object, Object>) target,
        access::losses,
        records,
        others,
        progress);
  }

  private static void checkGroup(PartitionGroup group) {
    boolean known =
        group instanceof RaftPartitionGroup || group instanceof GenericMulticastPartitionGroup;
    if (!known) {
      throw new CommandException(
          "Partition group %s is of type %s; primitives are moved between raft and generic-multicast groups"
              .formatted(group.name(), group.type().name()));
    }
  }

  private String knownType() throws InterruptedException {
    Optional<String> known = KnownTypes.of(node, plan.name());
    if (known.isEmpty()) {
      throw new CommandException(
          "The cluster has no primitive '%s': nothing was moved; is the name as in the program?"
              .formatted(plan.name()));
    }
    if (plan.type() != null && !known.get().equals(plan.type())) {
      throw new CommandException(
          "%s is of type %s, not %s: nothing was moved; leave --type out"
              .formatted(plan.name(), known.get(), plan.type()));
    }
    return known.get();
  }

  private void checkRecord(Optional<MoveRecord> last) {
    if (last.isEmpty()) {
      return;
    }
    boolean forth = last.get().from().equals(plan.from()) && last.get().to().equals(plan.to());
    boolean back = last.get().from().equals(plan.to()) && last.get().to().equals(plan.from());
    if (forth && last.get().done() && !plan.again()) {
      throw new CommandException(
          "%s was moved from %s to %s before, and what was written there since would be lost: nothing was moved. For the way back use --reverse; to overwrite it all the same use --again"
              .formatted(plan.name(), plan.from(), plan.to()));
    }
    if (back && !last.get().done()) {
      throw new CommandException(
          "A move of %s from %s to %s was begun and not finished, so %s has not all of it: nothing was moved. Finish that one first, or go on with %s"
              .formatted(plan.name(), plan.to(), plan.from(), plan.from(), plan.to()));
    }
  }

  private void checkTarget(TargetTable<?, ?> target, Optional<MoveRecord> last)
      throws InterruptedException {
    if (Migration.isEmpty(target)) {
      return;
    }
    List<String> groups = last.map(move -> List.of(move.from(), move.to())).orElse(List.of());
    if (!groups.containsAll(List.of(plan.from(), plan.to()))) {
      throw new CommandException(
          "%s is not empty in %s, and no move from %s was begun: nothing was moved. Clear it there first"
              .formatted(plan.name(), plan.to(), plan.from()));
    }
    progress.say(
        groups.get(1).equals(plan.from())
            ? "%s has what was left there by the move to %s; it is made the same"
                .formatted(plan.to(), plan.from())
            : "begun again: %s has what was copied before".formatted(plan.to()));
  }

  private void introduce(String type) {
    progress.say("%s, from %s, which is only read, to %s".formatted(type, plan.from(), plan.to()));
    if (type.endsWith("map") && !type.contains("counter")) {
      progress.say(
          "versions start anew in %s; times to live cannot be read, so entries come without one (those that end meanwhile are taken away there, too)"
              .formatted(plan.to()));
    } else if (type.contains("tree")) {
      progress.say("versions start anew in " + plan.to());
    }
  }
}
