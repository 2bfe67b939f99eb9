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
package io.atomix.mcast.history;

import io.atomix.mcast.checker.Operation;

/** Refuses every operation; a subclass carries out those that its object has. */
abstract class RefusingVisitor implements Operation.OperationVisitor<Object> {
  private final String object;

  RefusingVisitor(String object) {
    this.object = object;
  }

  private Object refuse(Operation operation) {
    throw new IllegalArgumentException("Not an operation of " + object + ": " + operation);
  }

  @Override
  public Object read(Operation.Read operation) {
    return refuse(operation);
  }

  @Override
  public Object write(Operation.Write operation) {
    return refuse(operation);
  }

  @Override
  public Object swap(Operation.Swap operation) {
    return refuse(operation);
  }

  @Override
  public Object transact(Operation.Transact operation) {
    return refuse(operation);
  }

  @Override
  public Object size(Operation.Size operation) {
    return refuse(operation);
  }

  @Override
  public Object containsValue(Operation.ContainsValue operation) {
    return refuse(operation);
  }

  @Override
  public Object snapshot(Operation.Snapshot operation) {
    return refuse(operation);
  }

  @Override
  public Object clear(Operation.Clear operation) {
    return refuse(operation);
  }

  @Override
  public Object add(Operation.Add operation) {
    return refuse(operation);
  }

  @Override
  public Object addAndGet(Operation.AddAndGet operation) {
    return refuse(operation);
  }

  @Override
  public Object addIf(Operation.AddIf operation) {
    return refuse(operation);
  }

  @Override
  public Object count(Operation.Count operation) {
    return refuse(operation);
  }

  @Override
  public Object sum(Operation.Sum operation) {
    return refuse(operation);
  }
}
