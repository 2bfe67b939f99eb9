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

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.wire.Command;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OrdersTest {
  private static final GroupId GROUP = new GroupId("data", 1);

  private final List<Entry.OrderEntry> failed = new ArrayList<>();
  private final RecordingLog log = new RecordingLog();
  private long now;
  private long messages;
  private final Orders orders = new Orders(GROUP, log, Runnable::run, failed::add, () -> now);

  private static final class RecordingLog implements OwnLog {
    private final Deque<CompletableFuture<Void>> underWay = new ArrayDeque<>();
    private final List<List<Command>> appended = new ArrayList<>();
    private int beside;

    @Override
    public CompletableFuture<?> append(List<Command> commands) {
      CompletableFuture<Void> appending = new CompletableFuture<>();
      appended.add(commands);
      underWay.add(appending);
      return appending;
    }

    @Override
    public CompletableFuture<?> appendBeside(List<Command> commands) {
      beside++;
      return append(commands);
    }
  }

  private Entry.OrderEntry order() {
    messages++;
    Entry.Execute order = new Entry.Execute(new MessageId(1, 1, messages), messages, true);
    orders.add(order);
    orders.appendNext();
    return order;
  }

  private void done(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
    log.underWay.remove().complete(null);
  }

  private void thirtyTwo(long millis) {
    for (int i = 0; i < 32; i++) {
      order();
      done(millis);
    }
    log.appended.clear();
  }

  @Test
  void whatGathersWhileAnEntryIsUnderWayGoesTogether() {
    thirtyTwo(3);
    order();
    order();
    order();
    assertThat(log.underWay).hasSize(1);
    done(3);
    assertThat(log.appended).extracting(List::size).containsExactly(1, 2);
    assertThat(log.beside).isZero();
  }

  @Test
  void whereTheOthersAreFarAwayThreeEntriesGoBesideEachOther() {
    thirtyTwo(4);
    order();
    order();
    order();
    order();
    order();
    assertThat(log.appended).extracting(List::size).containsExactly(1, 1, 1);
    assertThat(log.beside).isEqualTo(2);
    done(4);
    assertThat(log.appended).extracting(List::size).containsExactly(1, 1, 1, 2);
  }

  @Test
  void oneQuickEntrySaysThatTheOthersAreNear() {
    thirtyTwo(40);
    order();
    done(1);
    order();
    order();
    assertThat(log.underWay).hasSize(1);
    done(40);
    done(40);
    thirtyTwo(40);
    order();
    order();
    assertThat(log.underWay).hasSize(2);
  }

  @Test
  void whatMayNotHaveBeenAppendedIsTold() {
    thirtyTwo(4);
    Entry.OrderEntry first = order();
    Entry.OrderEntry second = order();
    log.underWay.removeLast().completeExceptionally(new IllegalStateException("gone"));
    assertThat(failed).containsExactly(second);
    log.underWay.remove().completeExceptionally(new IllegalStateException("gone"));
    assertThat(failed).containsExactly(second, first);
    Entry.OrderEntry third = order();
    assertThat(log.appended).last().isEqualTo(List.of(new Command.Order(third)));
  }
}
