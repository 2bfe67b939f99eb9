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

import io.atomix.mcast.agent.ClusterOfRun;
import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.Main;
import io.atomix.mcast.testing.TestCluster;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is wrong with a backup or its target is one line, and changes nothing. */
@ExtendWith(ClusterOfRun.class)
class BackupFilesTest {
  private static final int SIZE = 100;
  private static final byte[] PART = compressed(SIZE);

  @TempDir private Path folder;

  private static byte[] compressed(int size) {
    byte[] bytes = new byte[size];
    new Random(1).nextBytes(bytes);
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (DeflaterOutputStream out = new DeflaterOutputStream(compressed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return compressed.toByteArray();
  }

  private static long checksum() {
    CRC32C checksum = new CRC32C();
    checksum.update(PART);
    return checksum.getValue();
  }

  /** Writes a backup of a group with two partitions, whose bytes are any. */
  private File backup(String group) throws IOException {
    return backup(group, group, "id/1");
  }

  private File backup(String name, String group, String id) throws IOException {
    File file = folder.resolve(name + ".backup").toFile();
    try (BackupWriter writer = new BackupWriter(file)) {
      List<TableOfContents.Part> parts = new ArrayList<>();
      for (int partition = 1; partition <= 2; partition++) {
        long offset = writer.position();
        writer.write(PART);
        parts.add(
            new TableOfContents.Part(
                group,
                partition,
                7,
                offset,
                PART.length,
                checksum(),
                SIZE,
                List.of(new TableOfContents.Primitive("map", "atomic-map", 5, 90))));
      }
      writer.finish(
          new TableOfContents(
              id,
              "2026-11-30T16:00:00Z",
              "a version",
              List.of(new TableOfContents.Group(group, 2)),
              parts));
    }
    return file;
  }

  private static String fails(int status, String... arguments) {
    StringWriter err = new StringWriter();
    int found =
        Main.commandLine()
            .setOut(new PrintWriter(new StringWriter(), true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    assertThat(found).as("%s", err).isEqualTo(status);
    return err.toString();
  }

  private static void assertUnreadable(File file, String message) {
    assertThatThrownBy(() -> new BackupReader(file))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining(message);
  }

  @Test
  void whatIsNoWholeBackupIsTold() throws IOException {
    File file = backup("data");
    try (BackupReader reader = new BackupReader(file)) {
      assertThat(reader.contents().parts()).hasSize(2);
      assertThat(reader.from(reader.contents().parts().get(1).offset()).readNBytes(PART.length))
          .isEqualTo(PART);
    }
    byte[] all = Files.readAllBytes(file.toPath());
    File other = folder.resolve("other").toFile();
    assertUnreadable(other, "No backup " + other);
    for (int length = 0; length < all.length; length += length < 20 ? 1 : 37) {
      Files.write(other.toPath(), Arrays.copyOf(all, length));
      assertUnreadable(
          other, length < BackupWriter.HEADER ? "is no backup of bin/mcast backup" : "is cut off");
    }
    byte[] damaged = all.clone();
    damaged[all.length - BackupWriter.TRAILER - 3]++;
    Files.write(other.toPath(), damaged);
    assertUnreadable(other, "is damaged: its table of contents");
    byte[] newer = all.clone();
    newer[BackupWriter.HEADER - 1]++;
    Files.write(other.toPath(), newer);
    assertUnreadable(other, "is a backup of version 2, but this bin/mcast knows only version 1");
    assertThat(fails(1, "backup", "--list", "pom.xml"))
        .isEqualTo("mcast: pom.xml is no backup of bin/mcast backup\n");
  }

  @Test
  void everyByteOfABackupIsVerified() throws IOException {
    File file = backup("data");
    assertThat(fails(0, "backup", "--verify", file + "")).isEmpty();
    assertThat(problems(file)).isEmpty();
    byte[] all = Files.readAllBytes(file.toPath());
    File other = folder.resolve("other").toFile();
    for (int i = 0; i < all.length; i++) {
      byte[] damaged = all.clone();
      damaged[i] ^= 1;
      Files.write(other.toPath(), damaged);
      int partition = 1 + (i - BackupWriter.HEADER) / PART.length;
      if (i < BackupWriter.HEADER || partition > 2) {
        assertUnreadable(other, "other ");
      } else {
        assertThat(problems(other))
            .as("byte %d", i)
            .containsExactly(
                "data-%d (%d bytes from byte %d of the file on) is not what was written"
                    .formatted(
                        partition,
                        PART.length,
                        BackupWriter.HEADER + (partition - 1) * PART.length));
      }
    }
  }

  private static List<String> problems(File file) throws IOException {
    try (BackupReader reader = new BackupReader(file)) {
      return new BackupCheck(reader, new Progress(new PrintWriter(new StringWriter()))).problems();
    }
  }

  /** Each of these has a table of contents in order. */
  @Test
  void allThatIsWrongWithABackupIsTold() throws IOException {
    File file = folder.resolve("three.backup").toFile();
    byte[] garbage = new byte[PART.length];
    try (BackupWriter writer = new BackupWriter(file)) {
      writer.write(PART);
      writer.write(garbage);
      CRC32C checksum = new CRC32C();
      checksum.update(garbage);
      writer.finish(
          new TableOfContents(
              "id/1",
              "2026-11-30T16:00:00Z",
              "a version",
              List.of(new TableOfContents.Group("data", 4)),
              List.of(
                  part(1, BackupWriter.HEADER, checksum() + 1),
                  part(2, BackupWriter.HEADER + PART.length, checksum.getValue()),
                  part(4, 1 << 20, checksum()))));
    }
    assertThat(fails(1, "backup", "--verify", file + ""))
        .hasLineCount(1)
        .containsSubsequence(
            "three.backup is damaged: data-3 is missing, data-1 (",
            "on) is not what was written, data-2 (",
            "on) is what was written, but not 100 bytes compressed, data-4 (",
            "from byte 1048576 of the file on) ends too early; copy it again, or take another");
  }

  private static TableOfContents.Part part(int partition, long offset, long checksum) {
    return new TableOfContents.Part(
        "data", partition, 7, offset, PART.length, checksum, SIZE, List.of());
  }

  @Test
  void anInterruptedBackupLeavesNothing() throws IOException {
    File file = folder.resolve("data.backup").toFile();
    try (BackupWriter writer = new BackupWriter(file)) {
      writer.write(PART);
      assertThat(file).doesNotExist();
    }
    assertThat(folder).isEmptyDirectory();
    assertThatThrownBy(() -> new BackupWriter(backup("data")))
        .hasMessageContaining("data.backup is there already");
    assertThatThrownBy(() -> new BackupWriter(folder.resolve("none/x").toFile()))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("Cannot write the backup");
  }

  @Test
  void wrongGroupsAndOptionsAreTold(TestCluster cluster) {
    assertThat(fails(2, "backup", "-o", "x")).contains("Name the partition group: --group NAME");
    assertThat(fails(2, "backup", "--group", "data")).contains("Name the file to write: -o FILE");
    assertThat(fails(2, "backup", "--group", "data", "-o", "x", "--timeout", "0"))
        .contains("--timeout needs a number of seconds from 1 on, not 0");
    String output = folder.resolve("x").toString();
    List<String> raft = new ArrayList<>(List.of("backup", "--group", "raft", "-o", output));
    raft.addAll(ClusterOfRun.options(cluster));
    assertThat(fails(1, raft.toArray(String[]::new)))
        .contains("Partition group 'raft' is of type raft: a backup takes groups of type");
    assertThat(folder).isEmptyDirectory();
  }

  private String conf(String member, String groups) throws IOException {
    return Files.writeString(
            folder.resolve("node.conf"),
            """
            cluster { clusterId: c, node { id: %s, host: "127.0.0.1", port: 1 } }
            managementGroup { type: raft, partitions: 1, members: [m1] }
            %s
            """
                .formatted(member, groups))
        .toString();
  }

  private String group(String name, int partitions) {
    return ("partitionGroups.%s { type: generic-multicast, partitions: %d, members: [m1, m2],"
            + " storage.directory: d }")
        .formatted(name, partitions);
  }

  private String restoreFails(File backup, String conf) {
    return fails(
        1,
        "restore",
        "--config",
        conf,
        "--data",
        folder.resolve("data").toString(),
        backup.toString());
  }

  @Test
  void aTargetThatDoesNotFitIsTold() throws IOException {
    File data = backup("data");
    assertThat(restoreFails(data, conf("m1", group("date", 2))))
        .contains("has no partition group 'data', which is in the backup; it has [date]");
    assertThat(restoreFails(data, conf("m1", group("data", 3))))
        .contains("has partitions: 3, that of the backup has 2; the number cannot be changed");
    assertThat(restoreFails(data, conf("m9", group("data", 2))))
        .contains("m9 is no member of data in");
    assertThat(
            restoreFails(
                data,
                conf("m1", "partitionGroups.data { type: raft, partitions: 2, members: [m1] }")))
        .contains("is of type raft, that of the backup of type generic-multicast");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void aRestoreOverDataOrOfADamagedFileChangesNothing() throws IOException {
    File data = backup("data");
    String conf = conf("m2", group("data", 2));
    Path second = folder.resolve("data/d/multicast/2");
    byte[] damaged = Files.readAllBytes(data.toPath());
    damaged[BackupWriter.HEADER + PART.length]++;
    Path copy = Files.write(folder.resolve("damaged"), damaged);
    assertThat(restoreFails(copy.toFile(), conf))
        .contains("The backup of data-2 is damaged")
        .contains("copy it again, or take another backup");
    assertThat(second).isEmptyDirectory();
    assertThat(fails(0, "restore", "--config", conf, "--data", folder + "/data", data + ""))
        .isEmpty();
    assertThat(second.resolve("restore")).isNotEmptyFile();
    // Again, as after an interruption.
    assertThat(fails(0, "restore", "--config", conf, "--data", folder + "/data", data + ""))
        .isEmpty();
    byte[] before = Files.readAllBytes(second.resolve("restore"));
    assertThat(restoreFails(backup("another", "data", "id/2"), conf))
        .contains("m2 is to begin with backup id/1 already")
        .contains("is backup id/2");
    assertThat(second.resolve("restore")).hasBinaryContent(before);
    Files.writeString(second.resolve("data-multicast-2-1-1.log"), "log");
    assertThat(restoreFails(data, conf)).contains(second + " holds data already");
    assertThat(second.resolve("restore")).hasBinaryContent(before);
  }
}
