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
package io.atomix.mcast.raft.files;

import java.util.stream.Collectors;

/** Files of a server are damaged, so that it may not begin. */
public final class DamagedFilesException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int NAMED = 3;

  DamagedFilesException(FilesReport report) {
    super(
        "files in %s are damaged. %s%s. While the other members are up, remove the files of the partition (this folder; bin/mcast log repair moves it away) and start this member again: it gets everything from the others"
            .formatted(
                report.folder(),
                report.faults().stream()
                    .limit(NAMED)
                    .map(FileFault::toString)
                    .collect(Collectors.joining("; ")),
                report.faults().size() > NAMED
                    ? "; and %d more".formatted(report.faults().size() - NAMED)
                    : ""));
  }
}
