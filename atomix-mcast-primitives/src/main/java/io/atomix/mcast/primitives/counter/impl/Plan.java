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

import java.util.Map;

/**
 * A transaction that can be committed.
 *
 * @param conditions what each counter has to be
 * @param then what to do if all conditions hold
 * @param otherwise what to do if not; may be empty
 */
record Plan<K>(Map<K, Range> conditions, Branch<K> then, Branch<K> otherwise) {

  /** Returns the branch that is done if the conditions hold, or if they do not. */
  Branch<K> branch(boolean held) {
    return held ? then : otherwise;
  }

  /** Returns whether it only reads, whichever branch is done. */
  boolean changesNothing() {
    return then.changed().isEmpty() && otherwise.changed().isEmpty();
  }
}
