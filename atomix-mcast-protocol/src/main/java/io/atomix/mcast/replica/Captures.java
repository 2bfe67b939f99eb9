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
package io.atomix.mcast.replica;

import io.atomix.mcast.group.Captured;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.wire.BackupAnswer;
import io.atomix.mcast.wire.BackupContent;
import io.atomix.mcast.wire.BackupRequest;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contents that cuts of backups have found on one replica, each compressed in a file, until the
 * client has it. It is no part of what replicas agree on. Thread-safe.
 */
final class Captures {
  private static final Logger LOGGER = LoggerFactory.getLogger(Captures.class);
  private static final String PREFIX = "backup-";
  private static final int MOST = 2;
  private static final int MOST_BYTES = 1 << 20;

  /** A client that has not asked for so long does not come back. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path directory;
  private final Executor writer;
  private final LongSupplier clock;
  private final Map<MessageId, Capture> kept = new LinkedHashMap<>();
  private long number;

  /** One capture; its fields are guarded by the whole. */
  private static final class Capture {
    private final Path file;
    private final long index;
    private final List<BackupContent> contents;
    private final long size;
    private long asked;
    private BackupAnswer.CaptureState state = BackupAnswer.CaptureState.WRITING;
    private String failure = "";
    private long total;
    private long checksum;

    private Capture(Path file, Captured captured, long now) {
      this.file = file;
      this.index = captured.index();
      this.contents = captured.contents();
      this.size = captured.state() == null ? 0 : captured.state().length;
      this.asked = now;
    }
  }

  /**
   * Makes one that has none, and removes the files of those that an earlier run of this replica has
   * left.
   *
   * @param writer compresses and writes, which takes a while
   * @param clock tells the time in nanoseconds of any origin
   */
  Captures(File directory, Executor writer, LongSupplier clock) {
    this.directory = directory.toPath();
    this.writer = writer;
    this.clock = clock;
    removeOld();
  }

  private void removeOld() {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> old = Files.newDirectoryStream(directory, PREFIX + "*")) {
      for (Path file : old) {
        Files.delete(file);
      }
    } catch (IOException e) {
      LOGGER.warn("Files of an earlier backup in {} cannot be removed", directory, e);
    }
  }

  /** Keeps what a cut has found; the oldest goes if there are too many. */
  void keep(Captured captured) {
    Capture capture;
    synchronized (this) {
      Path file = directory.resolve(PREFIX + ++number);
      capture = new Capture(file, captured, clock.getAsLong());
      Iterator<MessageId> oldest = kept.keySet().iterator();
      while (kept.size() >= MOST) {
        remove(kept.get(oldest.next()));
        oldest.remove();
      }
      kept.put(captured.cut(), capture);
    }
    if (captured.state() == null) {
      failed(capture, captured.failure());
    } else {
      writer.execute(() -> write(capture, captured.state()));
    }
  }

  private void write(Capture capture, byte[] state) {
    try {
      Files.createDirectories(directory);
      CRC32C checksum = new CRC32C();
      Deflater deflater = new Deflater(Deflater.BEST_SPEED);
      try (OutputStream file = Files.newOutputStream(capture.file);
          OutputStream out =
              new DeflaterOutputStream(
                  new CheckedOutputStream(file, checksum), deflater, 1 << 16)) {
        out.write(state);
      } finally {
        deflater.end();
      }
      long total = Files.size(capture.file);
      synchronized (this) {
        capture.total = total;
        capture.checksum = checksum.getValue();
        capture.state = BackupAnswer.CaptureState.READY;
        if (!kept.containsValue(capture)) {
          remove(capture);
        }
      }
    } catch (IOException | RuntimeException e) {
      failed(capture, e);
    }
  }

  private synchronized void failed(Capture capture, Throwable reason) {
    LOGGER.warn("What a backup has found cannot be written to {}", capture.file, reason);
    capture.state = BackupAnswer.CaptureState.FAILED;
    capture.failure = reason.toString();
    remove(capture);
  }

  private static void remove(Capture capture) {
    try {
      Files.deleteIfExists(capture.file);
    } catch (IOException e) {
      LOGGER.warn("{} cannot be removed", capture.file, e);
    }
  }

  /** Answers a request. */
  synchronized BackupAnswer answer(BackupRequest request) {
    Capture capture = kept.get(request.cut());
    if (capture == null) {
      return BackupAnswer.without(BackupAnswer.CaptureState.UNKNOWN, "");
    }
    capture.asked = clock.getAsLong();
    if (request.most() <= 0) {
      kept.remove(request.cut());
      remove(capture);
      return BackupAnswer.without(BackupAnswer.CaptureState.UNKNOWN, "");
    }
    if (capture.state != BackupAnswer.CaptureState.READY) {
      return BackupAnswer.without(capture.state, capture.failure);
    }
    try {
      return new BackupAnswer(
          capture.state,
          capture.failure,
          capture.index,
          request.offset() == 0 ? capture.contents : List.of(),
          capture.size,
          capture.total,
          capture.checksum,
          read(capture, request));
    } catch (IOException | UncheckedIOException e) {
      failed(capture, e);
      return BackupAnswer.without(capture.state, capture.failure);
    }
  }

  private static byte[] read(Capture capture, BackupRequest request) throws IOException {
    long left = Math.max(0, capture.total - Math.max(0, request.offset()));
    byte[] bytes = new byte[(int) Math.min(left, Math.min(request.most(), MOST_BYTES))];
    if (bytes.length > 0) {
      try (RandomAccessFile file = new RandomAccessFile(capture.file.toFile(), "r")) {
        file.seek(Math.max(0, request.offset()));
        file.readFully(bytes);
      }
    }
    return bytes;
  }

  /** Forgets those that nobody has asked for lately. */
  synchronized void tick() {
    long now = clock.getAsLong();
    kept.values()
        .removeIf(
            capture -> {
              boolean over =
                  now - capture.asked > PATIENCE.toNanos()
                      && capture.state != BackupAnswer.CaptureState.WRITING;
              if (over) {
                remove(capture);
              }
              return over;
            });
  }

  /** Forgets all. */
  synchronized void clear() {
    kept.values().forEach(Captures::remove);
    kept.clear();
  }
}
