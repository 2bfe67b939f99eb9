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

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * State of the files of one server.
 *
 * @param folder where they are
 * @param name what their names begin with
 * @param segments the files of the log, in the order of their numbers
 * @param snapshots the snapshots, in the order of their entries
 * @param term the term by the metadata
 * @param closed whether the server was stopped in good order, so that every byte has been compared
 * @param notes what is worth a word and does not matter
 * @param faults what is damaged; none if all is whole
 */
public record FilesReport(
    Path folder,
    String name,
    List<SegmentScan> segments,
    List<SnapshotScan> snapshots,
    long term,
    boolean closed,
    List<String> notes,
    List<FileFault> faults) {

  /** Returns whether nothing is damaged. */
  public boolean isWhole() {
    return faults.isEmpty();
  }

  /** Returns the files of the log that have something in them that can be read. */
  List<SegmentScan> readable() {
    return segments.stream().filter(each -> !each.isBlank() && each.fault() == null).toList();
  }

  /** Returns the index of the first entry in the log, 0 if there is none. */
  public long firstEntry() {
    return readable().stream()
        .filter(each -> each.lastPosition() > 0)
        .findFirst()
        .map(SegmentScan::first)
        .orElse(0L);
  }

  /** Returns the index of the last entry in the log, 0 if there is none. */
  public long lastEntry() {
    return readable().stream()
        .filter(each -> each.lastPosition() > 0)
        .mapToLong(SegmentScan::last)
        .max()
        .orElse(0);
  }

  /** Returns the snapshot that counts. */
  public Optional<SnapshotScan> snapshot() {
    return snapshots.stream()
        .filter(each -> each.complete() && each.fault() == null)
        .reduce((earlier, later) -> later);
  }
}
