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
package io.atomix.mcast.exchange;

import io.atomix.mcast.fakeraft.ServiceOnRaft;
import io.atomix.mcast.group.Captured;
import io.atomix.mcast.group.ClientChange;
import io.atomix.mcast.group.GroupContents;
import io.atomix.mcast.group.GroupEffects;
import io.atomix.mcast.group.GroupHost;
import io.atomix.mcast.group.GroupService;
import io.atomix.mcast.group.StatusChange;
import io.atomix.mcast.simulation.World;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.primitive.PrimitiveTypeRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A replica: the real service and the real exchange, fed from its group's log. */
final class SimReplica implements GroupHost {
  static final Duration RESEND = Duration.ofMillis(100);
  static final Duration REFUSAL = Duration.ofSeconds(2);

  private final World world;
  private final SimGroup group;
  private final History history;
  private final String member;
  private final long raftSession;
  private final UUID leaderClient;
  private final JournalType journal = new JournalType();
  private final ServiceOnRaft raft;
  private final Exchange exchange;
  private Collection<StatusChange> restoredMessages = List.of();
  private CompletableFuture<Integer> tracked;
  private int applied;
  private boolean applying;
  private boolean leads;

  SimReplica(
      World world,
      SimGroup group,
      Network network,
      History history,
      String member,
      long raftSession) {
    this.history = history;
    this.world = world;
    this.group = group;
    this.member = member;
    this.raftSession = raftSession;
    this.leaderClient = new UUID(world.random().nextLong(), world.random().nextLong());
    this.exchange =
        new Exchange(
            group.id(),
            network.from(group.id()),
            this::append,
            world.serialExecutor(),
            RESEND,
            REFUSAL,
            Duration.ofMillis(5),
            (delay, task) -> world.in(delay.toNanos(), task),
            world::now,
            (client, sequences) -> {});
    this.raft =
        new ServiceOnRaft(member, () -> GroupService.type(group.id(), this).newService(null));
  }

  String member() {
    return member;
  }

  Exchange exchange() {
    return exchange;
  }

  List<Long> journal() {
    return journal.entries();
  }

  void tick() {
    exchange.tick();
  }

  /** From now on this replica believes that it leads, or that it does not. */
  void lead(boolean now) {
    if (leads != now) {
      leads = now;
      exchange.leading(now);
    }
  }

  boolean leads() {
    return leads;
  }

  /** The log has grown. */
  void wake() {
    if (!applying && applied < group.log().length()) {
      applying = true;
      world.in(world.fault(0.01) ? world.upTo(1500) : world.upTo(6), this::applyNext);
    }
  }

  private void applyNext() {
    applied++;
    int before = journal.entries().size();
    group.applied(applied, raft.apply(applied, group.log().entry(applied)));
    List<Long> all = journal.entries();
    all.subList(before, all.size()).forEach(number -> group.executed(number));
    applying = false;
    wake();
  }

  /** Replaces the service by one that has its snapshot, as Raft does now and then. */
  void restore() {
    raft.restoreInPlace();
  }

  /** Returns the multicast messages that the present state holds or remembers. */
  Collection<StatusChange> remembered() {
    restore();
    return restoredMessages;
  }

  boolean hasAppliedAll() {
    return applied == group.log().length();
  }

  /** Asks the exchange how many messages it tracks, which {@link #tracked} tells a little later. */
  void count() {
    tracked = exchange.size();
  }

  int tracked() {
    return tracked.join();
  }

  private CompletableFuture<?> append(List<Command> commands) {
    byte[] batch = new Batch(leaderClient, 0, 0, commands).encode();
    if (world.fault(0.1)) {
      return CompletableFuture.failedFuture(
          new IllegalStateException("Lost before it was appended"));
    }
    CompletableFuture<byte[]> answer = group.append(raftSession, member, batch);
    return world.fault(0.1)
        ? answer.thenApply(
            bytes -> {
              throw new CompletionException(new IllegalStateException("The answer was lost"));
            })
        : answer;
  }

  @Override
  public PrimitiveTypeRegistry primitiveTypes() {
    return journal;
  }

  @Override
  public boolean isFenced() {
    return leads;
  }

  @Override
  public void applied(GroupEffects effects) {
    for (Captured captured : effects.captured()) {
      history.captured(captured, JournalType.count(captured.state()));
    }
    if (effects.blocked()) {
      exchange.hurry();
    }
    for (ClientChange change : effects.clients()) {
      if (change instanceof ClientChange.Added added) {
        group.notification(added.client().raftSession(), added.notification());
      }
    }
    if (!effects.statuses().isEmpty()) {
      exchange.applied(effects.statuses());
    }
  }

  @Override
  public void restored(GroupContents contents) {
    restoredMessages = contents.statuses();
    exchange.restored(contents.statuses());
  }

  @Override
  public void broken(Throwable reason) {
    throw new AssertionError("A replica of group " + group.id() + " cannot be restored", reason);
  }
}
