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
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.Standing;
import io.atomix.mcast.wire.Item;
import io.atomix.primitive.PrimitiveTypeRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;

/** Writes down what it is told, and keeps from it what an exchange and a delivery would keep. */
final class TestOutlet implements Outlet {
  private boolean lastUnhurried;
  private final PrimitiveTypeRegistry types = TestType.registry();
  private final List<Told> told = new ArrayList<>();
  private final TreeMap<MessageId, StandingChange> remembered = new TreeMap<>();
  private final TreeMap<Long, TreeMap<Long, Item>> outboxes = new TreeMap<>();
  private final Set<ClientAddress> gone = new HashSet<>();
  private Throwable broken;
  private long stamp = Long.MIN_VALUE;
  private long timersDue = Long.MAX_VALUE;
  private List<String> timersHeld = List.of();
  private boolean startsEmpty = true;
  private long awaited;
  private boolean fenced;
  private boolean tracing;
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
  public void hosting(StateView newState) {
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

  @Override
  public boolean traces(MessageId id) {
    return tracing;
  }

  @Override
  public void traced(long index, Happening happening) {
    assertThat(tracing).as("what is told is asked for").isTrue();
    traced.add(happening);
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

  @Override
  public void timers(long newDue, List<String> held) {
    timersDue = newDue;
    timersHeld = held;
  }

  /** Returns the first stamp with which a timer runs. */
  long timersDue() {
    return timersDue;
  }

  /** Returns the primitives whose timers wait for a leader's word. */
  List<String> timersHeld() {
    return timersHeld;
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
  public void fence(String member, long leadership) {
    told.add(new Told.Fence(member, leadership));
  }

  @Override
  public void stands(
      MessageId id,
      Standing standing,
      SortedSet<GroupId> destinations,
      boolean unhurried,
      ClientAddress whenStable) {
    told.add(new Told.Stands(id, standing, destinations));
    lastUnhurried = unhurried;
    if (standing.state() != Standing.State.ABSENT) {
      remembered.put(id, new StandingChange(id, standing, destinations, false, whenStable));
    }
  }

  @Override
  public void forgotten(MessageId id) {
    told.add(new Told.Forgotten(id));
    remembered.remove(id);
  }

  @Override
  public void item(ClientAddress client, Item item) {
    assertThat(gone).as("the clients that are gone, when %s comes", item).doesNotContain(client);
    told.add(new Told.ForClient(client, item));
    TreeMap<Long, Item> outbox =
        outboxes.computeIfAbsent(client.raftSession(), id -> new TreeMap<>());
    assertThat(outbox.isEmpty() || outbox.lastKey() == item.number() - 1)
        .as("%s has the next number after %s", item, outbox)
        .isTrue();
    outbox.put(item.number(), item);
  }

  @Override
  public void received(ClientAddress client, long number) {
    told.add(new Told.Received(client, number));
    outboxes
        .computeIfAbsent(client.raftSession(), id -> new TreeMap<>())
        .headMap(number, true)
        .clear();
  }

  @Override
  public void gone(ClientAddress client) {
    remembered.replaceAll(
        (id, each) ->
            client.equals(each.whenStable())
                ? new StandingChange(id, each.standing(), each.destinations())
                : each);
    told.add(new Told.Gone(client));
    outboxes.remove(client.raftSession());
    gone.add(client);
  }

  @Override
  public void counted(GroupCounts held) {
    counts = held;
  }

  @Override
  public void applied() {
    told.add(new Told.Applied());
  }

  @Override
  public void restored(List<StandingChange> messages, List<ClientChange> undelivered) {
    assertThat(told).as("a restore tells nothing but the whole").isEmpty();
    remembered.clear();
    messages.forEach(each -> remembered.put(each.id(), each));
    outboxes.clear();
    for (ClientChange each : undelivered) {
      Item item = ((ClientChange.Added) each).item();
      outboxes
          .computeIfAbsent(each.client().raftSession(), id -> new TreeMap<>())
          .put(item.number(), item);
    }
  }

  @Override
  public void broken(Throwable reason) {
    broken = reason;
  }
}
