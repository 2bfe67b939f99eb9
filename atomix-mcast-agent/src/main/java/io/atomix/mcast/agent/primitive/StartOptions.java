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
package io.atomix.mcast.agent.primitive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.primitives.map.MapPosition;
import io.atomix.mcast.primitives.map.WatchFrom;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** The options by which a watch begins behind a kept position, and prints those to be kept. */
final class StartOptions {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String POSITION = "position";

  @Option(
      names = "--after",
      paramLabel = "POSITION",
      description = "Begin behind a position that --positions has printed.")
  private String after;

  @Option(
      names = "--after-file",
      paramLabel = "FILE",
      description = "Begin behind the last position in a file of what a watch has printed.")
  private File file;

  @Option(
      names = "--positions",
      description = "Print positions, each behind all that is in it, to go on with --after.")
  private boolean positions;

  /** Returns whether a position to begin behind is given. */
  boolean isKept() {
    return after != null || file != null;
  }

  /** Returns whether positions are to be printed. */
  boolean isPrinting() {
    return positions;
  }

  /**
   * Reads the position to begin behind.
   *
   * @param reader makes it of its text
   * @throws CommandException if there is no such file, or it is no such position
   */
  <P> P kept(Function<String, P> reader) {
    if (after != null && file != null) {
      throw new CommandException("Give --after or --after-file, not both");
    }
    try {
      return reader.apply(file == null ? after : lastIn(file));
    } catch (IllegalArgumentException e) {
      throw new CommandException((file == null ? "--after: " : "--after-file: ") + e.getMessage());
    }
  }

  /**
   * Returns where a watch of a map begins that misses nothing, or null if none is wanted.
   *
   * @param from what else says so: {@code now}, {@code snapshot} or null
   */
  WatchFrom ofMap(String from) {
    if (isKept() && from != null) {
      throw new CommandException("Give --from, or where to begin with --after, not both");
    }
    if (isKept()) {
      return WatchFrom.after(kept(MapPosition::fromJson));
    }
    if (from == null) {
      return positions ? WatchFrom.now() : null;
    }
    return switch (from) {
      case "now" -> WatchFrom.now();
      case "snapshot" -> WatchFrom.snapshot();
      default -> throw new CommandException("--from " + from + ": it is now or snapshot");
    };
  }

  private static String lastIn(File file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file.toPath());
    } catch (IOException e) {
      throw new CommandException("--after-file: cannot read positions from " + file, e);
    }
    for (int i = lines.size() - 1; i >= 0; i--) {
      String position = positionIn(lines.get(i));
      if (position != null) {
        return position;
      }
    }
    throw new CommandException(
        "--after-file: " + file + " has no line with a position, as --positions prints it");
  }

  /** Returns the position that a line has, as text or as JSON, or null. */
  private static String positionIn(String line) {
    if (line.startsWith(POSITION + "\t")) {
      return line.substring(POSITION.length() + 1);
    }
    try {
      JsonNode node = line.startsWith("{") ? MAPPER.readTree(line) : null;
      return node != null && node.path(POSITION).isObject() ? node.get(POSITION).toString() : null;
    } catch (JsonProcessingException e) {
      // A line that was not written to its end.
      return null;
    }
  }

  /** Prints a position, if that is wanted. */
  void print(Results results, String json) {
    if (positions) {
      results.print(POSITION + "\t" + json, object -> object.set(POSITION, tree(json)));
    }
  }

  private static JsonNode tree(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A position is not JSON: " + json, e);
    }
  }
}
