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
package io.atomix.mcast.checker.impl;

import io.atomix.mcast.checker.Event;
import io.atomix.mcast.checker.Operation;
import io.atomix.mcast.checker.VersionClaims;
import io.atomix.mcast.checker.WriteCondition;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells what an operation found and changed, from the operation and its result. */
final class Translator {

  private final Variables variables;
  private final Set<String> registers;
  private final Set<String> counters;
  private final Atoms statement = new Atoms();

  Translator(Variables variables, Set<String> registers, Set<String> counters) {
    this.variables = variables;
    this.registers = registers;
    this.counters = counters;
  }

  /** One branch if the outcome is known; else one for each way in which it may take effect. */
  List<Branch> branches(Event event) {
    return event.isUnknown() ? effects(event.operation()) : List.of(known(event));
  }

  private Branch known(Event event) {
    BranchBuilder branch = new BranchBuilder();
    event.operation().accept(new Known(branch, event.result()));
    VersionClaims claims = event.versions();
    Set<String> keys = new TreeSet<>(claims.found().keySet());
    keys.addAll(claims.written().keySet());
    for (String key : keys) {
      branch.told(
          new ToldVersion(
              variables.register(key), claims.found().get(key), claims.written().get(key)));
    }
    return branch.build();
  }

  private List<Branch> effects(Operation operation) {
    List<Branch> effects =
        operation.accept(new Effects()).map(BranchBuilder::build).collect(Collectors.toList());
    effects.removeIf(Branch::changesNothing);
    return effects;
  }

  private BranchBuilder found(
      BranchBuilder branch, Collection<String> keys, Map<String, String> values) {
    for (String key : keys) {
      branch.read(variables.register(key), variables.number(values.get(key)));
    }
    return branch;
  }

  private BranchBuilder set(BranchBuilder branch, Map<String, String> values) {
    values.forEach((key, value) -> branch.set(variables.register(key), variables.number(value)));
    return branch;
  }

  private BranchBuilder add(BranchBuilder branch, Map<String, Long> deltas) {
    long total = 0;
    for (Map.Entry<String, Long> each : deltas.entrySet()) {
      branch.add(variables.counter(each.getKey()), each.getValue());
      total += each.getValue();
    }
    if (variables.hasTotal()) {
      branch.add(variables.total(), total);
    }
    return branch;
  }

  private BranchBuilder clear(BranchBuilder branch) {
    registers.forEach(key -> branch.set(variables.register(key), Variables.ABSENT));
    counters.forEach(key -> branch.set(variables.counter(key), 0));
    if (variables.hasTotal()) {
      branch.set(variables.total(), 0);
    }
    return branch;
  }

  private BranchBuilder conditions(
      BranchBuilder branch, List<WriteCondition> conditions, boolean held) {
    List<Atom> atoms = conditions.stream().map(condition -> condition.accept(statement)).toList();
    return held ? branch.held(atoms) : branch.notAllHeld(atoms);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> values(Object result) {
    return (Map<String, String>) result;
  }

  @SuppressWarnings("unchecked")
  private static SortedMap<String, Long> counts(Object result) {
    return (SortedMap<String, Long>) result;
  }

  /** Adds to a branch what an operation of a known outcome found and changed. */
  private final class Known implements Operation.OperationVisitor<BranchBuilder> {
    private final BranchBuilder branch;
    private final Object result;

    private Known(BranchBuilder branch, Object result) {
      this.branch = branch;
      this.result = result;
    }

    @Override
    public BranchBuilder read(Operation.Read operation) {
      return found(branch, operation.keys(), values(result));
    }

    @Override
    public BranchBuilder write(Operation.Write operation) {
      return set(branch, operation.values());
    }

    @Override
    public BranchBuilder swap(Operation.Swap operation) {
      found(branch, operation.values().keySet(), values(result));
      return set(branch, operation.values());
    }

    @Override
    public BranchBuilder transact(Operation.Transact operation) {
      Operation.Outcome outcome = (Operation.Outcome) result;
      conditions(branch, operation.conditions(), outcome.held());
      found(branch, operation.reads(), outcome.values());
      return set(branch, outcome.held() ? operation.then() : operation.otherwise());
    }

    @Override
    public BranchBuilder size(Operation.Size operation) {
      return branch.seeAll(new Guard.SizeIs((Long) result));
    }

    @Override
    public BranchBuilder containsValue(Operation.ContainsValue operation) {
      long value = variables.number(operation.value());
      return branch.seeAll(new Guard.Contains(value, (Boolean) result));
    }

    @Override
    public BranchBuilder snapshot(Operation.Snapshot operation) {
      return found(branch, registers, values(result));
    }

    @Override
    public BranchBuilder clear(Operation.Clear operation) {
      return Translator.this.clear(branch);
    }

    @Override
    public BranchBuilder add(Operation.Add operation) {
      return Translator.this.add(branch, operation.deltas());
    }

    @Override
    public BranchBuilder addAndGet(Operation.AddAndGet operation) {
      counts(result)
          .forEach(
              (key, count) ->
                  branch.read(variables.counter(key), count - operation.deltas().get(key)));
      return Translator.this.add(branch, operation.deltas());
    }

    @Override
    public BranchBuilder addIf(Operation.AddIf operation) {
      boolean held = (Boolean) result;
      conditions(branch, operation.conditions(), held);
      return held ? Translator.this.add(branch, operation.deltas()) : branch;
    }

    @Override
    public BranchBuilder count(Operation.Count operation) {
      counts(result).forEach((key, count) -> branch.read(variables.counter(key), count));
      return branch;
    }

    @Override
    public BranchBuilder sum(Operation.Sum operation) {
      branch.read(variables.total(), (Long) result);
      return branch;
    }
  }

  /** Tells in which ways an operation may take effect whose outcome is not known. */
  private final class Effects implements Operation.OperationVisitor<Stream<BranchBuilder>> {

    @Override
    public Stream<BranchBuilder> read(Operation.Read operation) {
      return Stream.empty();
    }

    @Override
    public Stream<BranchBuilder> write(Operation.Write operation) {
      return Stream.of(set(new BranchBuilder(), operation.values()));
    }

    @Override
    public Stream<BranchBuilder> swap(Operation.Swap operation) {
      return Stream.of(set(new BranchBuilder(), operation.values()));
    }

    @Override
    public Stream<BranchBuilder> transact(Operation.Transact operation) {
      BranchBuilder held = conditions(new BranchBuilder(), operation.conditions(), true);
      set(held, operation.then());
      if (operation.conditions().isEmpty()) {
        return Stream.of(held);
      }
      BranchBuilder other = conditions(new BranchBuilder(), operation.conditions(), false);
      return Stream.of(held, set(other, operation.otherwise()));
    }

    @Override
    public Stream<BranchBuilder> size(Operation.Size operation) {
      return Stream.empty();
    }

    @Override
    public Stream<BranchBuilder> containsValue(Operation.ContainsValue operation) {
      return Stream.empty();
    }

    @Override
    public Stream<BranchBuilder> snapshot(Operation.Snapshot operation) {
      return Stream.empty();
    }

    @Override
    public Stream<BranchBuilder> clear(Operation.Clear operation) {
      return Stream.of(Translator.this.clear(new BranchBuilder()));
    }

    @Override
    public Stream<BranchBuilder> add(Operation.Add operation) {
      return Stream.of(Translator.this.add(new BranchBuilder(), operation.deltas()));
    }

    @Override
    public Stream<BranchBuilder> addAndGet(Operation.AddAndGet operation) {
      return Stream.of(Translator.this.add(new BranchBuilder(), operation.deltas()));
    }

    @Override
    public Stream<BranchBuilder> addIf(Operation.AddIf operation) {
      BranchBuilder held = conditions(new BranchBuilder(), operation.conditions(), true);
      return Stream.of(Translator.this.add(held, operation.deltas()));
    }

    @Override
    public Stream<BranchBuilder> count(Operation.Count operation) {
      return Stream.empty();
    }

    @Override
    public Stream<BranchBuilder> sum(Operation.Sum operation) {
      return Stream.empty();
    }
  }

  /** Turns conditions into statements about variables. */
  private final class Atoms implements WriteCondition.WriteConditionVisitor<Atom> {
    @Override
    public Atom is(WriteCondition.Is condition) {
      return new Atom(
          variables.register(condition.key()),
          Atom.AtomKind.EQUALS,
          variables.number(condition.value()));
    }

    @Override
    public Atom present(WriteCondition.Present condition) {
      return new Atom(variables.register(condition.key()), Atom.AtomKind.PRESENT, 0);
    }

    @Override
    public Atom atLeast(WriteCondition.AtLeast condition) {
      return new Atom(
          variables.counter(condition.key()), Atom.AtomKind.AT_LEAST, condition.bound());
    }

    @Override
    public Atom atMost(WriteCondition.AtMost condition) {
      return new Atom(variables.counter(condition.key()), Atom.AtomKind.AT_MOST, condition.bound());
    }
  }
}
