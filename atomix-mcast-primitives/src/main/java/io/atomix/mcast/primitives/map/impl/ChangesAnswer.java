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

import java.util.ArrayList;
import java.util.List;

/** A piece of a partition's history of changes. Immutable. */
public final class ChangesAnswer {
  private final long incarnation;
  private final long oldest;
  private final long newest;
  private final ArrayList<StoredChanges> changes;

  ChangesAnswer(long incarnation, long oldest, long newest, List<StoredChanges> changes) {
    this.incarnation = incarnation;
    this.oldest = oldest;
    this.newest = newest;
    this.changes = new ArrayList<>(changes);
  }

  /** Returns the number of the history, which that of another map does not share; 0 for none. */
  long incarnation() {
    return incarnation;
  }

  /** Returns the oldest position that is kept, one more than the newest if there is none. */
  long oldest() {
    return oldest;
  }

  /** Returns the newest position, 0 if there was none. */
  long newest() {
    return newest;
  }

  /** Returns changes without a hole between them; not all that there are if they are many. */
  List<StoredChanges> changes() {
    return changes;
  }
}
