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
package io.atomix.mcast.checker;

import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What a store does wrong, once. Whether anybody can tell depends on what else happens. */
final class Fault {

  /** Kinds of faults. */
  enum Kind {
    /** A swap or an addition answers by what was there when it began. */
    LOST_UPDATE,
    /** A read of one key answers by what was there long before. */
    STALE_READ,
    /** A read of two keys reads one when it begins and the other later. */
    TORN_READ,
    /** A write of two keys writes the second some time after the first. */
    TORN_WRITE,
    /** A condition is judged by what was there when the operation began. */
    WRITE_SKEW,
    /** A write takes effect after its end. */
    REAL_TIME,
    /** A clear removes the last keys some time after the first. */
    TORN_CLEAR
  }

  private final Kind kind;
  private int healthy;
  private boolean happened;
  private Model longAgo;

  /**
   * A fault.
   *
   * @param kind null for none
   * @param healthy how many operations that could go wrong go well before
   */
  Fault(Kind kind, int healthy) {
    this.kind = kind;
    this.healthy = healthy;
  }

  boolean wantsPast() {
    return kind != null && !happened;
  }

  boolean happened() {
    return happened;
  }

  /** Carries out an operation, well or badly. */
  Object apply(Operation operation, Model model, Model begin, Consumer<Runnable> later) {
    if (kind == null || happened) {
      return model.apply(operation);
    }
    if (longAgo == null) {
      longAgo = begin;
    }
    Model past = kind == Kind.STALE_READ ? longAgo : begin;
    Object right = new Model(model).apply(operation);
    Object wrong = past == null ? right : new Model(past).apply(operation);
    boolean differs = right != null && !right.equals(wrong);
    boolean fits =
        switch (kind) {
          case LOST_UPDATE ->
              differs
                  && (operation instanceof Operation.Swap
                      || operation instanceof Operation.AddAndGet);
          case STALE_READ -> differs && operation instanceof Operation.Read;
          case TORN_READ ->
              differs && operation instanceof Operation.Read read && read.keys().size() == 2;
          case WRITE_SKEW ->
              operation instanceof Operation.Transact
                  && ((Operation.Outcome) wrong).held() != ((Operation.Outcome) right).held();
          case TORN_WRITE ->
              operation instanceof Operation.Write write && write.values().size() == 2;
          case REAL_TIME -> operation instanceof Operation.Write;
          case TORN_CLEAR ->
              operation instanceof Operation.Clear
                  && ((SortedMap<?, ?>) new Model(model).apply(new Operation.Snapshot())).size()
                      > 2;
        };
    if (!fits || healthy-- > 0) {
      return model.apply(operation);
    }
    happened = true;
    switch (kind) {
      case LOST_UPDATE, STALE_READ -> {
        model.apply(operation);
        return wrong;
      }
      case TORN_READ -> {
        TreeMap<String, String> torn = new TreeMap<>();
        TreeSet<String> keys = new TreeSet<>(((Operation.Read) operation).keys());
        put(torn, past, keys.first());
        put(torn, model, keys.last());
        return torn;
      }
      case WRITE_SKEW -> {
        Operation.Transact transact = (Operation.Transact) operation;
        boolean held = ((Operation.Outcome) wrong).held();
        model.apply(new Operation.Write(held ? transact.then() : transact.otherwise()));
        return wrong;
      }
      case TORN_WRITE -> {
        SortedMap<String, String> values = ((Operation.Write) operation).values();
        String first = values.firstKey();
        String last = values.lastKey();
        model.apply(Operation.write(first, values.get(first)));
        later.accept(() -> model.apply(Operation.write(last, values.get(last))));
        return null;
      }
      case REAL_TIME -> {
        later.accept(() -> model.apply(operation));
        return null;
      }
      case TORN_CLEAR -> {
        @SuppressWarnings("unchecked")
        TreeSet<String> keys =
            new TreeSet<>(
                ((SortedMap<String, String>) model.apply(new Operation.Snapshot())).keySet());
        String last = keys.pollLast();
        keys.forEach(key -> model.apply(Operation.write(key, null)));
        later.accept(() -> model.apply(Operation.write(last, null)));
        return null;
      }
    }
    throw new IllegalStateException("unreachable");
  }

  private static void put(TreeMap<String, String> torn, Model model, String key) {
    @SuppressWarnings("unchecked")
    SortedMap<String, String> read =
        (SortedMap<String, String>) new Model(model).apply(Operation.read(key));
    torn.putAll(read);
  }
}
