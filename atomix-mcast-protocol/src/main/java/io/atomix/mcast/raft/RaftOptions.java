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
package io.atomix.mcast.raft;

import io.atomix.storage.StorageLevel;
import java.io.File;
import java.time.Duration;

/**
 * Options of one Raft server and its clients.
 *
 * @param name the name of the group in messages, files and threads
 * @param electionTimeout how long a follower waits for its leader
 * @param heartbeatInterval how often a leader says that it leads
 * @param sessionTimeout how long a session lives without a sign of life
 */
public record RaftOptions(
    String name,
    Duration electionTimeout,
    Duration heartbeatInterval,
    Duration sessionTimeout,
    Files files) {

  /**
   * Options of the files of one server.
   *
   * @param directory the folder of the log and the snapshots
   * @param segmentBytes the size of a file of the log
   * @param maxEntryBytes the size of the largest entry
   * @param flushOnCommit whether an entry is on the disk before it is acknowledged
   * @param dynamicCompaction whether the log is cut only when space is short
   * @param freeDiskBuffer the share of the disk below which space is short
   * @param freeMemoryBuffer the share of the memory below which space is short
   */
  public record Files(
      File directory,
      StorageLevel level,
      int segmentBytes,
      int maxEntryBytes,
      boolean flushOnCommit,
      boolean dynamicCompaction,
      double freeDiskBuffer,
      double freeMemoryBuffer) {}
}
