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

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The README and the examples in it. */
final class Readme {
  static final Path ROOT = Path.of("..");

  private Readme() {}

  static String text() throws IOException {
    return Files.readString(ROOT.resolve("README.md"));
  }

  /** Returns the only block of code in a language that a section has. */
  static String block(String section, String language) throws IOException {
    Matcher heading =
        Pattern.compile("\n## " + Pattern.quote(section) + "\n(.*?)(?=\n## |\\z)", Pattern.DOTALL)
            .matcher(text());
    assertThat(heading.find()).as("a section %s", section).isTrue();
    Matcher matcher =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(heading.group(1));
    assertThat(matcher.find()).as("a block of %s in %s", language, section).isTrue();
    String block = matcher.group(1);
    assertThat(matcher.find()).as("another block of %s in %s", language, section).isFalse();
    return block;
  }

  /** Compiles a class {@code Example}, which is a {@link Runnable}, in a folder and runs it. */
  static void run(Path folder, String source) throws Exception {
    compile(folder, Files.writeString(folder.resolve("Example.java"), source));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      ((Runnable) loader.loadClass("Example").getConstructor().newInstance()).run();
    }
  }

  private static void compile(Path folder, Path source) throws IOException {
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
}
