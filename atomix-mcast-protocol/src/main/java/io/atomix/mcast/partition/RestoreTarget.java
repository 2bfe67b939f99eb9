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
package io.atomix.mcast.partition;

import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.replica.RestoreFile;
import io.atomix.primitive.partition.PartitionId;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The folders of one member's replicas of a partition group, into which a backup is put before the
 * group's first start. Not thread-safe.
 */
public final class RestoreTarget {
  private static final String FORMAT = "format";

  private final GenericMulticastPartitionGroupConfig config;
  private final List<GroupId> partitions = new ArrayList<>();

  /**
   * Creates the target of a group.
   *
   * @param config the group, checked, with the folder of its data
   * @param member whose replicas these are
   */
  public RestoreTarget(GenericMulticastPartitionGroupConfig config, String member) {
    this.config = config;
    for (int number = 1; number <= config.getPartitions(); number++) {
      if (Placement.members(config, number).stream().anyMatch(id -> id.id().equals(member))) {
        partitions.add(new GroupId(config.getName(), number));
      }
    }
  }

  /** Returns the partitions that the member has a replica of. */
  public List<GroupId> partitions() {
    return List.copyOf(partitions);
  }

  /** Returns the folder of the replica of a partition. */
  public File directory(GroupId partition) {
    PartitionId id = PartitionId.from(partition.group(), partition.partition());
    return new PartitionOptions(id, id.toString(), config).directory();
  }

  /** Returns the first folder that holds data already, null if none does. */
  public File occupied() {
    for (GroupId partition : partitions) {
      File directory = directory(partition);
      String[] files = directory.list();
      for (String file : files == null ? new String[0] : files) {
        if (!file.equals(FORMAT) && !RestoreFile.isName(file)) {
          return directory;
        }
      }
    }
    return null;
  }

  /**
   * Returns the id of a backup, other than this one, that a partition was restored from and has not
   * begun with yet; null if there is none.
   */
  public String awaitingOther(String backup) {
    return partitions.stream()
        .map(partition -> RestoreFile.backupIn(directory(partition), partition))
        .filter(found -> found != null && !found.equals(backup))
        .findFirst()
        .orElse(null);
  }

  /**
   * Writes what a partition begins with; it counts after {@link #finish}. Until then the member
   * does not start.
   *
   * @throws IOException if the bytes end too early, are damaged, or cannot be written
   */
  public void write(GroupId partition, String backup, long total, int checksum, InputStream bytes)
      throws IOException {
    RestoreFile.begin(directory(partition), backup, partition, total, checksum, bytes);
  }

  /** Makes all that was written count. */
  public void finish() throws IOException {
    for (GroupId partition : partitions) {
      RestoreFile.finish(directory(partition));
    }
  }

  /** Removes what was written, as far as it goes; the first failure was told already. */
  public void abandon() {
    for (GroupId partition : partitions) {
      try {
        RestoreFile.abandon(directory(partition));
      } catch (IOException e) {
        // What is left keeps the member from starting, and says so.
        continue;
      }
    }
  }
}
