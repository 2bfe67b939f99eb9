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

import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.Main;
import io.atomix.mcast.agent.Version;
import io.atomix.mcast.agent.client.ClientNode;
import io.atomix.mcast.agent.client.ClientOptions;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Carries out many operations as one client of a cluster. */
@Command(
    name = "batch",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Carries out many operations on primitives as one client of a cluster.",
    description = {
      "",
      "Reads lines such as 'map accounts get alice' from the standard input or a file, and carries"
          + " them out one after the other, without connecting anew for each. It ends at the first"
          + " that fails, with its exit status; one that ends with 3 is no failure. Words with"
          + " spaces stand in double quotes; lines that begin with # are left out.",
      ""
    })
public final class BatchCommand implements Callable<Integer> {
  private static final Set<String> OTHERS = Set.of("batch");

  @Mixin private ClientOptions cluster;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "File with the lines, or - for the standard input (the default).")
  private File file;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (BufferedReader lines = reader();
        ClientNode client = cluster.connect()) {
      CommandLine commands =
          Main.commandLine(client.factory())
              .setOut(spec.commandLine().getOut())
              .setErr(spec.commandLine().getErr());
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        List<String> words = TransactionScript.words(line);
        if (!words.isEmpty() && !words.get(0).startsWith("#")) {
          int status = execute(commands, words);
          if (status != 0 && status != PrimitiveCommand.NOT_SO) {
            spec.commandLine().getErr().println("mcast: ended at '" + line.strip() + "'");
            return status;
          }
        }
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the lines of the batch", e);
    }
  }

  private BufferedReader reader() throws IOException {
    if (file == null || file.getPath().equals("-")) {
      return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    }
    if (!file.isFile()) {
      throw new CommandException("There is no file " + file + "; name one with lines in it");
    }
    return Files.newBufferedReader(file.toPath());
  }

  private static int execute(CommandLine commands, List<String> words) {
    if (OTHERS.contains(words.get(0))) {
      throw new CommandException("A batch cannot begin another; use one file");
    }
    return commands.execute(words.toArray(String[]::new));
  }
}
