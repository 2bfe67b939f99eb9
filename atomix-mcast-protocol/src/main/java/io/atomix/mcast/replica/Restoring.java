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

import io.atomix.mcast.group.GroupCounts;
import io.atomix.mcast.group.Loaded;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.WireException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what a replica was given by a restore into the log of its group, if it leads, and lets
 * nothing else in before. Whoever leads does so, from where the log is. Thread-safe.
 */
final class Restoring {
  private static final Logger LOGGER = LoggerFactory.getLogger(Restoring.class);

  private final RestoreFile file;
  private final int most;
  private final Function<List<Command>, CompletableFuture<?>> log;
  private final Consumer<Throwable> broken;
  private Loaded loaded = new Loaded("", 0, false);
  private boolean appending;
  private boolean complained;

  /** True once this replica has sent the last part. */
  private volatile boolean saidAll;

  private volatile boolean pending;

  /**
   * Makes the restore of a replica.
   *
   * @param file what was given; null for nothing
   * @param maxEntryBytes how large an entry of the log may be
   * @param log appends an entry; completes when it is applied here
   * @param broken told that the group does not begin with what this replica was given
   */
  Restoring(
      RestoreFile file,
      int maxEntryBytes,
      Function<List<Command>, CompletableFuture<?>> log,
      Consumer<Throwable> broken) {
    this.file = file;
    this.most = Math.max(1, maxEntryBytes - Batch.OVERHEAD - Command.Load.OVERHEAD);
    this.log = log;
    this.broken = broken;
    this.pending = file != null;
  }

  /** Returns whether the log may take a batch: anything once the group is restored. */
  boolean admits(byte[] batch) {
    if (!pending) {
      return true;
    }
    try {
      List<Command> commands = Batch.decode(batch).commands();
      return !commands.isEmpty() && commands.stream().allMatch(Restoring::isOfLeaders);
    } catch (WireException e) {
      return false;
    }
  }

  private static boolean isOfLeaders(Command command) {
    return command instanceof Command.Load || command instanceof Command.Fence;
  }

  /** Returns whether something is left to be restored. */
  boolean isPending() {
    return pending;
  }

  /** Returns how much of it is in the log, from 0 to 1; 1 if nothing is to be restored. */
  double progress() {
    Loaded known;
    synchronized (this) {
      known = loaded;
    }
    if (!pending) {
      return 1;
    }
    return file == null ? 0 : (double) known.bytes() / Math.max(1, file.total());
  }

  /**
   * An entry was applied, or a snapshot restored.
   *
   * @param progress how far the group is; null if that is as it was
   */
  void applied(Loaded progress, GroupCounts counts) {
    if (progress == null && !pending) {
      return;
    }
    Loaded now;
    synchronized (this) {
      loaded = progress == null ? loaded : progress;
      now = loaded;
    }
    if (file == null) {
      pending = now.isUnderWay();
    } else if (!pending) {
      return;
    } else if (!now.backup().isEmpty() && !now.backup().equals(file.backup())) {
      broken.accept(differs("another member was given backup " + now.backup()));
    } else if (progress != null && now.backup().isEmpty() && saidAll) {
      broken.accept(
          new IllegalStateException(
              file.file() + " is damaged, its bytes were no backup: restore again on this member"));
    } else if (now.backup().isEmpty() && counts.primitives() > 0) {
      broken.accept(differs("the group has begun without it, or has data already"));
    } else if (now.done()) {
      pending = false;
      LOGGER.info("{} is restored from backup {}", file.group(), file.backup());
    }
  }

  private IllegalStateException differs(String why) {
    return new IllegalStateException(
        "it was to begin with backup "
            + file.backup()
            + ", but "
            + why
            + ". Restore the same file on every member of an empty cluster; or remove "
            + file.file()
            + " for this member to take what the others have");
  }

  /** This replica leads, and has applied what its predecessors have: says what is missing. */
  void lead() {
    long offset;
    synchronized (this) {
      if (!pending || appending || loaded.done()) {
        return;
      }
      if (file == null) {
        complain();
        return;
      }
      appending = true;
      offset = loaded.bytes();
    }
    byte[] bytes;
    try {
      bytes = file.read(offset, most);
    } catch (IOException e) {
      broken.accept(new IllegalStateException(file.file() + " cannot be read", e));
      return;
    }
    saidAll = offset + bytes.length >= file.total();
    Command part = new Command.Load(file.backup(), offset, file.total(), file.checksum(), bytes);
    log.apply(List.of(part)).whenComplete((done, error) -> appended(error));
  }

  private void complain() {
    if (!complained) {
      complained = true;
      LOGGER.error(
          "A partition that this member leads is being restored from backup {}, which it was not"
              + " given: restore it on every member of an empty cluster, then start them all",
          loaded.backup());
    }
  }

  private void appended(Throwable error) {
    synchronized (this) {
      appending = false;
    }
    if (error == null) {
      lead();
    }
  }

  /** A snapshot holds what the group has begun with: the file has served. */
  void snapshotTaken() {
    if (file == null || pending) {
      return;
    }
    try {
      Files.deleteIfExists(file.file());
    } catch (IOException e) {
      LOGGER.warn("{} has served, but cannot be removed", file.file(), e);
    }
  }
}
