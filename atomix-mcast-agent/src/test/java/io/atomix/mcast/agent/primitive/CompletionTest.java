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
package io.atomix.mcast.agent.primitive;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.agent.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A shell that reads the script completes commands, operations and options. */
class CompletionTest {
  @TempDir private Path folder;

  private String completed(String... words) throws IOException, InterruptedException {
    StringWriter script = new StringWriter();
    assertThat(Main.commandLine().setOut(new PrintWriter(script)).execute("completion")).isZero();
    Path file = Files.writeString(folder.resolve("completion"), script.toString());
    String line =
        "compopt() { :; }; source %s; COMP_WORDS=(mcast %s); COMP_CWORD=%d; _complete_mcast; echo \"${COMPREPLY[*]}\""
            .formatted(file, String.join(" ", words), words.length);
    Process bash = new ProcessBuilder("bash", "-c", line).redirectErrorStream(true).start();
    String out = new String(bash.getInputStream().readAllBytes()).replace('\n', ' ').strip();
    assertThat(bash.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(bash.exitValue()).as(out).isZero();
    return out;
  }

  @Test
  void bashCompletesCommandsAndOptions() throws Exception {
    assertThat(completed("prim")).isEqualTo("primitives");
    assertThat(completed("map", "accounts", "put-")).contains("put-if");
    assertThat(completed("map", "accounts", "get", "--clu")).isEqualTo("--cluster-id");
  }
}
