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
package io.atomix.mcast.raft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.atomix.protocols.raft.storage.RaftStorage;
import io.atomix.protocols.raft.storage.snapshot.Snapshot;
import io.atomix.protocols.raft.storage.snapshot.SnapshotReader;
import io.atomix.protocols.raft.storage.snapshot.SnapshotStore;
import io.atomix.protocols.raft.storage.snapshot.SnapshotWriter;
import io.atomix.storage.StorageLevel;
import io.atomix.utils.time.WallClockTimestamp;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A follower has got a snapshot and has not restored it, since no entry has come behind it, and
 * takes a snapshot of its own: found by a run of the torture, where a replica had lost 17 seconds
 * of acknowledged writes, and led.
 */
class GuardedSnapshotStoreTest {
  private static final WallClockTimestamp TIME = WallClockTimestamp.from(1);

  @TempDir Path folder;
  private RaftStorage storage;
  private long applied;

  @BeforeEach
  void openStorage() {
    storage =
        RaftStorage.builder()
            .withPrefix("snapshots")
            .withDirectory(folder.toFile())
            .withStorageLevel(StorageLevel.MAPPED)
            .build();
  }

  /** As Raft makes one: in memory first, then on disk, where it waits to be complete. */
  private static Snapshot taken(SnapshotStore store, long index, String content) {
    Snapshot snapshot = store.newTemporarySnapshot(index, TIME);
    try (SnapshotWriter writer = snapshot.openWriter()) {
      writer.writeString(content);
    }
    return snapshot.persist();
  }

  private static List<String> restored(SnapshotStore store) {
    List<String> contents = new ArrayList<>();
    try (SnapshotReader reader = store.getCurrentSnapshot().openReader()) {
      while (reader.hasRemaining()) {
        contents.add(reader.readString());
      }
    }
    return contents;
  }

  @Test
  void withoutAGuardWhatTheLeaderSentCannotBeRestored() {
    SnapshotStore store = storage.openSnapshotStore();
    taken(store, 7, "of the leader").complete();
    Snapshot own = taken(store, 7, "old");
    assertThatIllegalStateException()
        .as("Raft swallows it, and applies what follows to the old state")
        .isThrownBy(() -> restored(store))
        .withMessageContaining("unlocked snapshot");
    own.complete();
    assertThatIllegalStateException()
        .isThrownBy(() -> restored(store))
        .withMessageContaining("missing snapshot file");
  }

  @Test
  void whatTheLeaderSentStaysAsItIs() {
    SnapshotStore store = new GuardedSnapshotStore(storage, () -> applied);
    taken(store, 7, "of the leader").complete();
    Snapshot own = taken(store, 7, "old");
    assertThat(own.index()).isEqualTo(7);
    assertThat(own.isPersisted()).isTrue();
    assertThat(restored(store)).containsExactly("of the leader");
    assertThat(own.complete().index()).isEqualTo(7);
    assertThat(restored(store)).containsExactly("of the leader");
    assertThat(restored(new GuardedSnapshotStore(storage, () -> applied)))
        .as("after a restart")
        .containsExactly("of the leader");
  }

  @Test
  void anEarlierOneIsOfNoUseEither() {
    SnapshotStore store = new GuardedSnapshotStore(storage, () -> applied);
    taken(store, 7, "of the leader").complete();
    taken(store, 6, "old").complete();
    assertThat(restored(store)).containsExactly("of the leader");
    assertThat(folder.toFile().list()).filteredOn(name -> name.endsWith(".snapshot")).hasSize(1);
  }

  @Test
  void oneThatComesWhileTheSameIsWrittenIsLeftOut() {
    SnapshotStore store = new GuardedSnapshotStore(storage, () -> applied);
    Snapshot own = taken(store, 7, "own");
    taken(store, 7, "of the leader").complete();
    assertThat(store.getCurrentSnapshot()).as("the own one is not complete").isNull();
    own.complete();
    assertThat(restored(store)).containsExactly("own");
  }

  @Test
  void laterOnesReplaceIt() {
    SnapshotStore store = new GuardedSnapshotStore(storage, () -> applied);
    taken(store, 7, "of the leader").complete();
    taken(store, 9, "own").complete();
    assertThat(store.getCurrentSnapshot().index()).isEqualTo(9);
    assertThat(restored(store)).containsExactly("own");
    assertThat(folder.toFile().list()).filteredOn(name -> name.endsWith(".snapshot")).hasSize(1);
  }

  @Test
  void whatGoesBeyondWhatIsAppliedMustBeRestored() {
    applied = 6;
    GuardedSnapshotStore store = new GuardedSnapshotStore(storage, () -> applied);
    taken(store, 5, "own").complete();
    assertThat(store.awaited()).isZero();
    taken(store, 7, "of the leader").complete();
    assertThat(store.awaited()).isEqualTo(7);
    applied = 9;
    taken(store, 8, "own").complete();
    assertThat(store.awaited()).isEqualTo(7);
    assertThat(new GuardedSnapshotStore(storage, () -> 0).awaited())
        .as("after a start the first entry comes behind it anyhow")
        .isZero();
  }
}
