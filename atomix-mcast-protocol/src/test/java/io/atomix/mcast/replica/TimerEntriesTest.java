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
package io.atomix.mcast.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.group.TimersDue;
import io.atomix.mcast.wire.Command;
import io.atomix.utils.concurrent.Scheduled;
import io.atomix.utils.concurrent.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TimerEntriesTest {
  private static final long NEVER = Long.MAX_VALUE;

  private long now = 1_000_000;
  private long dateAhead;
  private boolean leads = true;
  private final TreeMap<Long, Runnable> alarms = new TreeMap<>();
  private final List<List<Command>> appended = new ArrayList<>();
  private CompletableFuture<Void> answer = new CompletableFuture<>();
  private final TimerEntries entries =
      new TimerEntries(
          () -> leads,
          this::append,
          new Clock(),
          () -> now + dateAhead,
          () -> Duration.ofMillis(now).toNanos());

  private CompletableFuture<?> append(List<Command> commands) {
    appended.add(commands);
    return answer;
  }

  /** Sets alarms that {@link #pass} lets go off. */
  private final class Clock implements Scheduler {
    @Override
    public Scheduled schedule(Duration delay, Runnable callback) {
      assertThat(delay).isPositive();
      long at = now + delay.toMillis();
      assertThat(alarms).as("alarms at once").isEmpty();
      alarms.put(at, callback);
      return () -> alarms.remove(at);
    }

    @Override
    public Scheduled schedule(Duration initialDelay, Duration interval, Runnable callback) {
      throw new AssertionError("Nothing is done again and again");
    }
  }

  private void pass(long millis) {
    long end = now + millis;
    while (!alarms.isEmpty() && alarms.firstKey() <= end) {
      now = alarms.firstKey();
      alarms.pollFirstEntry().getValue().run();
    }
    now = end;
  }

  /** The entry that was appended is applied. */
  private void applied(long due, List<String> held) {
    entries.due(new TimersDue(due, held));
    CompletableFuture<Void> before = answer;
    answer = new CompletableFuture<>();
    before.complete(null);
  }

  @Test
  void withoutTimersItDoesNothing() {
    entries.due(new TimersDue(NEVER, List.of()));
    assertThat(alarms).isEmpty();
    pass(1_000_000);
    assertThat(appended).isEmpty();
  }

  @Test
  void anEntryIsAppendedSoonAfterATimerIsDue() {
    entries.due(new TimersDue(now + 500, List.of()));
    pass(499);
    assertThat(appended).isEmpty();
    pass(100);
    assertThat(appended).containsExactly(List.of());
    applied(NEVER, List.of());
    pass(1_000_000);
    assertThat(appended).hasSize(1);
  }

  @Test
  void noEntryIsAppendedForWhatAnotherHasLetRunMeanwhile() {
    entries.due(new TimersDue(now + 500, List.of()));
    pass(520);
    entries.due(new TimersDue(now + 500, List.of()));
    pass(300);
    assertThat(appended).isEmpty();
    pass(300);
    assertThat(appended).hasSize(1);
  }

  @Test
  void anEarlierTimerIsNotOverslept() {
    entries.due(new TimersDue(now + 100_000, List.of()));
    entries.due(new TimersDue(now + 10, List.of()));
    pass(100);
    assertThat(appended).hasSize(1);
  }

  @Test
  void oneEntryIsUnderWayAtATime() {
    entries.due(new TimersDue(now, List.of()));
    pass(5000);
    entries.due(new TimersDue(now, List.of()));
    pass(5000);
    assertThat(appended).hasSize(1);
    applied(now, List.of());
    pass(100);
    assertThat(appended).as("the next was due meanwhile").hasSize(2);
  }

  @Test
  void anEntryThatFailsIsAppendedAgain() {
    entries.due(new TimersDue(now, List.of()));
    pass(100);
    CompletableFuture<Void> failed = answer;
    answer = new CompletableFuture<>();
    failed.completeExceptionally(new IllegalStateException("no majority"));
    pass(100);
    assertThat(appended).hasSize(2);
  }

  @Test
  void theWordForTimersThatWaitNamesTheirPrimitives() {
    entries.due(new TimersDue(NEVER, List.of("a", "b")));
    pass(100);
    assertThat(appended).containsExactly(List.of(new Command.Timers("a"), new Command.Timers("b")));
  }

  @Test
  void whoDoesNotLeadAppendsNothing() {
    leads = false;
    entries.due(new TimersDue(now, List.of()));
    assertThat(alarms).isEmpty();
    leads = true;
    entries.due(new TimersDue(now + 500, List.of()));
    leads = false;
    pass(1000);
    assertThat(appended).isEmpty();
    assertThat(alarms).isEmpty();
    leads = true;
    entries.due(new TimersDue(now - 500, List.of()));
    pass(100);
    assertThat(appended).as("with the first entry of its leadership it hears again").hasSize(1);
  }

  @Test
  void aTimerIsNotOversleptWhenTheDateIsSetForwards() {
    dateAhead = -30_000;
    entries.due(new TimersDue(now + 300, List.of()));
    dateAhead = 0;
    entries.due(new TimersDue(now + 300, List.of()));
    pass(400);
    assertThat(appended).hasSize(1);
  }

  @Test
  void anAlarmThatShouldHaveGoneOffIsSetAnew() {
    entries.due(new TimersDue(now + 300, List.of()));
    now += 10_000;
    entries.due(new TimersDue(now, List.of()));
    assertThat(alarms.firstKey()).isBetween(now, now + 100);
    pass(100);
    assertThat(appended).hasSize(1);
  }

  @Test
  void aTimerInTheFarFutureIsNoOverflow() {
    entries.due(new TimersDue(NEVER - 1, List.of()));
    pass(Duration.ofDays(1).toMillis());
    assertThat(appended).isEmpty();
  }
}
