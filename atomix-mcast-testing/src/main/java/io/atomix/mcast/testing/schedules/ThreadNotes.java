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
package io.atomix.mcast.testing.schedules;

import java.util.ArrayList;
import java.util.List;

/** Things that threads have noted, in their order. Thread-safe; to note something is no step. */
public final class ThreadNotes<T> {
  private final List<T> notes = new ArrayList<>();

  /** ThreadNotes a thing. */
  public synchronized void add(T note) {
    notes.add(note);
  }

  /** Returns all that was noted so far. */
  public synchronized List<T> all() {
    return new ArrayList<>(notes);
  }
}
