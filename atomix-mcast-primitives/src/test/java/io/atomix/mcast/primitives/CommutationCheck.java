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
package io.atomix.mcast.primitives;

import io.atomix.mcast.ConflictRelation;
import io.atomix.mcast.Footprint;
import io.atomix.mcast.Invocation;
import io.atomix.mcast.ordering.Access;
import io.atomix.primitive.PrimitiveType;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Checks what a conflict relation promises against Atomix's own service: from a random state, two
 * calls whose footprints do not conflict are executed in both orders, and must give the same
 * results, events and state.
 */
final class CommutationCheck {
  /** By name, not by what the relation says of them: it may be wrong. */
  /**
   * Begins to keep the order in which a partition has made changes. Where they commute, it means
   * nothing: those who watch a map are told of them in an order that all partitions agree on.
   */
  private static final String HISTORY = "keepHistory";

  private static final Pattern LISTENER_OR_ITERATOR =
      Pattern.compile(
          "(un)?listen|(add|remove)Listener|(subMap|subSet)?[iI]terate.*|next.*|close.*");

  private static final long TIME = 100;
  private static final long LONG_AFTER = 100_000;
  private final HostedService service;
  private final ConflictRelation relation;
  private final ServiceOperations operations;
  private final List<String> drawn;
  private final List<String> changes;
  private final Random random;
  private final RandomArguments arguments;
  private int changing;

  CommutationCheck(PrimitiveType<?, ?, ?> type, ConflictRelation relation, long seed) {
    this.service = new HostedService(type);
    this.relation = relation;
    this.operations = ServiceOperations.of(relation.serviceType());
    this.drawn = operations.names().stream().filter(name -> !name.equals(HISTORY)).toList();
    this.changes =
        drawn.stream()
            .filter(
                name ->
                    !operations.call(name).isQuery()
                        && !LISTENER_OR_ITERATOR.matcher(name).matches())
            .collect(Collectors.toList());
    this.random = new Random(seed);
    this.arguments = new RandomArguments(random);
  }

  /**
   * Returns how many pairs were executed of which at least one call changed the state: the others
   * prove little.
   */
  int pairsThatChangedSomething() {
    return changing;
  }

  /**
   * Executes pairs of calls that do not conflict, from random states; returns the first two whose
   * order can be told, with how.
   */
  Optional<String> run(int pairs) {
    return run(pairs, () -> call(100));
  }

  /** Does the same with pairs of which one is a call of the given operation. */
  Optional<String> run(int pairs, String operation) {
    return run(pairs, () -> call(operation, 100));
  }

  private Optional<String> run(int pairs, Supplier<Call> first) {
    for (int done = 0; done < pairs; ) {
      List<Call> before = calls(random.nextInt(12), 1);
      Call one = first.get();
      Call other = call(101);
      if (!conflict(one, other)) {
        done++;
        Optional<String> difference = compare(before, one, other);
        if (difference.isPresent()) {
          return difference;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<String> compare(List<Call> before, Call one, Call other) {
    Run forth = execute(before, one, other);
    Run back = execute(before, other, one);
    if (!forth.stateBefore.equals(forth.state)) {
      changing++;
    }
    List<String> differences = new ArrayList<>();
    noteResult(differences, one, forth.first, back.second);
    noteResult(differences, other, forth.second, back.first);
    // Listeners and iterators show at which change they began; only the results of others must not
    // depend on that.
    if (!ofListenerOrIterator(one) && !ofListenerOrIterator(other)) {
      note(differences, "events of " + one, forth.first.events(), back.second.events());
      note(differences, "events of " + other, forth.second.events(), back.first.events());
      note(differences, "state", forth.state, back.state);
      note(differences, "state and events long after", forth.later, back.later);
    }
    return differences.isEmpty()
        ? Optional.empty()
        : Optional.of(
            one
                + " and "
                + other
                + " do not conflict, but after "
                + before
                + "\n"
                + String.join("\n", differences));
  }

  private void noteResult(
      List<String> differences,
      Call call,
      HostedService.Outcome forth,
      HostedService.Outcome back) {
    if (call.invocation().resultWanted() && !ofListenerOrIterator(call)) {
      note(differences, "result of " + call, forth.result(), back.result());
    }
  }

  private static void note(List<String> differences, String what, String forth, String back) {
    if (!Objects.equals(forth, back)) {
      differences.add(what + " is\n  " + forth + "\n  and in the other order\n  " + back);
    }
  }

  private Run execute(List<Call> before, Call first, Call second) {
    service.reset();
    before.forEach(service::apply);
    service.passUntil(TIME);
    String stateBefore = service.state();
    HostedService.Outcome one = service.apply(first);
    HostedService.Outcome two = service.apply(second);
    return new Run(
        stateBefore, one, two, service.state(), service.passUntil(LONG_AFTER) + service.state());
  }

  private List<Call> calls(int count, long firstIndex) {
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      calls.add(call(firstIndex + i));
    }
    return calls;
  }

  private Call call(long index) {
    List<String> names = random.nextInt(3) > 0 ? changes : drawn;
    return call(names.get(random.nextInt(names.size())), index);
  }

  private Call call(String name, long index) {
    Object[] values = arguments.of(operations.methods().get(name));
    return new Call(
        new Invocation(operations.ids().get(name), List.of(values), random.nextBoolean()),
        index,
        Math.min(index, TIME));
  }

  private static boolean ofListenerOrIterator(Call call) {
    return LISTENER_OR_ITERATOR.matcher(call.invocation().name()).matches();
  }

  private boolean conflict(Call one, Call other) {
    return conflict(relation.footprint(one.invocation()), relation.footprint(other.invocation()));
  }

  /** Two footprints conflict if they meet, and at least one of the two writes there. */
  static boolean conflict(Footprint one, Footprint other) {
    var left = one.of("primitive");
    var right = other.of("primitive");
    return conflict(left.whole(), right.whole())
        || right.keys().values().stream().anyMatch(access -> conflict(left.whole(), access))
        || left.keys().values().stream().anyMatch(access -> conflict(access, right.whole()))
        || left.keys().entrySet().stream()
            .anyMatch(entry -> conflict(entry.getValue(), right.keys().get(entry.getKey())));
  }

  private static boolean conflict(Access one, Access other) {
    return one != null && other != null && one.conflictsWith(other);
  }

  private record Run(
      String stateBefore,
      HostedService.Outcome first,
      HostedService.Outcome second,
      String state,
      String later) {}
}
