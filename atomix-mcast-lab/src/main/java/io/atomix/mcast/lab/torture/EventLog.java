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
package io.atomix.mcast.lab.torture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * File of lines of JSON, one for each thing that happened, which a process adds to and the one that
 * takes its place goes on with: a {@link LineFile}. Thread-safe.
 *
 * @param <L> the type of the lines
 */
final class EventLog<L> implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LineFile file;
  private final List<L> found;

  /** Opens a file, or begins one. */
  EventLog(Path path, Class<L> type) {
    try {
      found = Files.exists(path) ? read(path, type) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + path, e);
    }
    file = LineFile.goOn(path);
  }

  /** The lines that were there when it was opened. */
  List<L> found() {
    return found;
  }

  /** Adds a line. */
  void add(L line) {
    try {
      file.add(JSON.writeValueAsString(line));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("Cannot record " + line, e);
    }
  }

  /**
   * Reads the complete lines of a file.
   *
   * @throws IllegalArgumentException if one of them is none of this type; tells which
   */
  static <L> List<L> read(Path path, Class<L> type) throws IOException {
    List<L> lines = new ArrayList<>();
    for (String line : LineFile.lines(path)) {
      try {
        lines.add(JSON.readValue(line, type));
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(path + " has the line '" + line + "'", e);
      }
    }
    return lines;
  }

  @Override
  public void close() {
    file.close();
  }
}
