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
package io.atomix.mcast.trace.rules;

import io.atomix.mcast.trace.TraceEvent.FootprintPart;
import java.util.List;
import java.util.Map;

/** Conflicts between what messages touch in one group, found anew from what is recorded. */
final class RecordedFootprint {
  private static final String WRITE = "write";

  private RecordedFootprint() {}

  /** Returns whether two footprints certainly meet; not if one of them is not known (null). */
  static boolean conflict(List<FootprintPart> one, List<FootprintPart> other) {
    return one != null
        && other != null
        && one.stream().anyMatch(part -> other.stream().anyMatch(that -> conflict(part, that)));
  }

  private static boolean conflict(FootprintPart one, FootprintPart other) {
    boolean same =
        one.primitive() == null
            || other.primitive() == null
            || one.primitive().equals(other.primitive());
    return same
        && (conflict(one.whole(), other.whole())
            || conflict(one.whole(), other.keys())
            || conflict(other.whole(), one.keys())
            || one.keys().entrySet().stream()
                .anyMatch(key -> conflict(key.getValue(), other.keys().get(key.getKey()))));
  }

  private static boolean conflict(String access, Map<String, String> keys) {
    return keys.values().stream().anyMatch(each -> conflict(access, each));
  }

  /** Two that only read, or that commute, need no order. */
  private static boolean conflict(String one, String other) {
    return one != null && other != null && (one.equals(WRITE) || !one.equals(other));
  }
}
