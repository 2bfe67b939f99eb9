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
package io.atomix.mcast.exchange;

import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.MessageId;
import java.util.ArrayList;
import java.util.List;

/**
 * Rule 10: the outcomes that nobody asks for any more, which gather until they are worth an entry.
 * Not thread-safe.
 */
final class Forgetting {
  private static final int IDS_PER_ENTRY = 500;

  /**
   * Number of resend intervals for which outcomes gather before they are forgotten, unless there
   * are many: an entry for what nobody waits for holds up whatever is to be appended next.
   */
  private static final int INTERVALS = 4;

  private final long nanos;
  private final List<MessageId> ids = new ArrayList<>();
  private long forgotAt;

  Forgetting(long resendNanos, long now) {
    this.nanos = INTERVALS * resendNanos;
    this.forgotAt = now;
  }

  /** Returns whether it is time to forget something. */
  boolean isDue(int remembered, long now) {
    return remembered >= IDS_PER_ENTRY || now - forgotAt >= nanos;
  }

  void add(Entry forget) {
    ids.addAll(((Entry.Forget) forget).ids());
  }

  /** Returns the entries that forget what was added. */
  List<Entry.OrderEntry> take(long now) {
    List<Entry.OrderEntry> entries = new ArrayList<>(0);
    for (int i = 0; i < ids.size(); i += IDS_PER_ENTRY) {
      entries.add(
          new Entry.Forget(List.copyOf(ids.subList(i, Math.min(ids.size(), i + IDS_PER_ENTRY)))));
    }
    if (!ids.isEmpty()) {
      forgotAt = now;
      ids.clear();
    }
    return entries;
  }
}
