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
import io.atomix.mcast.checker.WriteCondition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The keys of an operation. */
final class OperationKeys implements Operation.OperationVisitor<Void> {

  final Set<String> registers = new HashSet<>();
  final Set<String> counters = new HashSet<>();

  /** True if the operation concerns all registers, or all counters, there are. */
  boolean allRegisters;

  boolean allCounters;

  private final Object result;

  OperationKeys(Event event) {
    result = event.result();
    event.operation().accept(this);
  }

  @Override
  public Void read(Operation.Read operation) {
    registers.addAll(operation.keys());
    return null;
  }

  @Override
  public Void write(Operation.Write operation) {
    registers.addAll(operation.values().keySet());
    return null;
  }

  @Override
  public Void swap(Operation.Swap operation) {
    registers.addAll(operation.values().keySet());
    return null;
  }

  @Override
  public Void transact(Operation.Transact operation) {
    registers.addAll(operation.then().keySet());
    registers.addAll(operation.otherwise().keySet());
    registers.addAll(operation.reads());
    addAll(operation.conditions());
    return null;
  }

  @Override
  public Void size(Operation.Size operation) {
    allRegisters = true;
    return null;
  }

  @Override
  public Void containsValue(Operation.ContainsValue operation) {
    allRegisters = true;
    return null;
  }

  @Override
  public Void snapshot(Operation.Snapshot operation) {
    allRegisters = true;
    if (result instanceof Map<?, ?> found) {
      found.keySet().forEach(key -> registers.add((String) key));
    }
    return null;
  }

  @Override
  public Void clear(Operation.Clear operation) {
    allRegisters = true;
    allCounters = true;
    return null;
  }

  @Override
  public Void add(Operation.Add operation) {
    counters.addAll(operation.deltas().keySet());
    return null;
  }

  @Override
  public Void addAndGet(Operation.AddAndGet operation) {
    counters.addAll(operation.deltas().keySet());
    return null;
  }

  @Override
  public Void addIf(Operation.AddIf operation) {
    counters.addAll(operation.deltas().keySet());
    addAll(operation.conditions());
    return null;
  }

  @Override
  public Void count(Operation.Count operation) {
    counters.addAll(operation.keys());
    return null;
  }

  @Override
  public Void sum(Operation.Sum operation) {
    allCounters = true;
    return null;
  }

  private void addAll(Collection<WriteCondition> conditions) {
    for (WriteCondition condition : conditions) {
      (condition.isOfCounter() ? counters : registers).add(condition.key());
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
