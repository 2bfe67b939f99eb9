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
package io.atomix.mcast.simulation;

import io.atomix.mcast.ConditionalOperation;
import io.atomix.mcast.Decision;
import io.atomix.mcast.DecisionPart;
import io.atomix.mcast.MulticastProxyClient;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.simulation.Call.Touch;
import io.atomix.primitive.partition.PartitionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The operations of a {@link Ledger} that an application calls, and what it learns from their
 * results.
 */
final class LedgerCalls {
  private static final int HOT_KEYS = 2;
  private static final int COLD_KEYS = 12;

  private final World world;
  private final History history;
  private final List<GroupId> groups;
  private final boolean sequential;
  private final Draw draw;
  private final Consumer<Problem> problems;
  private final Map<Cell, Integer> lastSeen = new HashMap<>();

  /**
   * Creates calls of one application.
   *
   * @param sequential whether any replica may answer its reads
   */
  LedgerCalls(
      World world,
      History history,
      List<GroupId> groups,
      boolean sequential,
      Draw draw,
      Consumer<Problem> problems) {
    this.world = world;
    this.history = history;
    this.groups = groups;
    this.sequential = sequential;
    this.draw = draw;
    this.problems = problems;
  }

  static PartitionId partition(GroupId group) {
    return PartitionId.from(group.group(), group.partition());
  }

  static GroupId group(PartitionId partition) {
    return new GroupId(partition.group(), partition.id());
  }

  private String key() {
    return world.chance(0.6)
        ? "h" + world.random().nextInt(HOT_KEYS)
        : "c" + world.random().nextInt(COLD_KEYS);
  }

  private String setKey() {
    return "s" + world.random().nextInt(HOT_KEYS);
  }

  private GroupId anyGroup() {
    return groups.get(world.random().nextInt(groups.size()));
  }

  private Set<GroupId> someGroups() {
    Set<GroupId> some = new TreeSet<>();
    while (some.size() < 2 || world.chance(0.3)) {
      some.add(anyGroup());
    }
    return some;
  }

  /** Makes one call of any kind but with a timer. */
  CompletableFuture<?> any(Call call, MulticastProxyClient<Ledger> proxy) {
    return switch (draw.operation(world.random().nextInt(20))) {
      case 0, 1 -> append(call, proxy);
      case 2 -> appendForResult(call, proxy);
      case 3 -> add(call, proxy);
      case 4, 5, 6 -> read(call, proxy);
      case 7 -> decide(call, proxy, Set.of(anyGroup()));
      case 8, 9, 10 -> several(call, proxy, false);
      case 11, 12 -> several(call, proxy, true);
      case 13, 14, 15 -> readSeveral(call, proxy);
      case 16 -> world.chance(0.7) ? dump(call, proxy) : stamp(call, proxy);
      default -> decide(call, proxy, someGroups());
    };
  }

  /** Lets a timer of any group write. */
  CompletableFuture<?> later(Call call, MulticastProxyClient<Ledger> proxy, int millis) {
    return later(call, proxy, anyGroup(), millis);
  }

  /** Lets a timer of a group write. */
  CompletableFuture<?> later(
      Call call, MulticastProxyClient<Ledger> proxy, GroupId group, int millis) {
    String key = key();
    call.timed = true;
    writes(call, Map.of(group, key));
    return proxy
        .getPartition(partition(group))
        .accept(ledger -> ledger.later(key, call.number(), millis));
  }

  /**
   * Writes one key of each of some groups in either primitive, or in both, if what it asks of keys
   * is so.
   */
  CompletableFuture<?> joint(Call call, Map<String, MulticastProxyClient<Ledger>> proxies) {
    Set<GroupId> where = world.chance(0.3) ? Set.of(anyGroup()) : someGroups();
    boolean reads = world.chance(0.5);
    Map<String, Map<GroupId, String>> keys = new TreeMap<>();
    List<DecisionPart<String>> parts = new ArrayList<>();
    Set<Cell> written = new TreeSet<>(History.CELLS);
    for (Map.Entry<String, MulticastProxyClient<Ledger>> proxy : proxies.entrySet()) {
      Map<GroupId, String> chosen = new TreeMap<>();
      Map<PartitionId, ConditionalOperation<Ledger, String, Object>> operations =
          new LinkedHashMap<>();
      for (GroupId group : where) {
        if (chosen.isEmpty() || world.chance(0.6)) {
          String key = key();
          chosen.put(group, key);
          Cell cell = new Cell(proxy.getKey(), group, key);
          written.add(cell);
          touch(call, proxy.getKey(), group, key, Touch.Kind.WRITE);
          operations.put(partition(group), jointly(call, cell, reads));
        }
      }
      keys.put(proxy.getKey(), chosen);
      parts.add(proxy.getValue().part(operations));
    }
    call.branches.add(written);
    call.branches.add(Set.of());
    history.begun(call);
    return proxies
        .get(call.primitive())
        .decideTogether(parts, List.of())
        .thenAccept(
            decision -> {
              call.held = decision.held();
              for (DecisionPart<String> part : reads ? parts : List.<DecisionPart<String>>of()) {
                Map<PartitionId, String> read = decision.reads(part);
                keys.get(part.primitive())
                    .forEach(
                        (group, key) ->
                            saw(
                                call,
                                new Cell(part.primitive(), group, key),
                                read.get(partition(group))));
              }
            });
  }

  private ConditionalOperation<Ledger, String, Object> jointly(
      Call call, Cell cell, boolean reads) {
    int last = lastSeen.getOrDefault(cell, 0);
    boolean conditional = world.chance(0.4);
    if (conditional) {
      call.conditions.put(cell, last);
    }
    return new ConditionalOperation<>(
        conditional ? ledger -> ledger.endsWith(cell.key(), last, call.number()) : null,
        reads ? ledger -> ledger.read(cell.key(), call.number()) : null,
        ledger -> write(ledger, cell.key(), call),
        null);
  }

  private Cell cell(Call call, GroupId group, String key) {
    return new Cell(call.primitive(), group, key);
  }

  private void touch(Call call, GroupId group, String key, Touch.Kind kind) {
    touch(call, call.primitive(), group, key, kind);
  }

  private void touch(Call call, String primitive, GroupId group, String key, Touch.Kind kind) {
    // Without a relation all that is known of an operation is whether it is a query.
    boolean keyed = primitive.equals("keyed");
    Touch.Kind known = !keyed && kind == Touch.Kind.ADD ? Touch.Kind.WRITE : kind;
    call.touches.add(new Touch(primitive, group, keyed ? key : null, known));
  }

  private CompletableFuture<?> append(Call call, MulticastProxyClient<Ledger> proxy) {
    GroupId group = anyGroup();
    String key = key();
    writes(call, Map.of(group, key));
    return proxy.getPartition(partition(group)).accept(ledger -> ledger.append(key, call.number()));
  }

  private void writes(Call call, Map<GroupId, String> keys) {
    Set<Cell> cells = new TreeSet<>(History.CELLS);
    keys.forEach(
        (group, key) -> {
          Cell cell = cell(call, group, key);
          cells.add(cell);
          touch(call, group, key, cell.isSet() ? Touch.Kind.ADD : Touch.Kind.WRITE);
        });
    call.branches.add(cells);
    history.begun(call);
  }

  private CompletableFuture<?> appendForResult(Call call, MulticastProxyClient<Ledger> proxy) {
    GroupId group = anyGroup();
    String key = key();
    writes(call, Map.of(group, key));
    return proxy
        .getPartition(partition(group))
        .apply(ledger -> ledger.append(key, call.number()))
        .thenAccept(position -> call.positions.put(cell(call, group, key), position));
  }

  private CompletableFuture<?> add(Call call, MulticastProxyClient<Ledger> proxy) {
    GroupId group = anyGroup();
    String key = setKey();
    writes(call, Map.of(group, key));
    return proxy.getPartition(partition(group)).accept(ledger -> ledger.add(key, call.number()));
  }

  private CompletableFuture<?> read(Call call, MulticastProxyClient<Ledger> proxy) {
    return read(call, proxy, anyGroup(), world.chance(0.8) ? key() : setKey());
  }

  /** Reads one key. */
  CompletableFuture<?> read(
      Call call, MulticastProxyClient<Ledger> proxy, GroupId group, String key) {
    if (sequential) {
      call.setSequential();
    }
    call.branches.add(Set.of());
    touch(call, group, key, Touch.Kind.READ);
    history.begun(call);
    return proxy
        .getPartition(partition(group))
        .apply(ledger -> ledger.read(key, call.number()))
        .thenAccept(text -> saw(call, cell(call, group, key), text));
  }

  private void saw(Call call, Cell cell, Object text) {
    List<Integer> seen = history.versions().read(cell, (String) text);
    call.saw.put(cell, seen);
    lastSeen.put(cell, seen.isEmpty() ? 0 : seen.get(seen.size() - 1));
  }

  /**
   * It was told what a change of it returned: how many were there before, and maybe its version.
   */
  private void returned(Call call, Cell cell, Object result) {
    if (result instanceof String text) {
      String[] parts = text.split("@");
      call.positions.put(cell, Integer.valueOf(parts[0]));
      long version = Long.parseLong(parts[1]);
      call.versions.put(cell, version);
      history.versions().told(cell.primitive(), cell.group(), call.number(), version, "its result");
    } else {
      call.positions.put(cell, (Integer) result);
    }
  }

  /** Writes in several groups at once, each its own key; some groups may be read instead. */
  private CompletableFuture<?> several(
      Call call, MulticastProxyClient<Ledger> proxy, boolean resultsWanted) {
    Map<GroupId, String> writes = new TreeMap<>();
    Map<GroupId, String> reads = new TreeMap<>();
    boolean adds = world.chance(0.25);
    for (GroupId group : someGroups()) {
      if (resultsWanted && !writes.isEmpty() && world.chance(0.4)) {
        reads.put(group, key());
        touch(call, group, reads.get(group), Touch.Kind.READ);
      } else {
        writes.put(group, adds ? setKey() : key());
      }
    }
    writes(call, writes);
    if (!resultsWanted && world.chance(0.4)) {
      return Unconditional.write(proxy, writes, call, problems);
    } else if (!resultsWanted) {
      Map<PartitionId, Consumer<Ledger>> operations = new LinkedHashMap<>();
      writes.forEach(
          (group, key) -> operations.put(partition(group), ledger -> write(ledger, key, call)));
      return proxy.acceptOn(operations);
    }
    Map<PartitionId, Function<Ledger, Object>> operations = new LinkedHashMap<>();
    writes.forEach(
        (group, key) -> operations.put(partition(group), ledger -> write(ledger, key, call)));
    reads.forEach(
        (group, key) ->
            operations.put(partition(group), ledger -> ledger.read(key, call.number())));
    return proxy
        .applyOn(operations)
        .thenAccept(
            results ->
                results.forEach(
                    (partition, result) -> {
                      GroupId group = group(partition);
                      if (reads.containsKey(group)) {
                        saw(call, cell(call, group, reads.get(group)), result);
                      } else if (!adds) {
                        returned(call, cell(call, group, writes.get(group)), result);
                      }
                    }));
  }

  static Object write(Ledger ledger, String key, Call call) {
    if (key.startsWith("s")) {
      ledger.add(key, call.number());
      return null;
    }
    return call.number() % 2 == 0
        ? (Object) ledger.append(key, call.number())
        : (Object) ledger.change(key, call.number());
  }

  /** Reads one key in each of some groups. */
  CompletableFuture<?> readSeveral(Call call, MulticastProxyClient<Ledger> proxy) {
    Map<GroupId, String> keys = new TreeMap<>();
    someGroups().forEach(group -> keys.put(group, world.chance(0.8) ? key() : setKey()));
    return readSeveral(call, proxy, keys);
  }

  /** Reads one key of a group, and one in each of some others, at once. */
  CompletableFuture<?> readSeveral(
      Call call, MulticastProxyClient<Ledger> proxy, GroupId group, String key) {
    Map<GroupId, String> keys = new TreeMap<>();
    someGroups().forEach(other -> keys.put(other, key()));
    keys.put(group, key);
    return readSeveral(call, proxy, keys);
  }

  private CompletableFuture<?> readSeveral(
      Call call, MulticastProxyClient<Ledger> proxy, Map<GroupId, String> read) {
    Map<PartitionId, Function<Ledger, Object>> operations = new LinkedHashMap<>();
    Map<PartitionId, String> keys = new LinkedHashMap<>();
    read.forEach(
        (group, key) -> {
          touch(call, group, key, Touch.Kind.READ);
          keys.put(partition(group), key);
          operations.put(partition(group), ledger -> ledger.read(key, call.number()));
        });
    call.branches.add(Set.of());
    history.begun(call);
    return proxy
        .applyOn(operations)
        .thenAccept(
            results ->
                results.forEach(
                    (partition, text) ->
                        saw(call, cell(call, group(partition), keys.get(partition)), text)));
  }

  private CompletableFuture<?> stamp(Call call, MulticastProxyClient<Ledger> proxy) {
    groups.forEach(group -> touch(call, group, null, Touch.Kind.WRITE));
    call.branches.add(Set.of());
    call.stamps.addAll(groups);
    history.begun(call);
    return proxy.acceptAll(ledger -> ledger.stamp(call.number()));
  }

  /** Reads all keys of all groups. */
  CompletableFuture<?> dump(Call call, MulticastProxyClient<Ledger> proxy) {
    groups.forEach(group -> touch(call, group, null, Touch.Kind.READ));
    call.branches.add(Set.of());
    history.begun(call);
    return proxy
        .applyAll(ledger -> ledger.dump(call.number()))
        .thenAccept(
            texts -> {
              List<String> all = texts.toList();
              for (int i = 0; i < groups.size(); i++) {
                call.dumps.put(
                    groups.get(i),
                    history.versions().dump(call.primitive(), groups.get(i), all.get(i)));
              }
            });
  }

  /** Writes one key of each group if another, or the same, is as it was last seen. */
  private CompletableFuture<?> decide(
      Call call, MulticastProxyClient<Ledger> proxy, Set<GroupId> where) {
    boolean reads = world.chance(0.5);
    boolean resultsWanted = world.chance(0.4);
    boolean otherwise = world.chance(0.4);
    Map<PartitionId, ConditionalOperation<Ledger, String, Object>> operations =
        new LinkedHashMap<>();
    Map<GroupId, String> then = new TreeMap<>();
    Map<GroupId, String> otherwiseKeys = new TreeMap<>();
    for (GroupId group : where) {
      String key = key();
      String other = "c" + world.random().nextInt(COLD_KEYS);
      Cell cell = cell(call, group, key);
      int last = lastSeen.getOrDefault(cell, 0);
      call.conditions.put(cell, last);
      touch(call, group, key, Touch.Kind.READ);
      then.put(group, key);
      otherwiseKeys.put(group, other);
      operations.put(
          partition(group),
          new ConditionalOperation<>(
              ledger -> ledger.endsWith(key, last, call.number()),
              reads ? ledger -> ledger.read(key, call.number()) : null,
              ledger -> write(ledger, key, call),
              otherwise ? ledger -> write(ledger, other, call) : null));
    }
    if (otherwise) {
      otherwiseKeys.forEach((group, key) -> touch(call, group, key, Touch.Kind.WRITE));
    }
    writes(call, then);
    Set<Cell> otherwiseCells = new TreeSet<>(History.CELLS);
    if (otherwise) {
      otherwiseKeys.forEach((group, key) -> otherwiseCells.add(cell(call, group, key)));
    }
    call.branches.add(otherwiseCells);
    return proxy
        .decideOn(operations, resultsWanted)
        .thenAccept(decision -> decided(call, then, otherwiseKeys, reads, resultsWanted, decision));
  }

  private void decided(
      Call call,
      Map<GroupId, String> then,
      Map<GroupId, String> otherwise,
      boolean reads,
      boolean resultsWanted,
      Decision<String, Object> decision) {
    call.held = decision.held();
    if (reads) {
      then.forEach(
          (group, key) ->
              saw(call, cell(call, group, key), decision.reads().get(partition(group))));
    }
    if (resultsWanted) {
      decision
          .results()
          .forEach(
              (partition, result) -> {
                GroupId group = group(partition);
                String key = (decision.held() ? then : otherwise).get(group);
                returned(call, cell(call, group, key), result);
              });
    }
  }
}
