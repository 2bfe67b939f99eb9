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

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Folder of a stopped member's files, as the commands for them take it. */
final class MemberFolder {
  private static final int UNREADABLE = 2;

  @Parameters(
      paramLabel = "DIR",
      description =
          "Folder of the data: the member's, as with agent --data, that of a partition group"
              + " (storage.directory), or that of one partition.")
  private Path folder;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  /** Work on the files that were found; returns the exit status. */
  interface FilesWork {
    int on(List<MemberFiles> found, PrintWriter out) throws IOException;
  }

  Path path() {
    return folder;
  }

  /** Does the work on the files of all partitions in the folder; returns the exit status. */
  int use(FilesWork work) {
    PrintWriter out = spec.commandLine().getOut();
    try {
      if (!Files.isDirectory(folder)) {
        return unreadable("There is no folder " + folder);
      }
      List<MemberFiles> found = MemberFiles.below(folder);
      if (found.isEmpty()) {
        return unreadable(
            "No files of a partition of generic-multicast in %s or below; name the folder that agent --data had"
                .formatted(folder));
      }
      return work.on(found, out);
    } catch (IOException e) {
      return unreadable("%s cannot be read: %s".formatted(folder, e));
    } finally {
      out.flush();
    }
  }

  /** Says why nothing can be done; returns the exit status for that. */
  int unreadable(String why) {
    spec.commandLine().getErr().println("mcast: " + why);
    return UNREADABLE;
  }
}
