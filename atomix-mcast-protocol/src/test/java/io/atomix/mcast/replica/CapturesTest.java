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

import io.atomix.mcast.group.Captured;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.wire.BackupAnswer;
import io.atomix.mcast.wire.BackupContent;
import io.atomix.mcast.wire.BackupRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a cut has found is there until it is fetched, and no longer. */
class CapturesTest {
  private static final GroupId GROUP = new GroupId("data", 1);
  private static final int ALL = 1 << 20;

  @TempDir private Path folder;

  private final List<Runnable> writing = new ArrayList<>();
  private long now;

  private Captures captures() {
    return new Captures(folder.resolve("1").toFile(), writing::add, () -> now);
  }

  private static MessageId cut(long number) {
    return new MessageId(1, 2, number);
  }

  private static Captured captured(long number, byte[] state) {
    List<BackupContent> contents = List.of(new BackupContent("map", "atomic-map", 7, state.length));
    return new Captured(GROUP, cut(number), 17, contents, state, null);
  }

  private void write() {
    writing.forEach(Runnable::run);
    writing.clear();
  }

  private List<String> files() throws IOException {
    try (var found = Files.list(folder.resolve("1"))) {
      return found.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static BackupAnswer ask(Captures captures, long number, long offset, int most) {
    return captures.answer(new BackupRequest(cut(number), offset, most));
  }

  @Test
  void itIsFetchedInPieces() throws IOException {
    byte[] state = new byte[10_000];
    new Random(1).nextBytes(state);
    Captures captures = captures();
    captures.keep(captured(1, state));
    assertThat(ask(captures, 1, 0, 100).state()).isEqualTo(BackupAnswer.CaptureState.WRITING);
    write();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    BackupAnswer first = ask(captures, 1, 0, 4000);
    assertThat(first.contents()).extracting(BackupContent::name).containsExactly("map");
    assertThat(first.index()).isEqualTo(17);
    assertThat(first.size()).isEqualTo(10_000);
    while (all.size() < first.total()) {
      all.writeBytes(ask(captures, 1, all.size(), 4000).bytes());
    }
    CRC32C checksum = new CRC32C();
    checksum.update(all.toByteArray());
    assertThat(checksum.getValue()).isEqualTo(first.checksum());
    assertThat(new InflaterInputStream(new ByteArrayInputStream(all.toByteArray())).readAllBytes())
        .isEqualTo(state);
    assertThat(ask(captures, 1, first.total() + 1, ALL).bytes()).isEmpty();
  }

  @Test
  void itIsForgottenWhenTheClientSaysSo() throws IOException {
    Captures captures = captures();
    captures.keep(captured(1, new byte[100]));
    write();
    assertThat(files()).hasSize(1);
    ask(captures, 1, 0, 0);
    assertThat(ask(captures, 1, 0, ALL).state()).isEqualTo(BackupAnswer.CaptureState.UNKNOWN);
    assertThat(files()).isEmpty();
  }

  @Test
  void itIsForgottenWhenNobodyAsksForLong() throws IOException {
    Captures captures = captures();
    captures.keep(captured(1, new byte[100]));
    write();
    now += Duration.ofSeconds(100).toNanos();
    assertThat(ask(captures, 1, Long.MAX_VALUE, 1).bytes()).as("a mere reminder").isEmpty();
    now += Duration.ofSeconds(100).toNanos();
    captures.tick();
    assertThat(ask(captures, 1, 0, 10).state()).isEqualTo(BackupAnswer.CaptureState.READY);
    now += Duration.ofSeconds(121).toNanos();
    captures.tick();
    assertThat(ask(captures, 1, 0, 10).state()).isEqualTo(BackupAnswer.CaptureState.UNKNOWN);
    assertThat(files()).isEmpty();
  }

  @Test
  void twoAreKeptAndTheOldestGoes() throws IOException {
    Captures captures = captures();
    captures.keep(captured(1, new byte[100]));
    captures.keep(captured(2, new byte[100]));
    captures.keep(captured(3, new byte[100]));
    write();
    assertThat(ask(captures, 1, 0, ALL).state()).isEqualTo(BackupAnswer.CaptureState.UNKNOWN);
    assertThat(ask(captures, 2, 0, ALL).state()).isEqualTo(BackupAnswer.CaptureState.READY);
    assertThat(ask(captures, 3, 0, ALL).state()).isEqualTo(BackupAnswer.CaptureState.READY);
    assertThat(files()).hasSize(2);
    captures.clear();
    assertThat(files()).isEmpty();
  }

  @Test
  void filesOfAnEarlierRunAreRemoved() throws IOException {
    captures().keep(captured(1, new byte[100]));
    write();
    Files.writeString(folder.resolve("1").resolve("format"), "1");
    captures();
    assertThat(files()).containsExactly("format");
  }

  @Test
  void aServiceThatCannotWriteItselfAndADiskThatIsFullAreTold() throws IOException {
    Captures captures = captures();
    captures.keep(
        new Captured(GROUP, cut(1), 17, List.of(), null, new IllegalStateException("no way")));
    assertThat(ask(captures, 1, 0, ALL).state()).isEqualTo(BackupAnswer.CaptureState.FAILED);
    assertThat(ask(captures, 1, 0, ALL).failure()).contains("no way");
    Files.writeString(folder.resolve("1"), "no folder");
    captures.keep(captured(2, new byte[100]));
    write();
    assertThat(ask(captures, 2, 0, ALL).state()).isEqualTo(BackupAnswer.CaptureState.FAILED);
    assertThat(ask(captures, 2, 0, ALL).failure()).isNotEmpty();
  }
}
