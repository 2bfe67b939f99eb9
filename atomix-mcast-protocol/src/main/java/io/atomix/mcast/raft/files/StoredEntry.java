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
package io.atomix.mcast.raft.files;

import io.atomix.protocols.raft.partition.impl.RaftNamespaces;
import io.atomix.protocols.raft.storage.log.entry.RaftLogEntry;

/**
 * Entry of a log as it is in a file.
 *
 * @param index its place in the log
 * @param position where it begins in its file
 * @param bytes what Raft has written, behind length and checksum
 */
public record StoredEntry(long index, long position, byte[] bytes) {

  /** Takes entries, one after the other. */
  @FunctionalInterface
  public interface EntrySink {

    /** Takes the next entry. */
    void entry(StoredEntry entry);
  }

  /**
   * Returns what the bytes mean to Raft.
   *
   * @throws RuntimeException of Kryo if they mean nothing, though their checksum is right
   */
  public RaftLogEntry decode() {
    return RaftNamespaces.RAFT_STORAGE.deserialize(bytes);
  }
}
