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

import static java.util.Map.entry;

import io.atomix.core.counter.impl.AtomicCounterProxy;
import io.atomix.core.counter.impl.AtomicCounterService;
import io.atomix.core.map.impl.AtomicCounterMapProxy;
import io.atomix.core.map.impl.AtomicCounterMapService;
import io.atomix.core.map.impl.AtomicMapProxy;
import io.atomix.core.map.impl.AtomicMapService;
import io.atomix.core.map.impl.AtomicNavigableMapProxy;
import io.atomix.core.map.impl.AtomicTreeMapService;
import io.atomix.core.multimap.impl.AtomicMultimapProxy;
import io.atomix.core.multimap.impl.AtomicMultimapService;
import io.atomix.core.set.impl.DistributedNavigableSetProxy;
import io.atomix.core.set.impl.DistributedSetProxy;
import io.atomix.core.set.impl.DistributedSetService;
import io.atomix.core.set.impl.DistributedTreeSetService;
import io.atomix.core.tree.impl.AtomicDocumentTreeProxy;
import io.atomix.core.tree.impl.DocumentTreeService;
import io.atomix.core.value.impl.AtomicValueProxy;
import io.atomix.core.value.impl.AtomicValueService;
import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.client.StoredBytes;
import io.atomix.primitive.PrimitiveRegistry;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.proxy.ProxyClient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** Knows which types of primitives can be moved, how they are opened, and what to do of others. */
final class MovableTypes {
  private static final PrimitiveRegistry REGISTRY = new AssumedRegistry();
  private static final TableOpener MAP = MovableTypes::map;
  private static final TableOpener SORTED_MAP = MovableTypes::sortedMap;
  private static final TableOpener SORTED_SET = MovableTypes::sortedSet;
  private static final TableOpener MULTIMAP = MovableTypes::multimap;
  private static final TableOpener VALUE = MovableTypes::value;
  private static final TableOpener COUNTER =
      (at, name, type, keys) -> counter(at, name, type, Objects::equals);

  /** Its counter is the highest id that was given away in a block; ids go on above it. */
  private static final TableOpener ID_GENERATOR =
      (at, name, type, keys) ->
          counter(at, name, type, (old, now) -> old == null || (now != null && now >= old));

  private static final Map<String, TableOpener> OPENERS =
      new TreeMap<>(
          Map.ofEntries(
              entry("atomic-map", MAP),
              entry("map", MAP),
              entry("atomic-sorted-map", SORTED_MAP),
              entry("atomic-navigable-map", SORTED_MAP),
              entry("sorted-map", SORTED_MAP),
              entry("navigable-map", SORTED_MAP),
              entry("atomic-counter-map", MovableTypes::counterMap),
              entry("set", MovableTypes::set),
              entry("sorted-set", SORTED_SET),
              entry("navigable-set", SORTED_SET),
              entry("atomic-multimap", MULTIMAP),
              entry("multimap", MULTIMAP),
              entry("atomic-value", VALUE),
              entry("value", VALUE),
              entry("atomic-counter", COUNTER),
              entry("counter", COUNTER),
              entry("atomic-id-generator", ID_GENERATOR),
              entry("atomic-document-tree", MovableTypes::tree)));

  private static final String NOTHING =
      "nothing to move: it is held by sessions, which end with their programs; let every program"
          + " that uses it change to the new group at the same time";
  private static final String QUEUE =
      "its elements have an order or owners that cannot be copied while it is used: let producers"
          + " write to the new one, let consumers take from the old one until it is empty, and then"
          + " from the new one";
  private static final String LIST =
      "Atomix does not tell where in it something changes: stop what writes to it, read it with a"
          + " program, and write what was read to the new one";

  private static final Map<String, String> ADVICE =
      Map.ofEntries(
          entry("lock", NOTHING),
          entry("atomic-lock", NOTHING),
          entry("semaphore", NOTHING),
          entry("atomic-semaphore", NOTHING),
          entry("leader-election", NOTHING),
          entry("leader-elector", NOTHING),
          entry("cyclic-barrier", NOTHING),
          entry("transaction", NOTHING),
          entry("work-queue", QUEUE),
          entry("queue", QUEUE),
          entry("list", LIST),
          entry("multiset", LIST),
          entry("collection", LIST));

  private MovableTypes() {}

  /** Opens a primitive of one type in a group. */
  @FunctionalInterface
  interface TableOpener {
    /**
     * Returns the primitive, connected.
     *
     * @param keys the keys of a counter map, as they are stored; empty for other types
     */
    TargetTable<?, ?> open(
        GroupAccess at, String name, PrimitiveType<?, ?, ?> type, List<String> keys)
        throws InterruptedException;
  }

  /**
   * Returns what opens primitives of a type.
   *
   * @throws CommandException if primitives of that type cannot be moved; says what to do
   */
  static TableOpener opener(String name, String type) {
    TableOpener opener = OPENERS.get(type);
    if (opener != null) {
      return opener;
    }
    String advice = ADVICE.get(type);
    throw new CommandException(
        advice != null
            ? "%s is of type %s: %s".formatted(name, type, advice)
            : "%s: '%s' is no type that can be moved; there are %s"
                .formatted(name, type, String.join(", ", OPENERS.keySet())));
  }

  private static <S> ProxyClient<S> watched(GroupAccess at, ProxyClient<S> client) {
    at.watch(client);
    return client;
  }

  private static TargetTable<?, ?> map(
      GroupAccess at, String name, PrimitiveType<?, ?, ?> type, List<String> keys)
      throws InterruptedException {
    @SuppressWarnings({"unchecked", "rawtypes"})
    ProxyClient<AtomicMapService<String>> client =
        (ProxyClient) at.client(name, type, AtomicMapService.class);
    var map = Scans.result(new AtomicMapProxy(client, REGISTRY).connect());
    watched(at, client);
    return new MapTable<>(map, ShownKeys::show);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static TargetTable<?, ?> sortedMap(
      GroupAccess at, String name, PrimitiveType<?, ?, ?> type, List<String> keys)
      throws InterruptedException {
    ProxyClient<AtomicTreeMapService> client = at.client(name, type, AtomicTreeMapService.class);
    var map = new AtomicNavigableMapProxy(client, REGISTRY);
    Scans.result(map.connect());
    watched(at, client);
    return new MapTable<Comparable<?>>(map, String::valueOf);
  }

  private static TargetTable<?, ?> counterMap(
      GroupAccess at, String name, PrimitiveType<?, ?, ?> type, List<String> keys)
      throws InterruptedException {
    ProxyClient<AtomicCounterMapService> client =
        at.client(name, type, AtomicCounterMapService.class);
    var counters = Scans.result(new AtomicCounterMapProxy(client, REGISTRY).connect());
    watched(at, client);
    return new CounterMapTable(counters, keys, name + " in " + at.group());
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static TargetTable<?, ?> set(
      GroupAccess at, String name, PrimitiveType<?, ?, ?> type, List<String> keys)
      throws InterruptedException {
    ProxyClient<DistributedSetService<String>> client =
        (ProxyClient) at.client(name, type, DistributedSetService.class);
    var set = Scans.result(new DistributedSetProxy(client, REGISTRY).connect());
    watched(at, client);
    return new SetTable<>(set, ShownKeys::show);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static TargetTable<?, ?> sortedSet(
      GroupAccess at, String name, PrimitiveType<?, ?, ?> type, List<String> keys)
      throws InterruptedException {
    ProxyClient<DistributedTreeSetService> client =
        at.client(name, type, DistributedTreeSetService.class);
    var set = new DistributedNavigableSetProxy(client, REGISTRY);
    Scans.result(set.connect());
    watched(at, client);
    return new SetTable<Comparable<?>>(set, String::valueOf);
  }

  private static TargetTable<?, ?> multimap(
      GroupAccess at, String name, PrimitiveType<?, ?, ?> type, List<String> keys)
      throws InterruptedException {
    ProxyClient<AtomicMultimapService> client = at.client(name, type, AtomicMultimapService.class);
    var multimap = Scans.result(new AtomicMultimapProxy(client, REGISTRY).connect());
    watched(at, client);
    return new MultimapTable(multimap);
  }

  private static TargetTable<?, ?> tree(
      GroupAccess at, String name, PrimitiveType<?, ?, ?> type, List<String> keys)
      throws InterruptedException {
    ProxyClient<DocumentTreeService> client = at.client(name, type, DocumentTreeService.class);
    var tree = Scans.result(new AtomicDocumentTreeProxy(client, REGISTRY).connect());
    watched(at, client);
    return new TreeTable(tree);
  }

  private static TargetTable<?, ?> value(
      GroupAccess at, String name, PrimitiveType<?, ?, ?> type, List<String> keys)
      throws InterruptedException {
    ProxyClient<AtomicValueService> client = at.client(name, type, AtomicValueService.class);
    var value = Scans.result(new AtomicValueProxy(client, REGISTRY).connect());
    watched(at, client);
    return new SingleTable<>(
        "the value",
        () -> value.get().thenApply(StoredBytes::ofNullable),
        bytes -> value.set(bytes == null ? null : bytes.bytes()),
        Objects::equals,
        value::close);
  }

  private static TargetTable<?, ?> counter(
      GroupAccess at, String name, PrimitiveType<?, ?, ?> type, BiPredicate<Long, Long> enough)
      throws InterruptedException {
    ProxyClient<AtomicCounterService> client = at.client(name, type, AtomicCounterService.class);
    var counter = Scans.result(new AtomicCounterProxy(client, REGISTRY).connect());
    watched(at, client);
    return new SingleTable<>(
        "the count",
        () -> counter.get().thenApply(count -> count == 0 ? null : count),
        count -> counter.set(count == null ? 0 : count),
        enough,
        counter::close);
  }
}
