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
package io.atomix.mcast.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.observe.Happening;
import io.atomix.mcast.observe.StateView;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.Standing;
import io.atomix.mcast.wire.Item;
import io.atomix.primitive.PrimitiveTypeRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Writes down what it is told, and keeps from it what an exchange and a delivery would keep. */
final class TestHost implements GroupHost {
  private boolean lastUnhurried;
  private final PrimitiveTypeRegistry types = TestType.registry();
  private final List<Told> told = new ArrayList<>();
  private final TreeMap<MessageId, StandingChange> remembered = new TreeMap<>();
  private final TreeMap<Long, TreeMap<Long, Item>> outboxes = new TreeMap<>();
  private final Set<ClientAddress> gone = new HashSet<>();
  private Throwable broken;
  private long stamp = Long.MIN_VALUE;
  private TimersDue timers = TimersDue.NONE;
  private boolean startsEmpty = true;
  private long awaited;
  private boolean fenced;
  private boolean tracing;
  private MessageId failing;
  private final List<Happening> traced = new ArrayList<>();
  private StateView state = StateView.EMPTY;
  private GroupCounts counts = GroupCounts.NOTHING;

  /** Returns what was told since the last call. */
  List<Told> take() {
    List<Told> taken = List.copyOf(told);
    told.clear();
    return taken;
  }

  Collection<StandingChange> remembered() {
    return remembered.values();
  }

  /** Returns the items that have not been acknowledged, by Raft session and number. */
  TreeMap<Long, TreeMap<Long, Item>> outboxes() {
    return outboxes;
  }

  /** From now on the log does not go back to its beginning. */
  void startsBehindASnapshot() {
    startsEmpty = false;
  }

  @Override
  public boolean startsEmpty(long index) {
    return startsEmpty;
  }

  /** The leader has sent a snapshot. */
  void awaits(long snapshot) {
    awaited = snapshot;
  }

  @Override
  public long awaitedSnapshot() {
    return awaited;
  }

  Throwable broken() {
    return broken;
  }

  @Override
  public void hosts(StateView newState, Judge judge) {
    state = newState;
  }

  StateView state() {
    return state;
  }

  GroupCounts counts() {
    return counts;
  }

  /** From now on every message is traced. */
  void trace() {
    tracing = true;
  }

  List<Happening> traced() {
    return traced;
  }

  /** A fault strikes in the middle of the entry that submits this message. */
  void failWith(MessageId id) {
    failing = id;
  }

  @Override
  public boolean traces(MessageId id) {
    if (id.equals(failing)) {
      throw new IllegalStateException("thrown by the test");
    }
    return tracing;
  }

  private void observed(Observed event) {
    if (event instanceof Observed.Traced happened) {
      assertThat(tracing).as("what is told is asked for").isTrue();
      traced.add(happened.happening());
    }
  }

  void setFenced(boolean fenced) {
    this.fenced = fenced;
  }

  /** Sets the clock by which this replica would stamp an entry. */
  void setStamp(long now) {
    stamp = now;
  }

  @Override
  public long stamp() {
    return stamp;
  }

  /** Returns the first stamp with which a timer runs. */
  long timersDue() {
    return timers.stamp();
  }

  /** Returns the primitives whose timers wait for a leader's word. */
  List<String> timersHeld() {
    return timers.held();
  }

  @Override
  public PrimitiveTypeRegistry primitiveTypes() {
    return types;
  }

  @Override
  public boolean isFenced() {
    return fenced;
  }

  /** Returns whether nobody waits for what was said last of a message, if all votes are equal. */
  boolean isUnhurried() {
    return lastUnhurried;
  }

  @Override
  public void applied(GroupEffects effects) {
    effects.fences().forEach(each -> told.add(new Told.Fence(each.member(), each.leadership())));
    effects.standings().forEach(this::stands);
    effects.clients().forEach(this::changed);
    effects.observed().forEach(this::observed);
    counts = effects.counts();
    timers = effects.timers();
    told.add(new Told.Applied());
  }

  private void stands(StandingChange change) {
    if (change.standing() == null) {
      told.add(new Told.Forgotten(change.id()));
      remembered.remove(change.id());
      return;
    }
    told.add(new Told.Stands(change.id(), change.standing(), change.destinations()));
    lastUnhurried = change.unhurried();
    if (change.standing().state() != Standing.State.ABSENT) {
      remembered.put(
          change.id(),
          new StandingChange(
              change.id(), change.standing(), change.destinations(), false, change.whenStable()));
    }
  }

  private void changed(ClientChange change) {
    ClientAddress client = change.client();
    TreeMap<Long, Item> outbox =
        outboxes.computeIfAbsent(client.raftSession(), id -> new TreeMap<>());
    if (change instanceof ClientChange.Added added) {
      Item item = added.item();
      assertThat(gone).as("the clients that are gone, when %s comes", item).doesNotContain(client);
      told.add(new Told.ForClient(client, item));
      assertThat(outbox.isEmpty() || outbox.lastKey() == item.number() - 1)
          .as("%s has the next number after %s", item, outbox)
          .isTrue();
      outbox.put(item.number(), item);
    } else if (change instanceof ClientChange.Received received) {
      told.add(new Told.Received(client, received.number()));
      outbox.headMap(received.number(), true).clear();
    } else if (change instanceof ClientChange.Gone) {
      remembered.replaceAll(
          (id, each) ->
              client.equals(each.whenStable())
                  ? new StandingChange(id, each.standing(), each.destinations())
                  : each);
      told.add(new Told.Gone(client));
      outboxes.remove(client.raftSession());
      gone.add(client);
    }
  }

  @Override
  public void restored(GroupContents contents) {
    assertThat(told).as("a restore tells nothing but the whole").isEmpty();
    remembered.clear();
    contents.standings().forEach(each -> remembered.put(each.id(), each));
    outboxes.clear();
    for (ClientChange each : contents.undelivered()) {
      Item item = ((ClientChange.Added) each).item();
      outboxes
          .computeIfAbsent(each.client().raftSession(), id -> new TreeMap<>())
          .put(item.number(), item);
    }
    counts = contents.counts();
    timers = contents.timers();
  }

  @Override
  public void broken(Throwable reason) {
    broken = reason;
  }
}
