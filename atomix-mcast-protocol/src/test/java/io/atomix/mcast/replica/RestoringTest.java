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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.group.GroupCounts;
import io.atomix.mcast.group.Loaded;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The leader of an empty group brings into its log what it was given, and nothing before it. */
class RestoringTest {
  private static final GroupId GROUP = new GroupId("data", 1);
  private static final int ENTRY = 2000;
  private static final byte[] BYTES = new byte[5000];

  static {
    new Random(1).nextBytes(BYTES);
  }

  @TempDir private Path folder;

  private final List<Command> log = new ArrayList<>();
  private CompletableFuture<Void> appended = new CompletableFuture<>();
  private Throwable broken;

  private File directory() {
    return folder.resolve("1").toFile();
  }

  private static int checksum() {
    CRC32C checksum = new CRC32C();
    checksum.update(BYTES);
    return (int) checksum.getValue();
  }

  private void begin(byte[] bytes) throws IOException {
    RestoreFile.begin(
        directory(), "one", GROUP, BYTES.length, checksum(), new ByteArrayInputStream(bytes));
  }

  private RestoreFile file() throws IOException {
    begin(BYTES);
    RestoreFile.finish(directory());
    return RestoreFile.of(directory(), GROUP);
  }

  private Restoring restoring(RestoreFile file) {
    return new Restoring(
        file,
        ENTRY,
        commands -> {
          log.addAll(commands);
          return appended;
        },
        reason -> broken = reason);
  }

  private static GroupCounts primitives(int count) {
    return new GroupCounts(0, 0, 0, 0, count);
  }

  private static byte[] batch(Command... commands) {
    return new Batch(new UUID(1, 1), 0, 0, List.of(commands)).encode();
  }

  @Test
  void onlyAPartThatWasAppliedInVainTellsThatTheFileIsDamaged() throws IOException {
    Restoring restoring = restoring(file());
    restoring.applied(new Loaded("one", BYTES.length - 10, false), primitives(0));
    restoring.lead();
    restoring.applied(new Loaded("", 0, false), primitives(0));
    assertThat(broken).hasMessageContaining("is damaged");
  }

  @Test
  void entriesBeforeThePartSayNothingOfIt() throws IOException {
    begin(Arrays.copyOf(BYTES, BYTES.length));
    RestoreFile.finish(directory());
    Restoring restoring =
        new Restoring(
            RestoreFile.of(directory(), GROUP),
            100_000,
            commands -> appended,
            reason -> broken = reason);
    restoring.lead();
    restoring.applied(null, primitives(0));
    assertThat(broken).isNull();
  }

  @Test
  void itIsAppendedInPiecesFromWhereTheLogIs() throws IOException {
    Restoring restoring = restoring(file());
    restoring.applied(new Loaded("one", 1000, false), primitives(0));
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(BYTES, 0, 1000);
    while (!restoring.admits(batch())) {
      restoring.lead();
      Command.Load part = (Command.Load) log.get(log.size() - 1);
      assertThat(part.size() + Batch.OVERHEAD).isLessThanOrEqualTo(ENTRY);
      assertThat(part.offset()).isEqualTo(all.size());
      assertThat(part.checksum()).isEqualTo(checksum());
      all.writeBytes(part.bytes());
      boolean done = all.size() == part.total();
      restoring.applied(new Loaded("one", all.size(), done), primitives(done ? 3 : 0));
      CompletableFuture<Void> answered = appended;
      appended = new CompletableFuture<>();
      answered.completeExceptionally(new IllegalStateException("the answer was lost"));
    }
    assertThat(all.toByteArray()).isEqualTo(BYTES);
    assertThat(restoring.progress()).isEqualTo(1);
    assertThat(broken).isNull();
    restoring.snapshotTaken();
    assertThat(directory()).isEmptyDirectory();
  }

  @Test
  void onlyTheLeadersOwnEntriesAreLetIn() throws IOException {
    Restoring restoring = restoring(file());
    assertThat(restoring.admits(batch())).isFalse();
    assertThat(restoring.admits(batch(new Command.OpenSession(1, "a", "b", null)))).isFalse();
    assertThat(restoring.admits(new byte[] {1, 2})).isFalse();
    assertThat(restoring.admits(batch(new Command.Fence("m1", 1)))).isTrue();
    restoring.snapshotTaken();
    assertThat(directory()).isNotEmptyDirectory();
    assertThat(restoring(null).admits(batch())).isTrue();
    assertThat(restoring(null).progress()).isEqualTo(1);
  }

  @Test
  void aGroupThatBeginsWithSomethingElseStopsTheReplica() throws IOException {
    RestoreFile file = file();
    restoring(file).applied(new Loaded("two", 10, false), primitives(0));
    assertThat(broken).hasMessageContaining("another member was given backup two");
    broken = null;
    restoring(file).applied(null, primitives(1));
    assertThat(broken).hasMessageContaining("the group has begun without it");
  }

  @Test
  void aLeaderThatWasNotGivenItLetsNobodyInBeforeItIsDone() {
    Restoring restoring = restoring(null);
    byte[] open = batch(new Command.OpenSession(1, "a", "b", null));
    restoring.applied(new Loaded("one", 10, false), primitives(0));
    restoring.lead();
    assertThat(log).isEmpty();
    assertThat(restoring.admits(open)).isFalse();
    assertThat(restoring.progress()).isZero();
    restoring.applied(new Loaded("one", 20, true), primitives(2));
    assertThat(restoring.admits(open)).isTrue();
    assertThat(broken).isNull();
  }

  @Test
  void whatIsNotWholeIsNoFile() throws IOException {
    assertThat(RestoreFile.of(directory(), GROUP)).isNull();
    byte[] damaged = BYTES.clone();
    damaged[7]++;
    assertThatThrownBy(() -> begin(damaged)).hasMessageContaining("damaged");
    assertThatThrownBy(() -> begin(Arrays.copyOf(BYTES, 100)))
        .hasMessageContaining("4900 bytes too early");
    assertThatThrownBy(() -> RestoreFile.of(directory(), GROUP))
        .hasMessageContaining("was interrupted: run it again");
    RestoreFile.abandon(directory());
    assertThat(RestoreFile.of(directory(), GROUP)).isNull();
    Path file = file().file();
    assertThatThrownBy(() -> RestoreFile.of(directory(), new GroupId("data", 2)))
        .hasMessageContaining("is for data-1, not for data-2");
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, all.length - 1));
    assertThatThrownBy(() -> RestoreFile.of(directory(), GROUP)).hasMessageContaining("cut off");
    all[7] = 9;
    Files.write(file, all);
    assertThatThrownBy(() -> RestoreFile.of(directory(), GROUP))
        .hasMessageContaining("version 9, but this node knows only version 1");
    Files.writeString(file, "Something else, which is no backup");
    assertThatThrownBy(() -> RestoreFile.of(directory(), GROUP))
        .hasMessageContaining("no part of a backup");
  }
}
