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
package io.atomix.mcast.lab.sabotage;

import io.atomix.mcast.agent.CommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Puts a fault back into a file of the sources.
 *
 * @param file the file, from the folder of the project
 * @param is lines of it, of which it has one occurrence
 * @param was what stands there instead while the fault is put back
 */
record SourceEdit(Path file, String is, String was) {

  /**
   * Returns a file with the fault.
   *
   * @param fault the name of the fault, for the error
   * @param source the text of the file, as it is or with other edits of the same fault
   * @throws CommandException if the lines are not there, or are there twice
   */
  String applyTo(String fault, String source) {
    int at = source.indexOf(is);
    if (at < 0 || source.indexOf(is, at + 1) >= 0) {
      throw new CommandException(
          ("The fault %s cannot be put back: %s %s these lines of sabotage/%s.fault. Write there"
                  + " what puts it back into the code of today:%n%s")
              .formatted(fault, file, at < 0 ? "has not" : "has more than once", fault, is));
    }
    return source.substring(0, at) + was + source.substring(at + is.length());
  }

  /** Reads the file from the folder of the project. */
  String source(Path home) {
    try {
      return Files.readString(home.resolve(file));
    } catch (IOException e) {
      throw new CommandException("Cannot read " + home.resolve(file), e);
    }
  }
}
