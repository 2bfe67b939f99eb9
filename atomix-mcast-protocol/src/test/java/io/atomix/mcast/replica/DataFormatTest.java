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

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFormatTest {
  @TempDir private Path folder;

  @Test
  void aDirectoryIsMarkedAndEnteredAgain() throws Exception {
    Path directory = folder.resolve("data/1");
    DataFormat.enter(directory.toFile());
    assertThat(Files.readString(directory.resolve("format"))).isEqualTo("1\n");
    DataFormat.enter(directory.toFile());
    assertThat(directory.toFile().list()).containsExactly("format");
  }

  @Test
  void aNewerFormatIsRefusedAndNothingIsChanged() throws Exception {
    Files.writeString(folder.resolve("format"), "2\n");
    assertThatThrownBy(() -> DataFormat.enter(folder.toFile()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(folder.toString(), "format 2", "only format 1", "upgrade");
    assertThat(Files.readString(folder.resolve("format"))).isEqualTo("2\n");
  }

  /** What a power cut left of a file that was not forced. */
  @Test
  void anEmptyFileIsWrittenAnew() throws Exception {
    Files.createFile(folder.resolve("format"));
    DataFormat.enter(folder.toFile());
    assertThat(Files.readString(folder.resolve("format"))).isEqualTo("1\n");
  }

  @Test
  void whatIsNoVersionIsNamed() throws Exception {
    Files.writeString(folder.resolve("format"), "one");
    assertThatThrownBy(() -> DataFormat.enter(folder.toFile()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll("format", "'one'");
  }
}
