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

import io.atomix.core.iterator.impl.IteratorBatch;
import io.atomix.primitive.service.BackupInput;
import io.atomix.primitive.service.BackupOutput;
import io.atomix.utils.time.Versioned;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Entries of one partition as they were at some moments, each kept for the session that wants to
 * fetch them. They are sorted, so that a position means the same on every replica.
 */
final class FixedSnapshots {
  /** More are kept for nobody: who abandons some must not fill the memory of the replicas. */
  static final int MOST_OF_A_SESSION = 16;

  static final int PIECE_BYTES = 128 * 1024;

  private final TreeMap<Long, TreeMap<Long, List<Map.Entry<String, Versioned<byte[]>>>>> bySession =
      new TreeMap<>();

  void keep(long session, long number, List<Map.Entry<String, Versioned<byte[]>>> sorted) {
    TreeMap<Long, List<Map.Entry<String, Versioned<byte[]>>>> kept =
        bySession.computeIfAbsent(session, each -> new TreeMap<>());
    kept.put(number, sorted);
    while (kept.size() > MOST_OF_A_SESSION) {
      kept.pollFirstEntry();
    }
  }

  /**
   * Returns the piece of so many at most that begins at a position, or null if there is no such
   * snapshot.
   */
  IteratorBatch<Map.Entry<String, Versioned<byte[]>>> piece(
      long session, long number, int position, int most) {
    List<Map.Entry<String, Versioned<byte[]>>> entries =
        bySession.containsKey(session) ? bySession.get(session).get(number) : null;
    if (entries == null || position < 0 || position > entries.size()) {
      return null;
    }
    List<Map.Entry<String, Versioned<byte[]>>> piece = new ArrayList<>();
    int next = position;
    for (int bytes = 0;
        next < entries.size() && bytes < PIECE_BYTES && next - position < most;
        next++) {
      piece.add(entries.get(next));
      bytes += size(entries.get(next));
    }
    return new IteratorBatch<>(number, next, piece, next == entries.size());
  }

  void release(long session, long number) {
    bySession.computeIfPresent(
        session,
        (each, kept) -> {
          kept.remove(number);
          return kept.isEmpty() ? null : kept;
        });
  }

  void releaseAll(long session) {
    bySession.remove(session);
  }

  /** Returns about how many bytes an entry takes in an answer. */
  static int size(Map.Entry<String, Versioned<byte[]>> entry) {
    byte[] value = entry.getValue().value();
    return entry.getKey().length() + (value == null ? 0 : value.length) + 32;
  }

  void backup(BackupOutput output) {
    output.writeInt(bySession.size());
    bySession.forEach(
        (session, kept) -> {
          output.writeLong(session);
          output.writeInt(kept.size());
          kept.forEach(
              (number, entries) -> {
                output.writeLong(number);
                output.writeInt(entries.size());
                entries.forEach(entry -> write(output, entry));
              });
        });
  }

  private static void write(BackupOutput output, Map.Entry<String, Versioned<byte[]>> entry) {
    byte[] value = entry.getValue().value();
    output.writeObject(entry.getKey());
    output.writeLong(entry.getValue().version());
    output.writeLong(entry.getValue().creationTime());
    output.writeInt(value == null ? -1 : value.length);
    if (value != null) {
      output.writeBytes(value);
    }
  }

  void restore(BackupInput input) {
    bySession.clear();
    for (int sessions = input.readInt(); sessions > 0; sessions--) {
      long session = input.readLong();
      TreeMap<Long, List<Map.Entry<String, Versioned<byte[]>>>> kept = new TreeMap<>();
      for (int snapshots = input.readInt(); snapshots > 0; snapshots--) {
        long number = input.readLong();
        int size = input.readInt();
        List<Map.Entry<String, Versioned<byte[]>>> entries = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
          entries.add(read(input));
        }
        kept.put(number, entries);
      }
      bySession.put(session, kept);
    }
  }

  private static Map.Entry<String, Versioned<byte[]>> read(BackupInput input) {
    String key = input.readObject();
    long version = input.readLong();
    long created = input.readLong();
    int length = input.readInt();
    return Entries.of(
        key, new Versioned<>(length < 0 ? null : input.readBytes(length), version, created));
  }
}
