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

import io.atomix.core.AtomixConfig;
import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.NodeFactory;
import io.atomix.mcast.agent.Version;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.partition.GenericMulticastPartitionGroupConfig;
import io.atomix.mcast.partition.RestoreTarget;
import io.atomix.primitive.partition.PartitionGroupConfig;
import io.atomix.utils.config.ConfigurationException;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts a backup into the empty folders of a member. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Puts a backup into the empty folders of a member, before its first start.",
    description = {
      "",
      "Run it with the same backup for every member of a new cluster, then start them all. Names"
          + " and hosts of members may be others than those of the backup; partition groups have"
          + " the same names and numbers of partitions. Sessions, locks and elections of old"
          + " clients are gone.",
      ""
    })
public final class RestoreCommand implements Callable<Integer> {
  @Parameters(paramLabel = "BACKUP", description = "File of bin/mcast backup.")
  private File backup;

  @Option(
      names = {"-c", "--config"},
      required = true,
      paramLabel = "FILE",
      description = "Configuration file of the member, as for bin/mcast agent.")
  private File config;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder of the relative storage directories of the configuration (default: the"
              + " working directory).")
  private File data;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try (BackupReader reader = new BackupReader(backup)) {
      AtomixConfig node = NodeFactory.configuration(config, data);
      String member = node.getClusterConfig().getNodeConfig().getId().id();
      List<RestoreTarget> targets =
          reader.contents().groups().stream().map(group -> target(node, member, group)).toList();
      if (targets.stream().allMatch(target -> target.partitions().isEmpty())) {
        throw new CommandException(
            "%s is no member of %s in %s: run this with the configuration of each member"
                .formatted(member, names(reader.contents()), config));
      }
      for (RestoreTarget target : targets) {
        if (target.occupied() != null) {
          throw new CommandException(
              ("%s holds data already: a backup is restored before the first start of an empty"
                      + " cluster. Choose another --data, or move that folder away on every member")
                  .formatted(target.occupied()));
        }
        String other = target.awaitingOther(reader.contents().backup());
        if (other != null) {
          throw new CommandException(
              ("%s is to begin with backup %s already, and %s is backup %s: all members begin with"
                      + " the same one. To take this one, remove the folders of %s on every member")
                  .formatted(
                      member, other, backup, reader.contents().backup(), target.partitions()));
        }
      }
      write(reader, targets);
      spec.commandLine()
          .getOut()
          .printf(
              "mcast: %s begins with backup %s of %s in %s; do the same for the other members, then"
                  + " start them%n",
              member,
              reader.contents().backup(),
              reader.contents().taken(),
              targets.stream()
                  .flatMap(target -> target.partitions().stream())
                  .map(GroupId::toString)
                  .collect(Collectors.joining(", ")));
      spec.commandLine().getOut().flush();
    }
    return 0;
  }

  private RestoreTarget target(AtomixConfig node, String member, TableOfContents.Group group) {
    PartitionGroupConfig<?> found =
        Stream.concat(
                node.getPartitionGroups().entrySet().stream()
                    .filter(each -> each.getKey().equals(group.name()))
                    .<PartitionGroupConfig<?>>map(each -> each.getValue().setName(each.getKey())),
                Stream.ofNullable(node.getManagementGroup())
                    .filter(each -> group.name().equals(each.getName())))
            .findFirst()
            .orElseThrow(
                () ->
                    new CommandException(
                        "%s has no partition group '%s', which is in the backup; it has %s"
                            .formatted(config, group.name(), node.getPartitionGroups().keySet())));
    if (!(found instanceof GenericMulticastPartitionGroupConfig own)) {
      throw new CommandException(
          "Partition group '%s' of %s is of type %s, that of the backup of type generic-multicast"
              .formatted(group.name(), config, found.getType().name()));
    }
    if (own.getPartitions() != group.partitions()) {
      throw new CommandException(
          ("Partition group '%s' of %s has partitions: %d, that of the backup has %d; the number"
                  + " cannot be changed")
              .formatted(group.name(), config, own.getPartitions(), group.partitions()));
    }
    try {
      own.check();
    } catch (ConfigurationException e) {
      throw new CommandException("Cannot use the configuration " + config, e);
    }
    return new RestoreTarget(own, member);
  }

  private static String names(TableOfContents contents) {
    return contents.groups().stream()
        .map(TableOfContents.Group::name)
        .collect(Collectors.joining(", "));
  }

  private void write(BackupReader reader, List<RestoreTarget> targets) {
    Progress progress = new Progress(spec.commandLine().getErr());
    List<RestoreTarget> begun = new ArrayList<>();
    try {
      for (RestoreTarget target : targets) {
        begun.add(target);
        for (GroupId partition : target.partitions()) {
          TableOfContents.Part part = part(reader, partition);
          progress.at("writing " + partition + ", " + Progress.size(part.bytes()));
          target.write(
              partition,
              reader.contents().backup(),
              part.bytes(),
              (int) part.checksum(),
              reader.from(part.offset()));
        }
      }
    } catch (IOException | RuntimeException e) {
      begun.forEach(RestoreTarget::abandon);
      throw new CommandException("Cannot restore " + backup, e);
    }
    try {
      for (RestoreTarget target : targets) {
        target.finish();
      }
    } catch (IOException e) {
      throw new CommandException("Cannot restore " + backup + "; run it again", e);
    }
  }

  private TableOfContents.Part part(BackupReader reader, GroupId partition) {
    return reader.contents().parts().stream()
        .filter(
            part ->
                part.group().equals(partition.group()) && part.partition() == partition.partition())
        .findFirst()
        .orElseThrow(() -> new CommandException(backup + " has no part of " + partition));
  }
}
