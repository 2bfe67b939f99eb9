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
package io.atomix.mcast.primitives.map;

import java.util.Objects;

/** The beginning of a {@link MulticastMap#watch}. Instances are immutable. */
public sealed interface WatchFrom {
  /** Begins with the changes that come behind some moment after the call. */
  static WatchFrom now() {
    return SimpleStart.NOW;
  }

  /**
   * Begins with all entries as they are at some moment after the call, and goes on with the changes
   * behind it.
   */
  static WatchFrom snapshot() {
    return SimpleStart.SNAPSHOT;
  }

  /**
   * Begins with the changes behind a kept position. The watch is refused, with an {@link
   * IllegalArgumentException}, if the position is of another map, or of one that was deleted and
   * created anew, if the map has not come so far (as after a restore of an older backup), and if
   * the history does not hold any more what comes behind it.
   *
   * <p>After a restore of a backup that is older than the position, the map makes other changes at
   * positions that were told before. Nothing tells them apart once it has come that far again:
   * begin with {@link #snapshot} then.
   */
  static WatchFrom after(MapPosition position) {
    return new KeptStart(position);
  }

  /** A beginning that needs no position. */
  enum SimpleStart implements WatchFrom {
    /** With the changes that come. */
    NOW,
    /** With all entries. */
    SNAPSHOT
  }

  /**
   * A beginning behind a kept position.
   *
   * @param position the position
   */
  record KeptStart(MapPosition position) implements WatchFrom {
    /** Checks that there is one. */
    public KeptStart {
      Objects.requireNonNull(position, "position");
    }
  }
}
