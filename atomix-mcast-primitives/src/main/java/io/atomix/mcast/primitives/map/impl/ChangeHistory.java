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

import io.atomix.primitive.service.BackupInput;
import io.atomix.primitive.service.BackupOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The latest changes of a partition of a map, by position: no more than so many, and no more than
 * so many bytes, but for the newest. There is none until somebody wants to watch.
 */
final class ChangeHistory {
  private final TreeMap<Long, StoredChanges> kept = new TreeMap<>();
  private int size;
  private long bytes;
  private long keptBytes;
  private long newest;
  private long incarnation;

  /** The sessions that are to be told of the next change, once. */
  private final TreeSet<Long> waiting = new TreeSet<>();

  /** Returns whether changes are kept. */
  boolean isOn() {
    return size > 0;
  }

  /**
   * Has changes be kept from now on: as many as the one who wants most of them.
   *
   * @param index the index of the log, which tells this history from that of another map
   */
  void keep(int wantedSize, long wantedBytes, long index) {
    if (!isOn()) {
      incarnation = index;
    }
    size = Math.max(size, Math.max(1, wantedSize));
    bytes = Math.max(bytes, wantedBytes);
  }

  /** Takes the changes of a message, and returns their position. */
  long add(UUID client, long number, List<StoredChange> changes) {
    newest++;
    StoredChanges added = new StoredChanges(newest, client, number, changes);
    kept.put(newest, added);
    keptBytes += added.size();
    while (kept.size() > size || kept.size() > 1 && keptBytes > bytes) {
      keptBytes -= kept.pollFirstEntry().getValue().size();
    }
    return newest;
  }

  /** Returns what is known, without changes. */
  ChangesAnswer moment() {
    return behind(newest, 0);
  }

  /** Returns the changes behind a position, as many as fit into so many bytes, and one at least. */
  ChangesAnswer behind(long position, int most) {
    List<StoredChanges> piece = new ArrayList<>();
    long taken = 0;
    for (StoredChanges next : kept.tailMap(position, false).values()) {
      if (taken > 0 && taken + next.size() > most) {
        break;
      }
      piece.add(next);
      taken += next.size();
    }
    return new ChangesAnswer(incarnation, newest + 1 - kept.size(), newest, piece);
  }

  /**
   * Notes that a session is to be told of the next change.
   *
   * @return whether there is one behind the position already, so that it is not told
   */
  boolean await(long session, long position) {
    if (newest > position) {
      return true;
    }
    waiting.add(session);
    return false;
  }

  /** Returns the sessions that are to be told of a change, and forgets them. */
  List<Long> takeWaiting() {
    if (waiting.isEmpty()) {
      return List.of();
    }
    List<Long> taken = List.copyOf(waiting);
    waiting.clear();
    return taken;
  }

  /** Forgets a session. */
  void release(long session) {
    waiting.remove(session);
  }

  void backup(BackupOutput out) {
    out.writeInt(size).writeLong(bytes).writeLong(incarnation).writeLong(newest);
    out.writeInt(kept.size());
    kept.values().forEach(out::writeObject);
    out.writeInt(waiting.size());
    waiting.forEach(out::writeLong);
  }

  void restore(BackupInput in) {
    kept.clear();
    waiting.clear();
    keptBytes = 0;
    size = in.readInt();
    bytes = in.readLong();
    incarnation = in.readLong();
    newest = in.readLong();
    for (int left = in.readInt(); left > 0; left--) {
      StoredChanges changes = in.readObject();
      kept.put(changes.position(), changes);
      keptBytes += changes.size();
    }
    for (int left = in.readInt(); left > 0; left--) {
      waiting.add(in.readLong());
    }
  }
}
