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
package io.atomix.mcast.primitives.map.impl;

import io.atomix.primitive.partition.PartitionId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Puts the changes of several partitions between two moments into one order of messages. A message
 * comes behind all that stand before it in one of its partitions, if there is such an order.
 * Messages that commute may stand in two partitions in different orders: then one comes behind
 * those that have changed one of its entries before it, at least, of which there always is an
 * order, that of the protocol.
 */
final class ChangeOrder {
  private final Map<String, ChangingMessage> messages = new LinkedHashMap<>();

  /** Message and its changes in all partitions. */
  static final class ChangingMessage {
    private final String name;
    private final Map<PartitionId, List<StoredChange>> changes = new LinkedHashMap<>();
    private final List<ChangingMessage> next = new ArrayList<>();
    private final List<ChangingMessage> nextOfKeys = new ArrayList<>();
    private int before;
    private int beforeOfKeys;

    private ChangingMessage(String name) {
      this.name = name;
    }

    String name() {
      return name;
    }

    Map<PartitionId, List<StoredChange>> changes() {
      return changes;
    }

    private boolean isFirst() {
      return before == 0 && beforeOfKeys == 0;
    }
  }

  private ChangeOrder() {}

  /** Returns the messages that have made changes, in their order. */
  static List<ChangingMessage> of(Map<PartitionId, List<StoredChanges>> changes) {
    ChangeOrder order = new ChangeOrder();
    changes.forEach(order::add);
    return order.sorted();
  }

  private void add(PartitionId partition, List<StoredChanges> changes) {
    ChangingMessage last = null;
    Map<String, ChangingMessage> lastOfKey = new HashMap<>();
    for (StoredChanges each : changes) {
      String name = each.message();
      ChangingMessage message =
          messages.computeIfAbsent(
              name == null ? nameOf(partition, each) : name, ChangingMessage::new);
      message.changes.put(partition, each.changes());
      if (last != null) {
        last.next.add(message);
        message.before++;
      }
      last = message;
      Set<ChangingMessage> ofKeys = new LinkedHashSet<>();
      for (StoredChange change : each.changes()) {
        ofKeys.add(lastOfKey.put(change.key(), message));
      }
      ofKeys.remove(null);
      for (ChangingMessage before : ofKeys) {
        before.nextOfKeys.add(message);
        message.beforeOfKeys++;
      }
    }
  }

  /** Returns the name of what no client's operation has changed. */
  private static String nameOf(PartitionId partition, StoredChanges changes) {
    return partition.group() + "/" + partition.id() + "/" + changes.position();
  }

  private List<ChangingMessage> sorted() {
    List<ChangingMessage> sorted = new ArrayList<>(messages.size());
    Set<ChangingMessage> left = new LinkedHashSet<>(messages.values());
    Deque<ChangingMessage> first = new ArrayDeque<>();
    left.stream().filter(ChangingMessage::isFirst).forEach(first::add);
    while (!left.isEmpty()) {
      ChangingMessage message = first.isEmpty() ? firstOfKeys(left) : first.poll();
      if (!left.remove(message)) {
        continue;
      }
      sorted.add(message);
      message.next.forEach(next -> next.before--);
      message.nextOfKeys.forEach(next -> next.beforeOfKeys--);
      Stream.concat(message.next.stream(), message.nextOfKeys.stream())
          .filter(ChangingMessage::isFirst)
          .forEach(first::add);
    }
    return sorted;
  }

  private static ChangingMessage firstOfKeys(Collection<ChangingMessage> left) {
    Iterator<ChangingMessage> all = left.iterator();
    ChangingMessage first = all.next();
    ChangingMessage found = first;
    while (found.beforeOfKeys > 0 && all.hasNext()) {
      found = all.next();
    }
    // The protocol's order has no cycle, so there is one.
    return found.beforeOfKeys > 0 ? first : found;
  }
}
