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
package io.atomix.mcast.agent.log;

import io.atomix.mcast.agent.Version;
import io.atomix.mcast.agent.doctor.ProcessTable;
import io.atomix.mcast.raft.files.FilesCheck;
import io.atomix.mcast.raft.files.FilesReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Moves damaged partitions of a stopped member away, so that it gets them from the others. */
@Command(
    name = "repair",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeOnInvalidInput = LogVerifyCommand.WRONG_OPTIONS,
    header = "Moves damaged partitions of a stopped member away, so that it gets them anew.",
    description = {
      "",
      "Checks the files of every partition of generic-multicast in a folder and below it, as log"
          + " verify does, and moves the folder of each that is damaged to a name beside it."
          + " Nothing is deleted or changed. The member gets these partitions from the other"
          + " members when it is started, so all of them have to be ready, and to have everything.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:what is damaged was moved away, or nothing is",
      "1:something could not be moved",
      "2:the folder cannot be read, has no such files, is in use, or holds files of others, too",
      "3:the options are wrong"
    })
public final class LogRepairCommand implements Callable<Integer> {
  private static final int NOT_MOVED = 1;

  @Mixin private MemberFolder folder;

  @Option(
      names = "--partition",
      split = ",",
      paramLabel = "NAME",
      description =
          "Move these partitions (such as data-2), whether they look damaged or not, and no others:"
              + " for a member whose log says that the files of the partition have to be removed."
              + " May be repeated.")
  private List<String> partitions = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    return folder.use(this::repair);
  }

  private int repair(List<MemberFiles> found, PrintWriter out) throws IOException {
    Optional<String> user = new ProcessTable(Path.of("/proc")).using(folder.path());
    if (user.isPresent()) {
      return folder.unreadable(
          "%s is in use by %s; stop the member first, nothing was moved"
              .formatted(folder.path(), user.get()));
    }
    return move(found, chosen(found, out), out);
  }

  /** Returns the partitions to move, and says what is wrong with each. */
  private List<MemberFiles> chosen(List<MemberFiles> found, PrintWriter out) throws IOException {
    for (String name : partitions) {
      if (found.stream().noneMatch(each -> isNamed(each, name))) {
        throw new ParameterException(
            spec.commandLine(),
            "There is no partition '%s' in %s; there are %s"
                .formatted(
                    name,
                    folder.path(),
                    found.stream().map(MemberFiles::partition).collect(Collectors.joining(", "))));
      }
    }
    List<MemberFiles> chosen = new ArrayList<>();
    for (MemberFiles each : found) {
      FilesReport report = FilesCheck.of(each.folder(), each.name(), entry -> {});
      boolean asked = partitions.stream().anyMatch(name -> isNamed(each, name));
      if (asked || partitions.isEmpty() && !report.isWhole()) {
        chosen.add(each);
      }
      if (asked || !report.isWhole()) {
        out.printf(
            "%s in %s: %s%n",
            each.partition(), each.folder(), report.isWhole() ? "looks whole" : "DAMAGED");
        report.faults().forEach(fault -> out.printf("  damaged: %s%n", fault));
      }
    }
    return chosen;
  }

  private static boolean isNamed(MemberFiles files, String name) {
    return files.partition().equals(name) || files.name().equals(name);
  }

  private int move(List<MemberFiles> found, List<MemberFiles> chosen, PrintWriter out) {
    if (chosen.isEmpty()) {
      out.printf(
          "Nothing in %s is damaged, as far as can be seen; nothing was moved.%n", folder.path());
      return 0;
    }
    for (MemberFiles each : found) {
      if (!chosen.contains(each) && chosen.stream().anyMatch(each::isBeside)) {
        return folder.unreadable(
            "The folder %s holds files of %s, too; nothing was moved. Stop the member and move the other files by hand"
                .formatted(each.folder(), each.partition()));
      }
    }
    for (MemberFiles each : chosen) {
      try {
        if (Files.exists(each.folder())) {
          out.printf("%s was moved to %s%n", each.folder(), each.moveAway());
        }
      } catch (IOException e) {
        spec.commandLine()
            .getErr()
            .printf(
                "mcast: %s cannot be moved: %s. Correct the permissions of the folder that it is"
                    + " in, and repeat this%n",
                each.folder(), e);
        return NOT_MOVED;
      }
    }
    out.printf(
        "What comes next: make sure that all other members are ready and have everything (bin/mcast"
            + " status --all), and start this member: it gets %s from them. Then bin/mcast compare;"
            + " delete what was moved when the replicas are the same. If files of a majority of the"
            + " members are damaged, start none: move back what was moved, and restore a backup.%n",
        chosen.stream().map(MemberFiles::partition).collect(Collectors.joining(", ")));
    return 0;
  }
}
