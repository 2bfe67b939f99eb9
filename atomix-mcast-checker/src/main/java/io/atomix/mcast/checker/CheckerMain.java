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
package io.atomix.mcast.checker;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks files: {@code java -jar atomix-mcast-checker.jar FILE...}, each as {@link HistoryFile}
 * describes. The exit code is 0 if all are strictly serializable, 1 if one is not, 2 if a file
 * cannot be read, 3 if none is bad but one could not be decided.
 */
public final class CheckerMain {

  private CheckerMain() {}

  /** Checks the files that {@code arguments} name. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.out, System.err));
  }

  static int run(List<String> files, PrintStream out, PrintStream err) {
    if (files.isEmpty() || files.contains("--help")) {
      err.println("Usage: java -jar atomix-mcast-checker.jar FILE...");
      err.println("Checks histories, one JSON object a line, for strict serializability.");
      return files.isEmpty() ? 2 : 0;
    }
    int exit = 0;
    for (String file : files) {
      try {
        List<Event> history = HistoryFile.read(Path.of(file));
        Verdict verdict = StrictSerializability.check(history);
        out.println(file + ": " + history.size() + " operations, " + verdict);
        if (verdict instanceof Verdict.Violation) {
          exit = 1;
        } else if (verdict instanceof Verdict.Undecided && exit == 0) {
          exit = 3;
        }
      } catch (IOException | IllegalArgumentException e) {
        err.println("Cannot check " + file + ": " + e.getMessage());
        return 2;
      }
    }
    return exit;
  }
}
