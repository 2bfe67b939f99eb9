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
package io.atomix.mcast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A block of Java of a page, compiled as the body of a method that is given a node. */
final class Program {
  private static final String SOURCE =
      """
      import io.atomix.core.*;
      import io.atomix.core.lock.*;
      import io.atomix.core.map.*;
      import io.atomix.core.transaction.*;
      import io.atomix.mcast.*;
      import io.atomix.mcast.metrics.*;
      import io.atomix.mcast.primitives.channel.*;
      import io.atomix.mcast.primitives.counter.*;
      import io.atomix.mcast.primitives.group.*;
      import io.atomix.mcast.primitives.map.*;
      import io.atomix.mcast.tls.*;
      import io.atomix.utils.time.Version;
      import io.atomix.utils.time.Versioned;
      import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
      import java.io.File;
      import java.time.Duration;
      import java.util.*;
      import java.util.concurrent.*;

      public class Example implements java.util.function.Consumer<Atomix> {
        public void accept(Atomix shared) {
      %s
        }

        static void check(boolean right, Object... found) {
          if (!right) {
            throw new AssertionError(Arrays.toString(found));
          }
        }
      }
      """;

  private Program() {}

  /** Compiles a body in a folder and runs it with a node, by the name {@code shared}. */
  @SuppressWarnings("unchecked")
  static <T> void run(Path folder, String body, T node) throws Exception {
    compile(folder, Files.writeString(folder.resolve("Example.java"), SOURCE.formatted(body)));
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
      ((Consumer<T>) loader.loadClass("Example").getConstructor().newInstance()).accept(node);
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
