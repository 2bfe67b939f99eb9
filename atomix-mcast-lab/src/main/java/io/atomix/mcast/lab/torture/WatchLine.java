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
package io.atomix.mcast.lab.torture;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Record of one call of the listener of a watch, or of another thing that happened to it.
 *
 * @param kind what happened
 * @param time when, on the histories' clock
 * @param kept the position behind it, as JSON, which is kept with this line; of a beginning the one
 *     to go on behind, none if that is with all entries
 * @param entries all entries
 * @param lost the numbers of the partitions of which changes are lost
 * @param messages what was changed
 * @param text who or why
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record WatchLine(
    WatchKind kind,
    long time,
    String kept,
    Map<String, WatchedEntry> entries,
    Set<Integer> lost,
    List<WatchedChange> messages,
    String text) {

  /** A kind of line. */
  enum WatchKind {
    /** A watch is about to begin, or to go on behind the position. */
    BEGIN,
    /** It was told all entries. */
    SNAPSHOT,
    /** It was told changes. */
    CHANGES,
    /** Its position is older than the history: it begins anew with all entries. */
    GONE,
    /** It ended without being closed, or was refused for another reason. */
    ENDED,
    /** It has been told all that there is. */
    DRAINED
  }

  /** An entry as it was told. */
  record WatchedEntry(String value, long version) {}

  /**
   * Changes of one message.
   *
   * @param message its name
   * @param partitions their numbers
   */
  record WatchedChange(
      String message,
      Set<Integer> partitions,
      Map<String, WatchedEntry> written,
      Set<String> removed) {}

  static WatchLine of(WatchKind kind, long time, String kept, String text) {
    return new WatchLine(kind, time, kept, null, null, null, text);
  }
}
