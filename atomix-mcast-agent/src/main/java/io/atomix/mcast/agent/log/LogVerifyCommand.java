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
import io.atomix.mcast.raft.files.FilesCheck;
import io.atomix.mcast.raft.files.FilesReport;
import io.atomix.mcast.raft.files.SnapshotScan;
import io.atomix.mcast.raft.files.StoredEntry;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what of a stopped member's files is damaged, and prints entries of its logs. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    exitCodeOnInvalidInput = LogVerifyCommand.WRONG_OPTIONS,
    header = "Says what of a stopped member's files is damaged, and what to do.",
    description = {
      "",
      "Reads the files of every partition of generic-multicast in a folder and below it: logs entry"
          + " by entry, snapshots, terms and members. If the member was stopped in good order, each"
          + " byte is compared with what it had then. It changes nothing. The member must be"
          + " stopped, or what it is just writing is taken for damage.",
      ""
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:all files are whole",
      "1:some are damaged",
      "2:the folder cannot be read, or has no such files",
      "3:the options are wrong"
    })
public final class LogVerifyCommand implements Callable<Integer> {
  static final int WRONG_OPTIONS = 3;
  private static final int DAMAGED = 1;

  @Mixin private MemberFolder folder;

  @Option(
      names = "--entries",
      arity = "0..1",
      paramLabel = "FROM-TO",
      fallbackValue = EntryRange.ALL,
      converter = EntryRange.RangeConverter.class,
      description =
          "Print the entries of the logs in words, all or those from one index to another"
              + " (--entries=100-120). Names are printed, values are not.")
  private EntryRange entries;

  @Override
  public Integer call() {
    return folder.use(this::verify);
  }

  private int verify(List<MemberFiles> found, PrintWriter out) throws IOException {
    boolean whole = true;
    for (MemberFiles each : found) {
      FilesReport report = FilesCheck.of(each.folder(), each.name(), entry -> print(entry, out));
      tell(report, out);
      whole &= report.isWhole();
    }
    return whole ? 0 : DAMAGED;
  }

  private void print(StoredEntry entry, PrintWriter out) {
    if (entries != null && entries.contains(entry.index())) {
      out.println(new EntryWords().of(entry));
    }
  }

  private static void tell(FilesReport report, PrintWriter out) {
    out.printf(
        "%s in %s: %s%n", report.name(), report.folder(), report.isWhole() ? "whole" : "DAMAGED");
    out.printf(
        "  log: entries %d to %d in %s; %s; term %d; %s%n",
        report.firstEntry(),
        report.lastEntry(),
        report.segments().size() == 1 ? "1 file" : report.segments().size() + " files",
        report.snapshot().map(LogVerifyCommand::words).orElse("no snapshot"),
        report.term(),
        report.closed()
            ? "stopped in good order, each byte compared"
            : "not stopped in good order, the end of the log cannot be compared");
    report.notes().forEach(note -> out.printf("  note: %s%n", note));
    report.faults().forEach(fault -> out.printf("  damaged: %s%n", fault));
    if (!report.isWhole()) {
      out.printf(
          "  What to do: while all other members are up and have everything, move the folder away"
              + " (bin/mcast log repair %s) and start this member again: it gets everything from"
              + " the others%n",
          report.folder());
    }
  }

  private static String words(SnapshotScan snapshot) {
    return "snapshot of entry %d, %d bytes, of %s%s"
        .formatted(
            snapshot.index(),
            snapshot.length(),
            Instant.ofEpochMilli(snapshot.millis()),
            snapshot.checked() ? "" : ", without a checksum");
  }
}
