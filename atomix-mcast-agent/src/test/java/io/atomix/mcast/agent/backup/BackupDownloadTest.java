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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.cluster.MemberId;
import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.wire.BackupAnswer;
import io.atomix.mcast.wire.BackupRequest;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members are lost while a backup is copied from them. The clock is a number of the test. */
class BackupDownloadTest {
  private static final GroupId DATA = new GroupId("data", 1);
  private static final MessageId CUT = new MessageId(1, 2, 3);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PIECE = 10;
  private static final int PIECES = 8;

  @TempDir private Path folder;

  private final Replicas replicas = new Replicas();
  private final StringWriter said = new StringWriter();

  /** A partition with three replicas, each of which has other bytes for the same state. */
  private static final class Replicas implements BackupReplicas {
    private final Set<MemberId> down = new HashSet<>();
    private final Set<MemberId> damaged = new HashSet<>();
    private final List<String> asked = new ArrayList<>();
    private long millis;
    private long millisForPiece = 10;

    /** How many pieces a member gives before it is down; then it stays so, or comes back. */
    private int piecesUntilDown = Integer.MAX_VALUE;

    private boolean comesBack;

    static byte[] bytes(MemberId member) {
      byte[] bytes = new byte[PIECE * PIECES];
      new Random(member.id().hashCode()).nextBytes(bytes);
      return bytes;
    }

    private static long checksum(MemberId member) {
      CRC32C checksum = new CRC32C();
      checksum.update(bytes(member));
      return checksum.getValue();
    }

    long nanos() {
      return millis * 1_000_000;
    }

    @Override
    public SortedSet<GroupId> partitions() {
      return new TreeSet<>(Set.of(DATA));
    }

    @Override
    public List<MemberId> members(GroupId partition) {
      return List.of(MemberId.from("m1"), MemberId.from("m2"), MemberId.from("m3"));
    }

    @Override
    public CompletableFuture<MessageId> cut() {
      return CompletableFuture.completedFuture(CUT);
    }

    @Override
    public CompletableFuture<BackupAnswer> ask(
        GroupId partition, MemberId member, BackupRequest request) {
      boolean told = request.most() == 0 || request.offset() == Long.MAX_VALUE;
      if (!told) {
        asked.add(member + "@" + request.offset());
        millis += millisForPiece;
      }
      if (comesBack && request.offset() == 0) {
        down.remove(member);
      }
      if (!told && request.offset() >= (long) PIECE * piecesUntilDown) {
        down.add(member);
        piecesUntilDown = comesBack ? piecesUntilDown : Integer.MAX_VALUE;
      }
      if (down.contains(member)) {
        millis += told ? 0 : 10_000;
        return CompletableFuture.failedFuture(new ConnectException(member + " is down"));
      }
      if (told) {
        return CompletableFuture.completedFuture(
            BackupAnswer.without(BackupAnswer.CaptureState.UNKNOWN, ""));
      }
      int from = (int) request.offset();
      byte[] piece = Arrays.copyOfRange(bytes(member), from, from + PIECE);
      piece[0] += damaged.contains(member) ? 1 : 0;
      return CompletableFuture.completedFuture(
          new BackupAnswer(
              BackupAnswer.CaptureState.READY,
              "",
              7,
              List.of(),
              100,
              PIECE * PIECES,
              checksum(member),
              piece));
    }
  }

  private File take() throws IOException, InterruptedException {
    File file = folder.resolve("data.backup").toFile();
    Progress progress = new Progress(new PrintWriter(said));
    BackupDownload download = new BackupDownload(replicas, PATIENCE, progress, replicas::nanos);
    try (BackupWriter writer = new BackupWriter(file)) {
      TableOfContents.Part part = download.part(DATA, download.cut(), writer);
      writer.finish(
          new TableOfContents(
              CUT.toString(),
              "now",
              "1",
              List.of(new TableOfContents.Group("data", 1)),
              List.of(part)));
    }
    return file;
  }

  private static byte[] part(File file) throws IOException {
    try (BackupReader reader = new BackupReader(file)) {
      TableOfContents.Part part = reader.contents().parts().get(0);
      assertThat(part.offset()).as("nothing of another member is before it").isEqualTo(12);
      return reader.from(part.offset()).readNBytes((int) part.bytes());
    }
  }

  private void assertFails(String message) {
    assertThatThrownBy(this::take)
        .isInstanceOf(CommandException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("Nothing was written");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void anotherMemberStepsInForOneThatIsLostInTheMiddle() throws Exception {
    replicas.piecesUntilDown = 5;
    File file = take();
    assertThat(part(file)).isEqualTo(Replicas.bytes(MemberId.from("m3")));
    assertThat(replicas.asked).contains("m2@0", "m2@50", "m3@0").doesNotContain("m1@0", "m2@60");
    assertThat(folder.toFile().list()).containsExactly("data.backup");
  }

  /** The time in which nothing may happen begins with the last bytes that have come. */
  @Test
  void aMemberThatIsLostAfterALongTimeIsReplaced() throws Exception {
    replicas.millisForPiece = PATIENCE.toMillis() / 2;
    replicas.piecesUntilDown = 5;
    assertThat(part(take())).isEqualTo(Replicas.bytes(MemberId.from("m3")));
  }

  @Test
  void whereAllMembersAreLostNothingIsLeft() {
    replicas.piecesUntilDown = 5;
    replicas.down.addAll(List.of(MemberId.from("m1"), MemberId.from("m3")));
    assertFails(
        "data-1 has not come to the backup for 60 s, or its members have lost it: bin/mcast"
            + " status");
  }

  @Test
  void membersThatGoAgainAndAgainAreGivenUp() {
    replicas.piecesUntilDown = 5;
    replicas.comesBack = true;
    assertFails(
        "No member can give what data-1 held: [m2: went, or had other bytes, 3 times, m1: went, or"
            + " had other bytes, 3 times, m3: went, or had other bytes, 3 times]");
  }

  @Test
  void bytesThatAreNotThoseOfTheChecksumAreNotTaken() throws Exception {
    replicas.damaged.add(MemberId.from("m2"));
    assertThat(part(take())).isEqualTo(Replicas.bytes(MemberId.from("m3")));
    replicas.damaged.addAll(replicas.members(DATA));
    assertThat(folder.resolve("data.backup").toFile().delete()).isTrue();
    assertFails("No member can give what data-1 held");
  }
}
