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
package io.atomix.mcast.primitives.map.impl;

import io.atomix.mcast.ConflictRelation;
import io.atomix.mcast.Footprint;
import io.atomix.mcast.Invocation;
import io.atomix.mcast.primitives.AtomicMapRelation;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * The conflict relation of {@code MulticastMap}: that of {@code AtomicMap}, and for operations on
 * several keys, what each of them does to each. Steps of Atomix's transactions span the groups
 * here, because every partition wants to know of every transaction. Whether one is under way is
 * state that these steps write, with all else, so that whoever touches a key is ordered with them.
 *
 * <p>To keep a history, and to wait for a change, touches nothing: from which change on a history
 * is kept does not count, and a read of it tells whether one was missed.
 */
public final class MulticastMapRelation implements ConflictRelation {
  private final ConflictRelation ofOneKey = new AtomicMapRelation();

  /** Called by {@link java.util.ServiceLoader}. */
  public MulticastMapRelation() {}

  @Override
  public Class<?> serviceType() {
    return MulticastMapService.class;
  }

  @Override
  public Footprint footprint(Invocation invocation) {
    try {
      return switch (invocation.name()) {
        case "holds" ->
            locks(invocation).readsEach(conditioned(invocation)).readsEach(keys(invocation, 1));
        case "look" ->
            locks(invocation).readsEach(keys(invocation, 0)).readsEach(keys(invocation, 1));
        case "write", "writeUnlessLocked" -> Footprint.none().writesEach(written(invocation));
        case "versionsAfterWrite", "versionsAfterWriteUnlessLocked" ->
            Footprint.none().readsEach(written(invocation));
        case "touch" -> Footprint.none().writes(key(invocation));
        case "writeAndTouch", "writeAndTouchUnlessLocked" ->
            Footprint.none().writesEach(written(invocation)).writesEach(touched(invocation));
        case "versionsAfterWriteAndTouch", "versionsAfterWriteAndTouchUnlessLocked" ->
            Footprint.none().readsEach(written(invocation)).readsEach(touched(invocation));
        case "entriesWithin", "matchesWithin", "changes" -> Footprint.none().readsAll();
        case "keepHistory", "awaitChange" -> Footprint.none();
        case "fixSnapshot", "fixMatches", "fixWatch" ->
            Footprint.none().readsAll().writes(snapshot(invocation));
        case "readSnapshot", "readMatches" -> Footprint.none().reads(snapshot(invocation));
        case "releaseSnapshot" -> Footprint.none().writes(snapshot(invocation));
        default -> ofOneKey.footprint(invocation);
      };
    } catch (ClassCastException | IndexOutOfBoundsException | NullPointerException e) {
      return ConflictRelation.everythingConflicts(invocation);
    }
  }

  @Override
  public boolean spansGroups(Invocation invocation) {
    return switch (invocation.name()) {
      case "prepare", "prepareAndCommit", "commit", "rollback" -> true;
      default -> ofOneKey.spansGroups(invocation);
    };
  }

  /**
   * Returns the footprint of asking for locks: a question about the whole map reads what the steps
   * of Atomix's transactions write, which is everything; it is no key of a map, as these are in
   * base 16.
   */
  private static Footprint locks(Invocation invocation) {
    boolean wholeMap = (Boolean) invocation.argument(2);
    return wholeMap ? Footprint.none().reads("locks") : Footprint.none();
  }

  /** Returns what stands for a snapshot; it is no key of a map, as these are in base 16. */
  private static String snapshot(Invocation invocation) {
    long number = (Long) invocation.argument(0);
    return "snapshot " + number;
  }

  private static String key(Invocation invocation) {
    return Objects.requireNonNull((String) invocation.argument(0));
  }

  private static Collection<?> keys(Invocation invocation, int argument) {
    return (Collection<?>) invocation.argument(argument);
  }

  private static Collection<?> conditioned(Invocation invocation) {
    return ((List<?>) invocation.argument(0))
        .stream().map(condition -> ((MapCondition) condition).key()).toList();
  }

  private static Collection<?> written(Invocation invocation) {
    return ((List<?>) invocation.argument(0))
        .stream().map(write -> ((MapWrite) write).key()).toList();
  }

  private static Collection<?> touched(Invocation invocation) {
    return ((List<?>) invocation.argument(1))
        .stream().map(touch -> ((MapTouch) touch).key()).toList();
  }
}
