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
package io.atomix.mcast.primitives.counter.impl;

import io.atomix.mcast.ConflictRelation;
import io.atomix.mcast.Footprint;
import io.atomix.mcast.Invocation;
import io.atomix.mcast.primitives.AtomicCounterMapRelation;
import java.util.Collection;
import java.util.Map;

/**
 * The conflict relation of {@code MulticastCounterMap}: that of {@code AtomicCounterMap}, and for
 * operations of several counters, what each of them does to each. Additions without result commute:
 * they wrap around instead of failing, and never make a counter vanish, so that no order of them
 * shows, not even in the size.
 */
public final class MulticastCounterMapRelation implements ConflictRelation {
  private final ConflictRelation ofOneCounter = new AtomicCounterMapRelation();

  @Override
  public Class<?> serviceType() {
    return MulticastCounterMapService.class;
  }

  @Override
  public Footprint footprint(Invocation invocation) {
    try {
      return switch (invocation.name()) {
        case "addAll", "addAllAndGet" -> adding(invocation, keysOf(invocation, 0));
        case "valuesAfterAddAll" -> Footprint.none().readsEach(keysOf(invocation, 0));
        case "valuesAfterChange" ->
            Footprint.none()
                .readsEach(keysOf(invocation, 0))
                .readsEach(keysOf(invocation, 1))
                .readsEach((Collection<?>) invocation.argument(2));
        case "getAll" -> Footprint.none().readsEach((Collection<?>) invocation.argument(0));
        case "sum" -> Footprint.none().readsAll();
        case "within" ->
            Footprint.none().readsEach(keysOf(invocation, 0)).readsEach(keysOf(invocation, 1));
        case "change" ->
            adding(invocation, keysOf(invocation, 0))
                .writesEach(keysOf(invocation, 1))
                .writesEach((Collection<?>) invocation.argument(2));
        default -> ofOneCounter.footprint(invocation);
      };
    } catch (ClassCastException | IndexOutOfBoundsException | NullPointerException e) {
      return ConflictRelation.everythingConflicts(invocation);
    }
  }

  @Override
  public boolean spansGroups(Invocation invocation) {
    return ofOneCounter.spansGroups(invocation);
  }

  private static Footprint adding(Invocation invocation, Collection<?> keys) {
    return invocation.resultWanted()
        ? Footprint.none().writesEach(keys)
        : Footprint.none().commutesEach(keys);
  }

  private static Collection<?> keysOf(Invocation invocation, int argument) {
    return ((Map<?, ?>) invocation.argument(argument)).keySet();
  }
}
