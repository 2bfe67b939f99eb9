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

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Histories as files: a line of JSON for each operation, in any order. Blank lines, and those that
 * begin with {@code #} or {@code //}, are left out.
 *
 * <pre>
 * {"client":"a","start":0,"end":9,"op":"write","values":{"x":"1","y":null}}
 * {"client":"b","start":4,"end":7,"op":"read","keys":["x","y"],"result":{"x":"1"}}
 * {"client":"c","start":5,"op":"add","deltas":{"n":1}}
 * </pre>
 *
 * <p>Without {@code end} the outcome is unknown. {@code object} may name the object. Operations and
 * what belongs to them:
 *
 * <ul>
 *   <li>{@code read} keys; {@code write} values; {@code swap} values; {@code size}; {@code
 *       containsValue} value; {@code snapshot}; {@code clear};
 *   <li>{@code transact} if, then, else, keys, with the result {@code {"held":true,"values":{}}};
 *   <li>{@code add} deltas; {@code addAndGet} deltas; {@code addIf} if, deltas; {@code count} keys;
 *       {@code sum}.
 * </ul>
 *
 * <p>Each of the conditions in {@code if} is one of {@code {"key":"x","is":"1"}} (null: absent),
 * {@code {"key":"x","present":true}}, {@code {"key":"n","atLeast":1}} and {@code
 * {"key":"n","atMost":1}}.
 *
 * <p>{@code versions} may have what was told of versions, as {@link VersionClaims} says: {@code
 * {"found":{"x":3},"written":{"x":8}}}, or one of the two. Files from before have none.
 */
public final class HistoryFile {

  /**
   * Duplicate names and text behind the object are errors, and whole numbers are Longs. A mapper
   * may be used by several threads.
   */
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .build();

  private HistoryFile() {}

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if a line is not an operation; tells which and why
   */
  public static List<Event> read(Path file) throws IOException {
    try (Reader reader = Files.newBufferedReader(file)) {
      return read(reader, file.toString());
    }
  }

  /** Reads lines; {@code name} says in errors where they come from. */
  public static List<Event> read(Reader reader, String name) throws IOException {
    List<Event> events = new ArrayList<>();
    BufferedReader lines = new BufferedReader(reader);
    int number = 0;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      number++;
      if (!line.isBlank() && !line.startsWith("#") && !line.startsWith("//")) {
        try {
          events.add(EventJson.event(JSON.readValue(line, Object.class)));
        } catch (JsonProcessingException e) {
          String place = ", at character " + e.getLocation().getColumnNr();
          throw noOperation(number, name, e.getOriginalMessage() + place, e);
        } catch (IllegalArgumentException | ClassCastException e) {
          throw noOperation(number, name, e.getMessage(), e);
        }
      }
    }
    return events;
  }

  private static IllegalArgumentException noOperation(
      int number, String name, String reason, Exception cause) {
    return new IllegalArgumentException(
        "Line " + number + " of " + name + " is not an operation: " + reason, cause);
  }

  /** Writes a file that {@link #read(Path)} reads. */
  public static void write(Path file, Collection<Event> history) throws IOException {
    Files.write(file, history.stream().map(HistoryFile::line).toList());
  }

  /** One operation as a line, without the end of the line. */
  public static String line(Event event) {
    try {
      return JSON.writeValueAsString(EventJson.json(event));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("There is no line for " + event, e);
    }
  }
}
