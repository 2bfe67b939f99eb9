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

import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.Version;
import io.atomix.mcast.agent.client.ClientNode;
import io.atomix.mcast.agent.client.ClientOptions;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.partition.BackupSource;
import io.atomix.mcast.partition.GenericMulticastPartitionGroup;
import io.atomix.mcast.time.LocalTime;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Takes a backup of partition groups at one instant, or lists or checks one. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Takes a backup of partition groups at one instant over all partitions.",
    description = {
      "",
      "All primitives of the groups, with values, versions, times to live and positions of"
          + " channels. Clients go on meanwhile. The file is there when all of it is. bin/mcast"
          + " restore puts it into an empty cluster.",
      ""
    })
public final class BackupCommand implements Callable<Integer> {
  @Mixin private ClientOptions client;

  @Option(
      names = "--group",
      split = ",",
      paramLabel = "NAME",
      description =
          "Partition groups of type generic-multicast, separated by commas; with several, one"
              + " instant for all of them.")
  private List<String> groups;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "File to write, which must not be there.")
  private File output;

  @Option(
      names = "--list",
      paramLabel = "FILE",
      description =
          "Say what is in a backup, instead of taking one; this reads its table of contents only.")
  private File list;

  @Option(
      names = "--verify",
      paramLabel = "FILE",
      description =
          "Read all of a backup, and say which partitions of it are damaged, instead of taking"
              + " one.")
  private File verify;

  @Option(names = "--json", description = "With --list: the table of contents as JSON.")
  private boolean json;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "Time for which nothing may happen, in seconds (default: ${DEFAULT-VALUE}).")
  private int timeout;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    if (list != null) {
      try (BackupReader reader = new BackupReader(list)) {
        out.print(BackupText.of(reader.contents(), json));
        out.flush();
      }
      return 0;
    }
    if (verify != null) {
      try (BackupReader reader = new BackupReader(verify)) {
        verify(reader, out);
      }
      return 0;
    }
    if (groups == null || output == null || timeout < 1) {
      throw new ParameterException(
          spec.commandLine(),
          groups == null
              ? "Name the partition group: --group NAME"
              : output == null
                  ? "Name the file to write: -o FILE"
                  : "--timeout needs a number of seconds from 1 on, not " + timeout);
    }
    try (BackupWriter writer = new BackupWriter(output);
        ClientNode node = client.connect()) {
      take(node, writer, out);
    }
    return 0;
  }

  private void verify(BackupReader reader, PrintWriter out) {
    List<TableOfContents.Part> parts = reader.contents().parts();
    List<String> problems =
        new BackupCheck(reader, new Progress(spec.commandLine().getErr())).problems();
    if (!problems.isEmpty()) {
      throw new CommandException(
          "%s is damaged: %s; copy it again, or take another backup"
              .formatted(verify, String.join(", ", problems)));
    }
    out.printf(
        "mcast: %s is whole: backup %s, taken %s, %d partitions, %s%n",
        verify,
        reader.contents().backup(),
        reader.contents().taken(),
        parts.size(),
        Progress.size(verify.length()));
    out.flush();
  }

  private void take(ClientNode node, BackupWriter writer, PrintWriter out)
      throws IOException, InterruptedException {
    long begin = LocalTime.nanos();
    List<GenericMulticastPartitionGroup> chosen = groups.stream().map(n -> group(node, n)).toList();
    BackupSource source = new BackupSource(chosen, node.atomix().getCommunicationService());
    Progress progress = new Progress(spec.commandLine().getErr());
    BackupDownload download =
        new BackupDownload(BackupReplicas.of(source), Duration.ofSeconds(timeout), progress);
    Instant taken = Instant.ofEpochMilli(LocalTime.millis());
    MessageId cut = download.cut();
    List<TableOfContents.Part> parts = new ArrayList<>();
    try {
      for (GroupId partition : source.partitions()) {
        parts.add(download.part(partition, cut, writer));
      }
    } finally {
      download.release(cut);
    }
    TableOfContents contents =
        new TableOfContents(
            cut.toString(),
            taken.toString(),
            new Version().getVersion()[0],
            chosen.stream()
                .map(each -> new TableOfContents.Group(each.name(), each.getPartitions().size()))
                .toList(),
            parts);
    writer.finish(contents);
    out.printf(
        "mcast: backup of %s in %s: %d partitions, %s, %.1f s%n",
        String.join(", ", groups),
        output,
        parts.size(),
        Progress.size(output.length()),
        (LocalTime.nanos() - begin) / 1e9);
    out.flush();
  }

  private static GenericMulticastPartitionGroup group(ClientNode node, String name) {
    if (node.group(name) instanceof GenericMulticastPartitionGroup group) {
      return group;
    }
    throw new CommandException(
        "Partition group '%s' is of type %s: a backup takes groups of type generic-multicast"
            .formatted(name, node.group(name).type().name()));
  }
}
