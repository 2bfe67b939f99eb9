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

import io.atomix.mcast.observe.ProtocolEvent;
import io.atomix.mcast.observe.StateView;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.wire.Notification;
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
  private final TreeMap<MessageId, StatusChange> remembered = new TreeMap<>();
  private final TreeMap<Long, TreeMap<Long, Notification>> outboxes = new TreeMap<>();
  private final Set<ClientAddress> gone = new HashSet<>();
  private final List<Captured> captured = new ArrayList<>();
  private Loaded loaded = new Loaded("", 0, false);
  private Throwable broken;
  private long stamp = Long.MIN_VALUE;
  private TimersDue timers = TimersDue.NONE;
  private boolean startsEmpty = true;
  private long awaited;
  private boolean fenced;
  private boolean tracing;
  private MessageId failing;
  private final List<ProtocolEvent> traced = new ArrayList<>();
  private StateView state = StateView.EMPTY;
  private GroupCounts counts = GroupCounts.NOTHING;

  /** Returns what was told since the last call. */
  List<Told> take() {
    List<Told> taken = List.copyOf(told);
    told.clear();
    return taken;
  }

  Collection<StatusChange> remembered() {
    return remembered.values();
  }

  /** Returns the notifications that have not been acknowledged, by Raft session and number. */
  TreeMap<Long, TreeMap<Long, Notification>> outboxes() {
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

  /** Returns what cuts of backups have found, and forgets it. */
  List<Captured> takeCaptured() {
    List<Captured> taken = List.copyOf(captured);
    captured.clear();
    return taken;
  }

  /** Returns how far the group has been restored from a backup. */
  Loaded loaded() {
    return loaded;
  }

  /** From now on every message is traced. */
  void trace() {
    tracing = true;
  }

  List<ProtocolEvent> traced() {
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
      traced.add(happened.event());
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
    effects.statuses().forEach(this::stands);
    effects.clients().forEach(this::changed);
    effects.observed().forEach(this::observed);
    captured.addAll(effects.captured());
    loaded = effects.loaded() == null ? loaded : effects.loaded();
    counts = effects.counts();
    timers = effects.timers();
    told.add(new Told.Applied());
  }

  private void stands(StatusChange change) {
    if (change.status() == null) {
      told.add(new Told.Forgotten(change.id()));
      remembered.remove(change.id());
      return;
    }
    told.add(new Told.Stands(change.id(), change.status(), change.destinations()));
    lastUnhurried = change.unhurried();
    if (change.status().state() != MessageStatus.State.ABSENT) {
      remembered.put(
          change.id(),
          new StatusChange(
              change.id(),
              change.status(),
              change.destinations(),
              false,
              false,
              change.whenStable()));
    }
  }

  private void changed(ClientChange change) {
    ClientAddress client = change.client();
    TreeMap<Long, Notification> outbox =
        outboxes.computeIfAbsent(client.raftSession(), id -> new TreeMap<>());
    if (change instanceof ClientChange.Added added) {
      Notification notification = added.notification();
      assertThat(gone)
          .as("the clients that are gone, when %s comes", notification)
          .doesNotContain(client);
      told.add(new Told.ForClient(client, notification));
      assertThat(outbox.isEmpty() || outbox.lastKey() == notification.number() - 1)
          .as("%s has the next number after %s", notification, outbox)
          .isTrue();
      outbox.put(notification.number(), notification);
    } else if (change instanceof ClientChange.Acknowledged received) {
      told.add(new Told.Received(client, received.number()));
      outbox.headMap(received.number(), true).clear();
    } else if (change instanceof ClientChange.Gone) {
      remembered.replaceAll(
          (id, each) ->
              client.equals(each.whenStable())
                  ? new StatusChange(id, each.status(), each.destinations())
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
    contents.statuses().forEach(each -> remembered.put(each.id(), each));
    outboxes.clear();
    for (ClientChange each : contents.undelivered()) {
      Notification notification = ((ClientChange.Added) each).notification();
      outboxes
          .computeIfAbsent(each.client().raftSession(), id -> new TreeMap<>())
          .put(notification.number(), notification);
    }
    counts = contents.counts();
    timers = contents.timers();
  }

  @Override
  public void broken(Throwable reason) {
    broken = reason;
  }
}
