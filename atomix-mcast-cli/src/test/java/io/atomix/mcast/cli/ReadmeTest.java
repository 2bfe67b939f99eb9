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
package io.atomix.mcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.core.AtomixConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer copies from the README works. */
class ReadmeTest {
  private static final Path ROOT = Readme.ROOT;

  @TempDir private Path folder;

  @Test
  void theConfigurationIsComplete() throws IOException {
    Path file = Files.writeString(folder.resolve("example.conf"), Readme.block("Use it", "hocon"));
    Nodes.fromFile(file.toFile());
    AtomixConfig config = Atomix.config(file.toFile());
    assertThat(config.getPartitionGroups()).containsOnlyKeys("data");
    assertThat(config.getPrimitives()).containsOnlyKeys("accounts");
  }

  @Test
  @Timeout(300)
  void theJavaCompilesAndRuns() throws Exception {
    Path config = SampleConf.singleNode(folder);
    String body =
        Readme.block("Use it", "java").replace("conf/single-node.conf", config.toString());
    String source =
        """
        import io.atomix.core.Atomix;
        import io.atomix.core.map.AtomicCounterMap;
        import io.atomix.core.map.AtomicMap;
        import io.atomix.mcast.GenericMulticastProtocol;

        public class Example implements Runnable {
          public void run() {
        %s
            if (both != 2) {
              throw new AssertionError("size() was " + both);
            }
          }
        }
        """
            .formatted(body);
    Readme.run(folder, source);
  }

  @Test
  void theFilesInConfAreNamed() throws IOException {
    String readme = Readme.text();
    try (Stream<Path> files = Files.list(ROOT.resolve("conf"))) {
      assertThat(files).isNotEmpty().allMatch(file -> readme.contains("" + file.getFileName()));
    }
  }

  @Test
  void theTestCommandIsThatOfCi() throws IOException {
    Matcher command =
        Pattern.compile("^exec (mvn [^<]*[^< ])", Pattern.MULTILINE)
            .matcher(Files.readString(ROOT.resolve(".ci/run")));
    assertThat(command.find()).isTrue();
    assertThat(Readme.text()).contains("\n" + command.group(1) + " ");
  }
}
