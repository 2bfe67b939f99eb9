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

import io.atomix.cluster.MemberId;
import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.time.LocalTime;
import io.atomix.mcast.wire.BackupAnswer;
import io.atomix.mcast.wire.BackupRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;

/**
 * Takes a backup: cuts the partitions, and writes what one replica of each held then. Another
 * replica steps in for one that goes. Not thread-safe.
 */
final class BackupDownload {
  private static final int CHUNK = 256 * 1024;

  /** Far below the time after which a replica forgets what nobody asks for. */
  private static final Duration REMINDER = Duration.ofSeconds(20);

  private static final Duration PAUSE = Duration.ofMillis(50);

  /** A member that goes again and again while it is copied from is not asked any more. */
  private static final int LOSSES = 3;

  private final BackupReplicas source;
  private final Duration patience;
  private final Progress progress;
  private final LongSupplier clock;
  private long lastReminder;

  /** Time at which something happened last. */
  private long last;

  /**
   * Prepares a backup.
   *
   * @param patience how long nothing may happen
   */
  BackupDownload(BackupReplicas source, Duration patience, Progress progress) {
    this(source, patience, progress, LocalTime::nanos);
  }

  /**
   * Prepares a backup.
   *
   * @param patience how long nothing may happen
   * @param clock tells the time in nanoseconds of any origin
   */
  BackupDownload(BackupReplicas source, Duration patience, Progress progress, LongSupplier clock) {
    this.source = source;
    this.patience = patience;
    this.progress = progress;
    this.clock = clock;
    this.lastReminder = clock.getAsLong();
    this.last = clock.getAsLong();
  }

  private boolean isOver() {
    return clock.getAsLong() - last >= patience.toNanos();
  }

  /** Cuts all partitions, and returns the message that did so. */
  MessageId cut() throws InterruptedException {
    last = clock.getAsLong();
    CompletableFuture<MessageId> cut = source.cut();
    while (true) {
      try {
        return cut.get(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        throw new CommandException("The partitions did not take the backup", e.getCause());
      } catch (TimeoutException e) {
        progress.at("waiting for a leader of each of " + source.partitions());
        if (isOver()) {
          throw new CommandException(
              "One of the partitions "
                  + source.partitions()
                  + " has not answered for "
                  + patience.toSeconds()
                  + " s: bin/mcast status says which has no leader");
        }
      }
    }
  }

  /** Writes what a partition held at the cut. */
  TableOfContents.Part part(GroupId partition, MessageId cut, BackupWriter to)
      throws IOException, InterruptedException {
    List<MemberId> members = new ArrayList<>(source.members(partition));
    List<String> failures = new ArrayList<>();
    Map<MemberId, Integer> losses = new HashMap<>();
    long begin = to.position();
    last = clock.getAsLong();
    // Another member first for each partition, so that none has all the work.
    for (int turn = partition.partition(); !members.isEmpty(); turn++) {
      MemberId member = members.get(turn % members.size());
      BackupAnswer first = ask(partition, member, new BackupRequest(cut, 0, CHUNK));
      if (first.state() == BackupAnswer.CaptureState.READY) {
        TableOfContents.Part part = copy(partition, member, cut, first, to);
        if (part != null) {
          return part;
        }
        to.cut(begin);
        // Others are asked, however long this one took to be found gone.
        last = clock.getAsLong();
        if (losses.merge(member, 1, Integer::sum) == LOSSES) {
          failures.add(member + ": went, or had other bytes, " + LOSSES + " times");
          members.remove(member);
        }
      } else if (first.state() == BackupAnswer.CaptureState.FAILED) {
        failures.add(member + ": " + first.failure());
        members.remove(member);
      }
      if (isOver()) {
        throw new CommandException(
            ("%s has not come to the backup for %d s, or its members have lost it: bin/mcast status"
                    + " says what waits there, and why. Nothing was written")
                .formatted(partition, patience.toSeconds()));
      }
      progress.at("waiting for the place of the backup among the operations of " + partition);
      Thread.sleep(PAUSE.toMillis());
    }
    throw new CommandException(
        "No member can give what %s held: %s. Nothing was written".formatted(partition, failures));
  }

  /** Returns null if the member has gone or does not have it any more, or had other bytes. */
  private TableOfContents.Part copy(
      GroupId partition, MemberId member, MessageId cut, BackupAnswer first, BackupWriter to)
      throws IOException, InterruptedException {
    long begin = to.position();
    CRC32C checksum = new CRC32C();
    BackupAnswer next = first;
    for (long done = 0; ; ) {
      to.write(next.bytes());
      last = clock.getAsLong();
      checksum.update(next.bytes());
      done += next.bytes().length;
      progress.at("copying " + partition + " from " + member, done, first.total());
      if (done >= first.total()) {
        break;
      }
      next = ask(partition, member, new BackupRequest(cut, done, CHUNK));
      if (next.state() != BackupAnswer.CaptureState.READY
          || next.checksum() != first.checksum()
          || next.bytes().length == 0) {
        return null;
      }
    }
    if (checksum.getValue() != first.checksum()) {
      return null;
    }
    return new TableOfContents.Part(
        partition.group(),
        partition.partition(),
        first.index(),
        begin,
        first.total(),
        first.checksum(),
        first.size(),
        first.contents().stream().map(TableOfContents.Primitive::of).toList());
  }

  private BackupAnswer ask(GroupId partition, MemberId member, BackupRequest request)
      throws InterruptedException {
    if (clock.getAsLong() - lastReminder > REMINDER.toNanos()) {
      lastReminder = clock.getAsLong();
      tellAll(new BackupRequest(request.cut(), Long.MAX_VALUE, 1));
    }
    try {
      return source.ask(partition, member, request).get();
    } catch (ExecutionException e) {
      // It is down, or does not know the question: another one may have it.
      return BackupAnswer.without(BackupAnswer.CaptureState.UNKNOWN, "");
    }
  }

  /** Tells all replicas that they need not keep what they held; whoever does not hear it will. */
  void release(MessageId cut) {
    tellAll(new BackupRequest(cut, 0, 0));
  }

  /** Tells all replicas; they keep what they held while they are asked now and then. */
  private void tellAll(BackupRequest request) {
    for (GroupId partition : source.partitions()) {
      for (MemberId member : source.members(partition)) {
        source.ask(partition, member, request);
      }
    }
  }
}
