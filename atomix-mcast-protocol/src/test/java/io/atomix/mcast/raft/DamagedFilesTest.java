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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.raft.files.DamagedFilesException;
import io.atomix.mcast.raft.files.FileFault;
import io.atomix.mcast.raft.files.FilesCheck;
import io.atomix.mcast.raft.files.FilesReport;
import io.atomix.mcast.raft.files.SegmentScan;
import io.atomix.storage.StorageLevel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files of a server that are damaged between its stop and its start, in every way and everywhere:
 * the server finds it, names the file, and changes nothing.
 */
class DamagedFilesTest {
  private static final long EARLY_SNAPSHOT = 700;
  private static final long EARLY = 1_400;
  private static final long SNAPSHOT = 1_300;
  private static final long LAST = 3_000;
  private static final int FLIPS = 12;
  private static final int BLOCK = 1_024;
  private static final int HEAD_OF_SNAPSHOT = 68;

  @TempDir Path folder;
  private Path copy;
  private StoredServer server;

  /** All files at an earlier stop, and at the last. */
  private Map<String, byte[]> early;

  private Map<String, byte[]> whole;

  @BeforeEach
  void fill() throws IOException {
    copy = folder.resolve("copy");
    Path written = folder.resolve("written");
    server = new StoredServer(written, StorageLevel.MAPPED);
    server.files().begin();
    server.append(2, EARLY);
    server.snapshot(EARLY_SNAPSHOT);
    server.files().seal(EARLY);
    early = StoredServer.bytes(written);
    server.files().begin();
    server.append(3, LAST);
    server.snapshot(SNAPSHOT);
    server.files().seal(LAST - 1);
    whole = StoredServer.bytes(written);
    server = new StoredServer(copy, StorageLevel.MAPPED);
    assertThat(whole.keySet()).as("files of the log").filteredOn(this::isLog).hasSizeBetween(3, 20);
    assertThat(whole).containsKeys("data-1300.snapshot", "data.meta", "data.conf", "data.seal");
  }

  private boolean isLog(String name) {
    return name.endsWith(".log");
  }

  private List<String> logs() {
    return whole.keySet().stream()
        .filter(this::isLog)
        .sorted(Comparator.comparingInt(DamagedFilesTest::number))
        .toList();
  }

  private static int number(String name) {
    return Integer.parseInt(name.replaceAll("\\D", ""));
  }

  private String lastLog() {
    return logs().get(logs().size() - 1);
  }

  private FilesReport check() throws IOException {
    return FilesCheck.of(copy, StoredServer.NAME, entry -> {});
  }

  private void put(Map<String, byte[]> files) throws IOException {
    StoredServer.write(copy, files);
  }

  /** The start fails, names the file, and changes nothing. */
  private void assertRefused(String name, String what) throws IOException {
    Map<String, byte[]> before = StoredServer.bytes(copy);
    assertThat(check().faults()).as(what).extracting(this::nameOf).contains(name);
    assertThatThrownBy(() -> server.files().begin())
        .as(what)
        .isInstanceOf(DamagedFilesException.class)
        .hasMessageContainingAll(name, copy.toString(), "remove the files of the partition");
    Map<String, byte[]> after = StoredServer.bytes(copy);
    assertThat(after.keySet()).as(what).isEqualTo(before.keySet());
    after.forEach((file, bytes) -> assertThat(bytes).as(what).isEqualTo(before.get(file)));
  }

  private String nameOf(FileFault fault) {
    return fault.file().getFileName().toString();
  }

  private Map<String, byte[]> with(String name, byte[] bytes) {
    Map<String, byte[]> files = new TreeMap<>(whole);
    files.put(name, bytes);
    return files;
  }

  private Map<String, byte[]> without(String... names) {
    Map<String, byte[]> files = new TreeMap<>(whole);
    List.of(names).forEach(files::remove);
    return files;
  }

  /** Bytes of the files that mean something: of a log, those up to the end of its last entry. */
  private Map<String, Integer> ends() throws IOException {
    put(whole);
    Map<String, Integer> ends = new TreeMap<>();
    whole.forEach((name, bytes) -> ends.put(name, bytes.length));
    for (SegmentScan each : check().segments()) {
      ends.put(each.file().getFileName().toString(), (int) each.end());
    }
    ends.put("data-1300.snapshot", HEAD_OF_SNAPSHOT + StoredServer.SNAPSHOT_BYTES);
    return ends;
  }

  @Test
  void whatWasLeftInGoodOrderIsWhole() throws IOException {
    put(whole);
    FilesReport report = check();
    assertThat(report.faults()).isEmpty();
    assertThat(report.notes()).isEmpty();
    assertThat(report.closed()).isTrue();
    assertThat(report.term()).isEqualTo(3);
    assertThat(report.firstEntry()).isBetween(2L, SNAPSHOT + 1);
    assertThat(report.lastEntry()).isEqualTo(LAST);
    assertThat(report.snapshot().orElseThrow().checked()).isTrue();
    server.files().begin();
    assertThat(check().closed()).as("it may change from now on").isFalse();
    assertThat(server.lastByAtomix()).isEqualTo(LAST);
    server.append(4, LAST + 10);
    server.files().seal(LAST + 10);
    assertThat(check().faults()).isEmpty();
    server.files().begin();
  }

  @Test
  void aBitThatIsFlippedAnywhereIsFound() throws IOException {
    long seed = Long.getLong("mcast.seed", new Random().nextInt(1 << 30));
    System.out.println("DamagedFilesTest flips bits by seed " + seed);
    Random random = new Random(seed);
    Map<String, Integer> ends = ends();
    for (String name : whole.keySet()) {
      for (int i = 0; i < FLIPS; i++) {
        byte[] bytes = whole.get(name).clone();
        int at = i < 2 ? i * (ends.get(name) - 1) : random.nextInt(ends.get(name));
        int bit = random.nextInt(8);
        bytes[at] ^= (byte) (1 << bit);
        put(with(name, bytes));
        assertRefused(name, "bit %d of byte %d of %s, seed %d".formatted(bit, at, name, seed));
      }
    }
  }

  @Test
  void aBlockThatIsZeroedIsFound() throws IOException {
    Map<String, Integer> ends = ends();
    for (String name : logs()) {
      for (int at = 0; at < ends.get(name); at += BLOCK) {
        byte[] bytes = whole.get(name).clone();
        Arrays.fill(bytes, at, at + BLOCK, (byte) 0);
        put(with(name, bytes));
        assertRefused(name, "block at %d of %s".formatted(at, name));
      }
    }
  }

  @Test
  void aFileThatIsCutIsFound() throws IOException {
    Map<String, Integer> ends = ends();
    for (String name : whole.keySet()) {
      byte[] bytes = whole.get(name);
      int end = isLog(name) ? bytes.length : ends.get(name);
      for (int length : new int[] {0, 10, end / 3, end - 1}) {
        put(with(name, Arrays.copyOf(bytes, length)));
        assertRefused(name, "%s, cut to %d".formatted(name, length));
      }
    }
  }

  @Test
  void aFileThatIsMissingIsFound() throws IOException {
    for (String name : whole.keySet()) {
      put(without(name));
      if (name.equals("data.seal")) {
        assertThat(check().isWhole()).as("as after a crash").isTrue();
      } else {
        assertRefused(name, name + ", missing");
      }
    }
  }

  @Test
  void aFileOfAnEarlierTimeIsFound() throws IOException {
    List<String> older = new ArrayList<>();
    for (String name : early.keySet()) {
      if (whole.containsKey(name) && !Arrays.equals(early.get(name), whole.get(name))) {
        older.add(name);
        put(with(name, early.get(name)));
        if (name.equals("data.seal")) {
          assertThat(check().isWhole()).as("the seal does not fit the others").isFalse();
        } else {
          assertRefused(name, name + ", of an earlier time");
        }
      }
    }
    assertThat(older).contains("data.meta", "data.seal").anyMatch(this::isLog);
    Map<String, byte[]> files = without("data-1300.snapshot");
    files.put("data-700.snapshot", early.get("data-700.snapshot"));
    put(files);
    assertRefused("data-1300.snapshot", "the snapshot of an earlier time");
  }

  /** After a crash there is no checksum of all: what can be found then. */
  @Test
  void afterACrashAnEntryThatIsDamagedIsFoundByThoseBehindIt() throws IOException {
    Map<String, Integer> ends = ends();
    server.files().begin();
    byte[] open = Files.readAllBytes(copy.resolve("data.seal"));
    for (String name : logs()) {
      Map<String, byte[]> files = with("data.seal", open);
      byte[] bytes = whole.get(name).clone();
      int at = ends.get(name) / 2;
      Arrays.fill(bytes, at, at + 20, (byte) 0);
      files.put(name, bytes);
      put(files);
      assertRefused(name, name + ", damaged in its middle");
      assertThat(check().faults().get(0)).asString().contains("entry ", "at byte ");
    }
  }

  /**
   * Of what was not forced, a machine that loses its power may keep the later and not the earlier.
   */
  @Test
  void afterAPowerCutAHoleBehindWhatIsKnownToBeCommittedIsTheEndOfTheLog() throws IOException {
    put(whole);
    server.files().begin();
    server.append(4, LAST + 30);
    Map<String, byte[]> files = StoredServer.bytes(copy);
    FilesReport running = check();
    SegmentScan last = running.segments().get(running.segments().size() - 1);
    String name = last.file().getFileName().toString();
    assertThat(last.first()).as("the file is that of the last stop").isLessThan(LAST - 1);
    byte[] bytes = files.get(name).clone();
    // The last entries are of one length.
    int length = (int) (last.end() - last.lastPosition());
    int hole = (int) last.end() - 5 * length;
    Arrays.fill(bytes, hole, hole + length, (byte) 0);
    files.put(name, bytes);
    put(files);
    assertRefused(name, "a hole after a crash of the process alone");

    for (String boot : List.of("another-boot", "")) {
      files.put("data.seal", sealOf(boot, files.get("data.seal")));
      put(files);
      assertThat(check().faults()).as("boot '%s'", boot).isEmpty();
      assertThat(check().notes()).singleElement().asString().contains(name, "power");
      server.files().begin();
      assertThat(server.lastByAtomix()).isEqualTo(LAST + 30 - 5);
    }

    byte[] early = files.get(name).clone();
    Arrays.fill(early, 100, 100 + length, (byte) 0);
    files.put(name, early);
    put(files);
    assertRefused(name, "a hole before what was known to be committed");
  }

  /** Returns a seal of a server that was running in another boot of the machine. */
  private static byte[] sealOf(String boot, byte[] seal) {
    String text = new String(seal, StandardCharsets.UTF_8);
    String other =
        text.substring(0, text.indexOf("checksum"))
            .replaceFirst("boot .*\n", "boot " + boot + "\n");
    CRC32 crc = new CRC32();
    crc.update(other.getBytes(StandardCharsets.UTF_8));
    other += "checksum %08x\n".formatted((int) crc.getValue());
    return other.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void withoutTheCheckAtomixDropsAllThatIsBehindAnEntryThatIsDamaged() throws IOException {
    Map<String, byte[]> files = new TreeMap<>(whole);
    String first = logs().get(0);
    byte[] bytes = whole.get(first).clone();
    bytes[64 + 8 + 1] ^= 1;
    files.put(first, bytes);
    put(files);
    assertThat(server.lastByAtomix()).as("nobody is told").isLessThan(SNAPSHOT + 1);
    assertThat(StoredServer.bytes(copy).keySet())
        .filteredOn(this::isLog)
        .as("it deletes the other files of the log")
        .containsExactly(first);
  }

  @Test
  void afterACrashWhatIsMissingIsFoundByWhatIsThere() throws IOException {
    for (String name : whole.keySet()) {
      put(without("data.seal", name));
      boolean isLastOfLog = name.equals(lastLog());
      boolean found = !isLastOfLog && !name.equals("data.conf") && !name.equals("data.seal");
      assertThat(check().isWhole()).as(name).isEqualTo(!found);
    }
    Map<String, byte[]> files = without("data.seal");
    files.put("data.meta", early.get("data.meta"));
    put(files);
    assertRefused("data.meta", "a term below that of an entry");
  }

  /** It was stopped, started, and then crashed. */
  @Test
  void afterACrashNothingIsBehindWhatWasThereWhenItStarted() throws IOException {
    put(whole);
    server.files().begin();
    Map<String, byte[]> running = StoredServer.bytes(copy);
    assertThat(check().isWhole()).isTrue();
    server.files().begin();
    running.remove(lastLog());
    put(running);
    assertRefused(logs().get(logs().size() - 2), "the end of the log is missing");
  }

  @Test
  void anEntryThatWasNotFinishedIsTheEndOfALogAfterACrash() throws IOException {
    put(without("data.seal"));
    String name = lastLog();
    SegmentScan last = check().segments().get(logs().size() - 1);
    byte[] bytes = whole.get(name).clone();
    for (int at = (int) last.lastPosition() + 1; at < last.end(); at++) {
      Map<String, byte[]> files = without("data.seal");
      Arrays.fill(bytes, at, bytes.length, (byte) 0);
      files.put(name, bytes.clone());
      put(files);
      assertThat(check().faults()).as("cut at " + at).isEmpty();
      server.files().begin();
      assertThat(server.lastByAtomix()).isEqualTo(LAST - 1);
      bytes = whole.get(name).clone();
    }
  }

  @Test
  void aFileWhoseMakingWasInterruptedDoesNotHinderTheStart() throws IOException {
    for (int length : new int[] {0, 8 * 1024}) {
      Map<String, byte[]> files = without("data.seal");
      String next = "data-%d.log".formatted(number(lastLog()) + 1);
      files.put(next, new byte[length]);
      put(files);
      assertThat(check().notes()).singleElement().asString().contains(next, "interrupted");
      server.files().begin();
      assertThat(copy.resolve(next)).doesNotExist();
      assertThat(server.lastByAtomix()).isEqualTo(LAST);
    }
  }

  @Test
  void aSealOfANewerProgramSaysSo() throws IOException {
    put(whole);
    String text = Files.readString(copy.resolve("data.seal"));
    String newer = text.substring(0, text.indexOf("checksum")).replace("files 1", "files 2");
    CRC32 crc = new CRC32();
    crc.update(newer.getBytes());
    newer += "checksum %08x\n".formatted((int) crc.getValue());
    Files.writeString(copy.resolve("data.seal"), newer);
    assertThat(check().faults()).singleElement().asString().contains("upgrade");
  }

  @Test
  void filesOfTheOtherLevelAreCheckedAlike() throws IOException {
    server = new StoredServer(copy, StorageLevel.DISK);
    server.files().begin();
    server.append(1, LAST);
    server.snapshot(SNAPSHOT);
    server.files().seal(LAST);
    assertThat(check().faults()).isEmpty();
    assertThat(check().notes()).isEmpty();
    server.files().begin();
    assertThat(server.lastByAtomix()).isEqualTo(LAST);
  }
}
