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

import io.atomix.mcast.checker.Condition;
import io.atomix.mcast.checker.Event;
import io.atomix.mcast.checker.Operation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** Tells what an operation found and changed, from the operation and its result. */
final class Translator {

  private final Variables variables;
  private final Set<String> registers;
  private final Set<String> counters;

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
    Operation operation = event.operation();
    if (operation instanceof Operation.Read read) {
      found(branch, read.keys(), values(event.result()));
    } else if (operation instanceof Operation.Write write) {
      set(branch, write.values());
    } else if (operation instanceof Operation.Swap swap) {
      found(branch, swap.values().keySet(), values(event.result()));
      set(branch, swap.values());
    } else if (operation instanceof Operation.Transact transact) {
      Operation.Outcome outcome = (Operation.Outcome) event.result();
      conditions(branch, transact.conditions(), outcome.held());
      found(branch, transact.reads(), outcome.values());
      set(branch, outcome.held() ? transact.then() : transact.otherwise());
    } else if (operation instanceof Operation.Size) {
      branch.seeAll(new Guard.SizeIs((Long) event.result()));
    } else if (operation instanceof Operation.ContainsValue contains) {
      long value = variables.number(contains.value());
      branch.seeAll(new Guard.Contains(value, (Boolean) event.result()));
    } else if (operation instanceof Operation.Snapshot) {
      found(branch, registers, values(event.result()));
    } else if (operation instanceof Operation.Clear) {
      clear(branch);
    } else if (operation instanceof Operation.Add add) {
      add(branch, add.deltas());
    } else if (operation instanceof Operation.AddAndGet add) {
      counts(event.result())
          .forEach(
              (key, count) -> branch.read(variables.counter(key), count - add.deltas().get(key)));
      add(branch, add.deltas());
    } else if (operation instanceof Operation.AddIf add) {
      conditions(branch, add.conditions(), (Boolean) event.result());
      if ((Boolean) event.result()) {
        add(branch, add.deltas());
      }
    } else if (operation instanceof Operation.Count) {
      counts(event.result()).forEach((key, count) -> branch.read(variables.counter(key), count));
    } else if (operation instanceof Operation.Sum) {
      branch.read(variables.total(), (Long) event.result());
    } else {
      throw new IllegalArgumentException("The checker cannot judge " + operation);
    }
    return branch.build();
  }

  private List<Branch> effects(Operation operation) {
    List<Branch> effects = new ArrayList<>();
    if (operation instanceof Operation.Write write) {
      effects.add(set(new BranchBuilder(), write.values()).build());
    } else if (operation instanceof Operation.Swap swap) {
      effects.add(set(new BranchBuilder(), swap.values()).build());
    } else if (operation instanceof Operation.Transact transact) {
      BranchBuilder held = conditions(new BranchBuilder(), transact.conditions(), true);
      effects.add(set(held, transact.then()).build());
      if (!transact.conditions().isEmpty()) {
        BranchBuilder other = conditions(new BranchBuilder(), transact.conditions(), false);
        effects.add(set(other, transact.otherwise()).build());
      }
    } else if (operation instanceof Operation.Clear) {
      effects.add(clear(new BranchBuilder()).build());
    } else if (operation instanceof Operation.Add add) {
      effects.add(add(new BranchBuilder(), add.deltas()).build());
    } else if (operation instanceof Operation.AddAndGet add) {
      effects.add(add(new BranchBuilder(), add.deltas()).build());
    } else if (operation instanceof Operation.AddIf add) {
      BranchBuilder held = conditions(new BranchBuilder(), add.conditions(), true);
      effects.add(add(held, add.deltas()).build());
    }
    effects.removeIf(Branch::changesNothing);
    return effects;
  }

  private void found(BranchBuilder branch, Collection<String> keys, Map<String, String> values) {
    for (String key : keys) {
      branch.read(variables.register(key), variables.number(values.get(key)));
    }
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

  private BranchBuilder conditions(BranchBuilder branch, List<Condition> conditions, boolean held) {
    List<Atom> atoms = conditions.stream().map(this::atom).toList();
    return held ? branch.held(atoms) : branch.notAllHeld(atoms);
  }

  private Atom atom(Condition condition) {
    if (condition instanceof Condition.Is is) {
      return new Atom(variables.register(is.key()), Atom.Kind.EQUALS, variables.number(is.value()));
    } else if (condition instanceof Condition.Present present) {
      return new Atom(variables.register(present.key()), Atom.Kind.PRESENT, 0);
    } else if (condition instanceof Condition.AtLeast least) {
      return new Atom(variables.counter(least.key()), Atom.Kind.AT_LEAST, least.bound());
    } else if (condition instanceof Condition.AtMost most) {
      return new Atom(variables.counter(most.key()), Atom.Kind.AT_MOST, most.bound());
    }
    throw new IllegalArgumentException("The checker cannot judge the condition " + condition);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, String> values(Object result) {
    return (Map<String, String>) result;
  }

  @SuppressWarnings("unchecked")
  private static SortedMap<String, Long> counts(Object result) {
    return (SortedMap<String, Long>) result;
  }
}
