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
package io.atomix.mcast.ordering;

import java.util.Map;

/**
 * Rule 12: what one replica remembers of where its group's log last had something that changes what
 * a footprint reads, whether that was executed at once or is pending. It begins when it is first
 * asked to, ends when nobody has asked for long, and takes anything before its beginning for a
 * change. Of a bounded size: what shares a slot by chance merely seems to be changed.
 *
 * <p>It is no part of the replicated state, and nothing that the log means depends on it. Not
 * thread-safe.
 */
public final class RecentWrites {
  private static final int SLOTS = 1 << 15;

  /** So many changes are remembered beyond the last one that anybody cared for. */
  private static final int PATIENCE = 100_000;

  private static final long WHOLE = 0x9E3779B97F4A7C15L;
  private static final long ANY_KEY = 0xC2B2AE3D27D4EB4FL;

  /** The highest log index of a change, by what it changes; null if nothing is remembered. */
  private long[] latest;

  /** The log index up to which anything may have changed. */
  private long since;

  private int unasked;

  /** Somebody reads the state as of this log index, and will ask what has changed since. */
  public void watch(long index) {
    unasked = 0;
    if (latest == null) {
      latest = new long[SLOTS];
      since = index;
    }
  }

  /** A message with this footprint is submitted by the entry at this log index. */
  public void submitted(GroupFootprint footprint, long index) {
    if (latest == null) {
      return;
    }
    if (++unasked > PATIENCE) {
      latest = null;
      return;
    }
    if (footprint.isEverything()) {
      if (!footprint.onlyReads()) {
        latest = null;
      }
      return;
    }
    note(footprint, index);
    footprint.others().forEach(other -> note(other, index));
  }

  /** Takes note of what is changed in the primitive that a footprint names first. */
  private void note(GroupFootprint footprint, long index) {
    String primitive = footprint.primitive();
    if (footprint.whole() != null && footprint.whole() != Access.READ) {
      latest[slot(primitive, WHOLE)] = index;
    }
    boolean any = false;
    for (Map.Entry<Long, Access> key : footprint.keys().entrySet()) {
      if (key.getValue() != Access.READ) {
        latest[slot(primitive, key.getKey())] = index;
        any = true;
      }
    }
    if (any) {
      latest[slot(primitive, ANY_KEY)] = index;
    }
  }

  /** The entry at this log index changes a whole primitive. */
  public void changed(String primitive, long index) {
    if (latest != null) {
      latest[slot(primitive, WHOLE)] = index;
    }
  }

  /**
   * Returns whether anything that conflicts with a footprint may have been submitted after this log
   * index; true of a footprint that does not only read.
   */
  public boolean mayHaveChanged(GroupFootprint footprint, long index) {
    if (latest == null || index < since || !footprint.onlyReads()) {
      return true;
    }
    return hasChanged(footprint, index)
        || footprint.others().stream().anyMatch(other -> hasChanged(other, index));
  }

  private boolean hasChanged(GroupFootprint footprint, long index) {
    if (footprint.whole() == null && footprint.keys().isEmpty()) {
      return false;
    }
    String primitive = footprint.primitive();
    if (latest[slot(primitive, WHOLE)] > index
        || footprint.whole() != null && latest[slot(primitive, ANY_KEY)] > index) {
      return true;
    }
    for (Long key : footprint.keys().keySet()) {
      if (latest[slot(primitive, key)] > index) {
        return true;
      }
    }
    return false;
  }

  private static int slot(String primitive, long what) {
    long hash = (what ^ primitive.hashCode() * WHOLE) * ANY_KEY;
    return (int) (hash >>> 40) & SLOTS - 1;
  }
}
