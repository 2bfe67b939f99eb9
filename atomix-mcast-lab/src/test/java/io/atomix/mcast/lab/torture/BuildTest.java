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
package io.atomix.mcast.lab.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.agent.CommandException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildTest {
  @TempDir Path folder;

  @Test
  void anArchiveHasAllInOneFolder() throws Exception {
    Files.createDirectory(folder.resolve("lib"));
    assertThat(Build.in(folder).classPath()).isEqualTo(folder.resolve("lib") + "/*");
  }

  @Test
  void aCheckoutNamesWhatItNeeds() throws Exception {
    Path target = Files.createDirectories(folder.resolve("atomix-mcast-lab/target"));
    Files.createFile(target.resolve("atomix-mcast-lab.jar"));
    Files.writeString(target.resolve("class-path"), "/some.jar:/other.jar\n");
    assertThat(Build.in(folder))
        .isEqualTo(
            new Build(
                "the build in " + folder,
                target.resolve("atomix-mcast-lab.jar") + ":/some.jar:/other.jar"));
  }

  @Test
  void anyOtherFolderIsRefusedWithWhatItShouldBe() {
    assertThatThrownBy(() -> Build.in(folder))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("no build in " + folder)
        .hasMessageContaining("mvn package -DskipTests");
  }

  @Test
  void thePresentOneCanBeStartedFromAnywhere() {
    assertThat(Build.present().classPath().split(File.pathSeparator))
        .allSatisfy(part -> assertThat(Path.of(part)).isAbsolute());
  }
}
