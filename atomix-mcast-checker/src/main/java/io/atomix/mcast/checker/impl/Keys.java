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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys of an operation. */
final class Keys {

  final Set<String> registers = new HashSet<>();
  final Set<String> counters = new HashSet<>();

  /** True if the operation concerns all registers, or all counters, there are. */
  boolean allRegisters;

  boolean allCounters;

  Keys(Event event) {
    Operation operation = event.operation();
    if (operation instanceof Operation.Read read) {
      registers.addAll(read.keys());
    } else if (operation instanceof Operation.Write write) {
      registers.addAll(write.values().keySet());
    } else if (operation instanceof Operation.Swap swap) {
      registers.addAll(swap.values().keySet());
    } else if (operation instanceof Operation.Transact transact) {
      registers.addAll(transact.then().keySet());
      registers.addAll(transact.otherwise().keySet());
      registers.addAll(transact.reads());
      addAll(transact.conditions());
    } else if (operation instanceof Operation.Add add) {
      counters.addAll(add.deltas().keySet());
    } else if (operation instanceof Operation.AddAndGet add) {
      counters.addAll(add.deltas().keySet());
    } else if (operation instanceof Operation.AddIf add) {
      counters.addAll(add.deltas().keySet());
      addAll(add.conditions());
    } else if (operation instanceof Operation.Count count) {
      counters.addAll(count.keys());
    } else if (operation instanceof Operation.Clear) {
      allRegisters = true;
      allCounters = true;
    } else if (operation instanceof Operation.Sum) {
      allCounters = true;
    } else {
      allRegisters = true;
      if (event.result() instanceof Map<?, ?> snapshot) {
        snapshot.keySet().forEach(key -> registers.add((String) key));
      }
    }
  }

  private void addAll(Collection<Condition> conditions) {
    for (Condition condition : conditions) {
      boolean ofRegister =
          condition instanceof Condition.Is || condition instanceof Condition.Present;
      (ofRegister ? registers : counters).add(condition.key());
    }
  }

  /** All keys, each with a mark that tells registers from counters. */
  List<String> marked() {
    List<String> marked = new ArrayList<>();
    registers.forEach(key -> marked.add("r" + key));
    counters.forEach(key -> marked.add("c" + key));
    if (allRegisters || marked.isEmpty()) {
      marked.add("R");
    }
    if (allCounters) {
      marked.add("C");
    }
    return marked;
  }
}
