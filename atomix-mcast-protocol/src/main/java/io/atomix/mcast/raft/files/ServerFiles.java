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

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files of one server, before it opens them and after it has closed them. */
public final class ServerFiles {
  private static final Logger LOGGER = LoggerFactory.getLogger(ServerFiles.class);

  private final Path folder;
  private final String name;

  /**
   * Looks after the files of a server.
   *
   * @param name what their names begin with
   */
  public ServerFiles(File folder, String name) {
    this.folder = folder.toPath();
    this.name = name;
  }

  /**
   * Checks the files before the server opens them, and notes that they change from now on.
   *
   * @throws DamagedFilesException if some are damaged; nothing is changed then
   */
  public void begin() {
    try {
      FilesReport report = FilesCheck.of(folder, name, null);
      if (!report.isWhole()) {
        throw new DamagedFilesException(report);
      }
      removeUnfinished(report);
      long term = report.term();
      long snapshot = report.snapshot().map(SnapshotScan::index).orElse(0L);
      Optional<Seal> last = seal();
      Seal open =
          last.orElseGet(() -> new Seal(false, Boot.UNKNOWN, term, 0, snapshot, List.of())).open();
      if (!last.equals(Optional.of(open))) {
        Files.createDirectories(folder);
        open.write(file(FilesCheck.SEAL), true);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The files in %s cannot be checked: %s. Correct the folder's permissions, or free space on its disk, and start this member again"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  private Optional<Seal> seal() throws IOException {
    try {
      return Seal.read(file(FilesCheck.SEAL));
    } catch (Seal.SealException e) {
      throw new IOException(e);
    }
  }

  /** Atomix cannot open a file whose making was interrupted before anything was written into it. */
  private static void removeUnfinished(FilesReport report) throws IOException {
    for (SegmentScan each : report.segments()) {
      if (each.isBlank()) {
        Files.delete(each.file());
      }
    }
  }

  /**
   * Notes how the server has left its files. Of files that cannot be noted it is only known that
   * they were in use. Never fails.
   *
   * @param committed the last entry that is known to be committed
   */
  public void seal(long committed) {
    try {
      FilesReport report = FilesCheck.of(folder, name, null);
      if (!report.isWhole()) {
        LOGGER.warn("Files in {} are not whole as they are left: {}", folder, report.faults());
        return;
      }
      List<Seal.SealedFile> files = new ArrayList<>();
      for (SegmentScan each : report.readable()) {
        files.add(sealed(each.file(), each.end()));
      }
      Optional<SnapshotScan> current = report.snapshot();
      if (current.isPresent() && current.get().checked()) {
        files.add(sealed(current.get().file(), current.get().end()));
      }
      for (Path each : List.of(file(".meta"), file(".conf"))) {
        if (Files.exists(each)) {
          files.add(sealed(each, Files.size(each)));
        }
      }
      long snapshot = current.map(SnapshotScan::index).orElse(0L);
      long end = Math.max(snapshot, report.lastEntry());
      new Seal(true, Boot.current(), report.term(), Math.min(committed, end), snapshot, files)
          .write(file(FilesCheck.SEAL), false);
    } catch (IOException | RuntimeException e) {
      LOGGER.warn("It cannot be noted how the files in {} are left", folder, e);
    }
  }

  private static Seal.SealedFile sealed(Path file, long length) throws IOException {
    return new Seal.SealedFile(
        file.getFileName().toString(), length, SegmentScan.checksum(file, length));
  }

  private Path file(String ending) {
    return folder.resolve(name + ending);
  }
}
