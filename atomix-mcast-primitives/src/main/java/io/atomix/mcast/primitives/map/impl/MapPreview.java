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

import io.atomix.mcast.Invocation;
import io.atomix.mcast.PreviewedKeys;
import io.atomix.mcast.PreviewingService.Preview;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Entries that a partition will have behind operations on keys (rule 11). Locks stay as they are:
 * only operations that touch the whole map change them, and of these nothing is foreseen.
 */
final class MapPreview implements Preview {
  private final PreviewedKeys<PreviewedEntry> entries;
  private final Predicate<String> isLocked;
  private final BiPredicate<Collection<?>, Boolean> forbids;

  /**
   * Entry that a key will have.
   *
   * @param present whether it has a value
   * @param version its version; if that is not exact, it will have a higher one, which is known
   *     only when it is written
   */
  record PreviewedEntry(boolean present, byte[] value, long version, boolean exact) {
    static final PreviewedEntry NONE = new PreviewedEntry(false, null, 0, true);

    PreviewedEntry written(byte[] newValue) {
      return new PreviewedEntry(true, newValue, version, false);
    }

    PreviewedEntry removed() {
      return new PreviewedEntry(false, null, version, false);
    }

    boolean holds(byte[] other) {
      return present && Arrays.equals(value, other);
    }

    /** Returns whether it has this version, null if that is not known. */
    Boolean hasVersion(long other) {
      return !present || !exact && other <= version
          ? Boolean.FALSE
          : exact ? (Boolean) (other == version) : null;
    }
  }

  /**
   * Shows the service as it is.
   *
   * @param applied returns what a key holds now
   * @param isLocked whether a transaction of Atomix has locked a key
   * @param forbids whether locks forbid to write keys, and, if the second argument is true, the
   *     whole map
   */
  MapPreview(
      Function<String, PreviewedEntry> applied,
      Predicate<String> isLocked,
      BiPredicate<Collection<?>, Boolean> forbids) {
    this.entries = new PreviewedKeys<>(applied);
    this.isLocked = isLocked;
    this.forbids = forbids;
  }

  @Override
  public boolean assume(long number, Invocation operation) {
    return switch (operation.name()) {
      case "write" -> write(number, operation);
      case "writeUnlessLocked" -> forbids.test(List.of(), true) || write(number, operation);
      case "writeAndTouch" -> writeAndTouch(number, operation);
      case "writeAndTouchUnlessLocked" ->
          forbids.test(List.of(), true) || writeAndTouch(number, operation);
      case "fixSnapshot", "fixMatches", "releaseSnapshot", "listen", "unlisten", "touch" -> true;
      default -> operation.arguments().isEmpty() ? false : assumeOfKey(number, operation);
    };
  }

  private boolean write(long number, Invocation operation) {
    List<?> writes = (List<?>) operation.argument(0);
    if (writes.stream().anyMatch(write -> isLocked.test(((MapWrite) write).key()))) {
      return false;
    }
    for (Object each : writes) {
      MapWrite write = (MapWrite) each;
      if (write.isRemoval()) {
        remove(number, write.key());
      } else {
        put(number, write.key(), write.value());
      }
    }
    return true;
  }

  /** Foresees the writes: conditions do not see how long entries live. */
  private boolean writeAndTouch(long number, Invocation operation) {
    List<?> touches = (List<?>) operation.argument(1);
    return touches.stream().noneMatch(touch -> isLocked.test(((MapTouch) touch).key()))
        && write(number, operation);
  }

  /** As Atomix's own operations do; what they would do to a locked key is not foreseen. */
  private boolean assumeOfKey(long number, Invocation operation) {
    if (!(operation.argument(0) instanceof String key) || isLocked.test(key)) {
      return false;
    }
    PreviewedEntry before = entries.get(key);
    Boolean done =
        switch (operation.name()) {
          case "put", "putWithTtl", "putAndGet", "putAndGetWithTtl", "remove" -> true;
          case "putIfAbsent", "putIfAbsentWithTtl" -> !before.present;
          case "replace" -> before.present;
          case "removeValue", "replaceValue" -> before.holds((byte[]) operation.argument(1));
          case "removeVersion", "replaceVersion" -> before.hasVersion((Long) operation.argument(1));
          default -> null;
        };
    if (done == null) {
      return false;
    } else if (done) {
      switch (operation.name()) {
        case "remove", "removeValue", "removeVersion" -> remove(number, key);
        case "replace" -> replace(number, key, operation.argument(1));
        case "replaceValue", "replaceVersion" -> replace(number, key, operation.argument(2));
        default -> put(number, key, (byte[]) operation.argument(1));
      }
    }
    return true;
  }

  /** A value that is there already keeps its version. */
  private void put(long number, String key, byte[] value) {
    PreviewedEntry before = entries.get(key);
    entries.set(number, key, before.holds(value) ? before : before.written(value));
  }

  private void replace(long number, String key, Object value) {
    entries.set(number, key, entries.get(key).written((byte[]) value));
  }

  private void remove(long number, String key) {
    PreviewedEntry before = entries.get(key);
    entries.set(number, key, before.present ? before.removed() : before);
  }

  @Override
  public void executed(long number) {
    entries.executed(number);
  }

  @Override
  public Boolean holds(Invocation condition) {
    if (!condition.name().equals("holds")) {
      return null;
    } else if (forbids.test(
        (Collection<?>) condition.argument(1), (Boolean) condition.argument(2))) {
      return false;
    }
    Boolean all = true;
    for (Object each : (List<?>) condition.argument(0)) {
      MapCondition asked = (MapCondition) each;
      Boolean holds = asked.holds(entries.get(asked.key()));
      if (holds == null) {
        all = null;
      } else if (!holds) {
        return false;
      }
    }
    return all;
  }
}
