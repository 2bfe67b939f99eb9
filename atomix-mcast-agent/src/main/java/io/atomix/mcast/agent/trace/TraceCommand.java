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
package io.atomix.mcast.agent.trace;

import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.Version;
import io.atomix.mcast.agent.http.AgentClient;
import io.atomix.mcast.agent.http.HttpAddress;
import io.atomix.mcast.trace.Trace;
import io.atomix.mcast.trace.TraceJson;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Draws what happened to messages in all groups, or checks it by the rules of the protocol. */
@Command(
    name = "trace",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Draws the events of messages in all groups, as one page for a browser.",
    description = {
      "",
      "The trace comes from agents that were started with --trace, or from files that"
          + " demo --trace or a simulation has written. Records of several nodes are merged;"
          + " where they tell of the same event, that of the group's leader counts. Clocks that"
          + " are seen to differ are corrected, and the page says so.",
      "",
      "With --check, nothing is drawn: the steps of all groups are replayed, and each is judged by"
          + " the rules of the protocol. The exit code is 0 if all of them are allowed, and 1 if"
          + " one is not, or cannot be judged.",
      ""
    })
public final class TraceCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Option(
      names = "--http",
      split = ",",
      paramLabel = "HOST:PORT",
      converter = HttpAddress.Converter.class,
      description =
          "Addresses of agents, best of all of them; a port alone means 127.0.0.1. May be"
              + " repeated.")
  private List<HttpAddress> addresses = List.of();

  @Option(
      names = {"-f", "--file"},
      split = ",",
      paramLabel = "FILE",
      description = "Files with traces. May be repeated.")
  private List<File> files = List.of();

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "Files with traces, as --file says them.")
  private List<File> moreFiles = List.of();

  @Option(
      names = "--check",
      description = "Check the traces, one of each process, as the agents' pages /trace give them.")
  private boolean check;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description =
          "With --check: keep what the agents told in this folder, a file for each of them.")
  private File keep;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description = "File to write: the page, or, if its name ends in .json, the merged trace.")
  private File out;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "5000",
      description = "Largest number of messages to draw, the latest (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    List<File> all = Stream.concat(files.stream(), moreFiles.stream()).toList();
    if (addresses.isEmpty() && all.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "Say where the trace is: --http HOST:PORT of agents, or --file FILE.");
    } else if (check == (out != null)) {
      throw new ParameterException(
          spec.commandLine(), "Say either --check, or with --out FILE where to draw the trace.");
    } else if (keep != null && (!check || addresses.isEmpty())) {
      throw new ParameterException(
          spec.commandLine(), "--keep needs --check, and agents that are asked with --http.");
    } else if (limit < 1) {
      throw new ParameterException(spec.commandLine(), "--limit must be 1 or more, not " + limit);
    }
    AgentClient agents = new AgentClient(PATIENCE);
    List<Trace> traces = new ArrayList<>();
    for (HttpAddress address : addresses) {
      String page = agents.page(address, "/trace", "--http and --trace");
      if (keep != null) {
        keep(address, page);
      }
      traces.add(TraceReader.read(page, "the answer of " + address));
    }
    for (File file : all) {
      traces.add(TraceReader.read(read(file), file.toString()));
    }
    return check ? TraceChecks.check(traces, spec.commandLine().getOut()) : draw(traces);
  }

  private int draw(List<Trace> traces) {
    Trace trace = Merge.of(traces);
    boolean page = !out.getName().endsWith(".json");
    write(page ? TracePage.of(trace, limit) : TraceJson.write(trace));
    PrintWriter say = spec.commandLine().getOut();
    trace.notes().forEach(say::println);
    long messages = trace.events().stream().map(event -> event.message()).distinct().count();
    say.printf(
        "%d events of %d messages written to %s%s%n",
        trace.events().size(),
        messages,
        out,
        page && messages > limit
            ? ", of which the latest " + limit + " are drawn; --limit draws more"
            : page && messages > 0 ? "; open it in a browser" : "");
    say.flush();
    return 0;
  }

  private String read(File file) {
    try {
      return Files.readString(file.toPath());
    } catch (IOException e) {
      throw new CommandException("Cannot read the trace in " + file, e);
    }
  }

  private void keep(HttpAddress address, String page) {
    Path file = keep.toPath().resolve(address.toString().replaceAll("[^\\w.]+", "-") + ".json");
    try {
      Files.createDirectories(keep.toPath());
      Files.writeString(file, page);
    } catch (IOException e) {
      throw new CommandException("Cannot write to " + file + "; choose another --keep", e);
    }
  }

  private void write(String text) {
    try {
      Files.writeString(out.toPath(), text);
    } catch (IOException e) {
      throw new CommandException("Cannot write to " + out + "; choose another --out", e);
    }
  }
}
