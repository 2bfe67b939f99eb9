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
package io.atomix.mcast.agent.backup;

import io.atomix.mcast.wire.BackupContent;
import java.util.List;

/**
 * Table of contents of a backup, as JSON in its file. Fields may be added, and are never renamed.
 *
 * @param backup the id of the backup
 * @param taken when it was taken, by the clock of the machine that took it, as ISO 8601 has it
 * @param version the version of atomix-mcast that took it
 * @param groups the partition groups
 * @param parts the partitions, in the order of their bytes in the file
 */
record TableOfContents(
    String backup, String taken, String version, List<Group> groups, List<Part> parts) {

  /** A partition group, and how many partitions it has. */
  record Group(String name, int partitions) {}

  /**
   * A partition.
   *
   * @param index the index of the cut in the partition's log
   * @param offset where in the file its bytes begin
   * @param bytes how many there are
   * @param checksum their CRC-32C
   * @param uncompressed how many bytes they make
   * @param primitives what is in it, in the order of the names
   */
  record Part(
      String group,
      int partition,
      long index,
      long offset,
      long bytes,
      long checksum,
      long uncompressed,
      List<Primitive> primitives) {}

  /**
   * A primitive in a partition.
   *
   * @param entries how many entries it has there, -1 if its service does not tell
   * @param bytes how many bytes it takes there, uncompressed
   */
  record Primitive(String name, String type, long entries, long bytes) {
    static Primitive of(BackupContent content) {
      return new Primitive(content.name(), content.type(), content.entries(), content.bytes());
    }
  }
}
