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
package io.atomix.mcast.group;

import io.atomix.mcast.observe.StateView;

/**
 * The replica that a group's service runs on: it takes what comes of each entry, and says how its
 * Raft log stands. Called on the thread that applies the log; must neither block nor throw.
 *
 * <p>The service may be replaced at any time by a restored one, which calls {@link #hosts} and
 * {@link #restored} and goes on.
 */
public interface GroupHost extends LocalFacts {

  /**
   * Returns whether a service that was not restored may begin with nothing at this entry: the log
   * goes back to its first entry. Asked once.
   */
  default boolean startsEmpty(long index) {
    return true;
  }

  /**
   * Returns the index of the last snapshot that the leader has sent and that went beyond what was
   * applied when it came, so that the service must be restored from it before it is given a later
   * entry; 0 if there was none. Asked with each entry.
   */
  default long awaitedSnapshot() {
    return 0;
  }

  /**
   * A new service takes the place of the one before.
   *
   * @param view looks at its state, from any thread
   * @param judge judges conditional messages on previews (rule 11)
   */
  default void hosts(StateView view, Judge judge) {}

  /** Takes all that came of an entry, or of the time that it brought. */
  void applied(GroupEffects effects);

  /**
   * The state was replaced by that of a snapshot: forget all that was said of entries, and start
   * from this.
   */
  void restored(GroupContents contents);

  /**
   * Queries were answered without an entry.
   *
   * @param asked how many came in one request
   * @param answered how many of them were answered; the others become entries
   * @param blocked whether one of them has to wait for messages that are pending here
   */
  default void queried(int asked, int answered, boolean blocked) {}

  /** A snapshot is about to be written; {@link #snapshotEnds} follows, unless it fails. */
  default void snapshotBegins() {}

  /** The snapshot has so many bytes. */
  default void snapshotEnds(int bytes) {}

  /** The state is not what the log says, and this replica must not serve any more. */
  void broken(Throwable reason);
}
