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
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer copies from the README works. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..");

  @TempDir private Path folder;

  @Test
  void theConfigurationIsComplete() throws IOException {
    Path file = Files.writeString(folder.resolve("example.conf"), block("## Use it", "hocon"));
    Nodes.fromFile(file.toFile());
    AtomixConfig config = Atomix.config(file.toFile());
    assertThat(config.getPartitionGroups()).containsOnlyKeys("data");
    assertThat(config.getPrimitives()).containsOnlyKeys("accounts");
  }

  @Test
  @Timeout(120)
  void theJavaCompilesAndRuns() throws Exception {
    Path config = SampleConf.oneNode(folder);
    String body = block("## Use it", "java").replace("conf/one-node.conf", config.toString());
    run(
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
            .formatted(body));
  }

  @Test
  @Timeout(120)
  void theExampleOfCountersCompilesAndRuns() throws Exception {
    run(
        """
        import io.atomix.core.Atomix;
        import io.atomix.mcast.GenericMulticastProtocol;
        import io.atomix.mcast.primitives.counter.CounterResult;
        import io.atomix.mcast.primitives.counter.MulticastCounterMap;
        import io.atomix.mcast.primitives.counter.MulticastCounterMapType;
        import java.util.List;
        import java.util.Map;

        public class Example implements Runnable {
          public void run() {
            Atomix node = new Atomix("%s");
            node.start().join();
        %s
            node.stop().join();
            if (sum != 120 || !both.equals(Map.of("alice", 70L, "bob", 50L)) || moved || alice != 70) {
              throw new AssertionError(sum + " " + both + " " + moved + " " + alice);
            }
          }
        }
        """
            .formatted(SampleConf.oneNode(folder), block("## MulticastCounterMap", "java")));
  }

  private void run(String source) throws Exception {
    compile(Files.writeString(folder.resolve("Example.java"), source));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      ((Runnable) loader.loadClass("Example").getConstructor().newInstance()).run();
    }
  }

  @Test
  void theFilesInConfAreNamed() throws IOException {
    String readme = readme();
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
    assertThat(readme()).contains("\n" + command.group(1) + " ");
  }

  private void compile(Path source) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    List<String> options =
        List.of("-cp", System.getProperty("java.class.path"), "-d", folder.toString());
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(messages, files, null, options, null, files.getJavaFileObjects(source))
              .call();
      assertThat(compiled).as("%s", messages).isTrue();
    }
  }

  /** Returns the only block of code in a language, of the section of this title. */
  private static String block(String title, String language) throws IOException {
    String from = readme().split("\n" + title + "\n", 2)[1];
    Matcher matcher =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
            .matcher(from.split("\n## ", 2)[0]);
    assertThat(matcher.find()).as("a block of %s", language).isTrue();
    String block = matcher.group(1);
    assertThat(matcher.find()).as("another block of %s", language).isFalse();
    return block;
  }

  private static String readme() throws IOException {
    return Files.readString(ROOT.resolve("README.md"));
  }
}
