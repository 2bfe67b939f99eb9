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
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads a fault that was one of the code: lines {@code fault:}, {@code found by:}, {@code test:},
 * and what puts it back, as {@code file:} with the lines that are there now and those that were
 * there.
 */
final class FaultFile {
  private static final String SUFFIX = ".fault";
  private static final String IS = "--- is";
  private static final String WAS = "--- was";
  private static final String END = "--- end";

  private final Path path;
  private final Iterator<String> lines;
  private final Map<String, String> header = new TreeMap<>();
  private final List<SourceEdit> edits = new ArrayList<>();

  private FaultFile(Path path, List<String> lines) {
    this.path = path;
    this.lines = lines.iterator();
  }

  static boolean isOne(Path path) {
    return path.toString().endsWith(SUFFIX);
  }

  /**
   * Reads a file.
   *
   * @throws CommandException if it cannot be read, or lacks something
   */
  static KnownFault read(Path path) {
    try {
      return new FaultFile(path, Files.readAllLines(path)).read();
    } catch (IOException e) {
      throw new CommandException("Cannot read " + path, e);
    }
  }

  private KnownFault read() {
    while (lines.hasNext()) {
      String line = lines.next();
      int colon = line.indexOf(": ");
      if (colon < 0) {
        throw broken("the line '" + line + "' is not of the form 'name: value'");
      }
      String name = line.substring(0, colon);
      String value = line.substring(colon + 2);
      if (name.equals("file")) {
        edits.add(edit(Path.of(value)));
      } else if (header.put(name, value) != null) {
        throw broken("the line '" + name + ":' is there twice");
      }
    }
    String[] test = header("test").split(" ");
    if (test.length != 2) {
      throw broken("'test:' needs a module and a test, as package.Class or package.Class#method");
    }
    if (edits.isEmpty()) {
      throw broken("no 'file:' puts the fault back");
    }
    String file = path.getFileName().toString();
    return new KnownFault(
        file.substring(0, file.length() - SUFFIX.length()),
        header("fault"),
        KnownFault.Method.TEST,
        header("found by"),
        test[0],
        test[1],
        List.copyOf(edits));
  }

  private SourceEdit edit(Path file) {
    if (!lines.hasNext() || !lines.next().equals(IS)) {
      throw broken("'file: " + file + "' is not followed by '" + IS + "'");
    }
    String is = until(WAS);
    String was = until(END);
    if (is.isEmpty() || is.equals(was)) {
      throw broken("what is in " + file + " has to be something, and another than what was there");
    }
    return new SourceEdit(file, is, was);
  }

  private String until(String end) {
    StringBuilder text = new StringBuilder();
    while (lines.hasNext()) {
      String line = lines.next();
      if (line.equals(end)) {
        return text.toString();
      }
      text.append(line).append('\n');
    }
    throw broken("'" + end + "' is missing");
  }

  private String header(String name) {
    String value = header.get(name);
    if (value == null) {
      throw broken("the line '" + name + ":' is missing");
    }
    return value;
  }

  private CommandException broken(String what) {
    return new CommandException(path + " cannot be understood: " + what);
  }
}
