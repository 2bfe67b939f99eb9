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
package io.atomix.mcast.agent.backup;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Says what is in a backup. */
final class BackupText {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private BackupText() {}

  /** Returns the table of contents in lines, or as JSON. */
  static String of(TableOfContents contents, boolean json) {
    if (json) {
      try {
        return JSON.writeValueAsString(contents) + "\n";
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("A table of contents cannot be written as JSON", e);
      }
    }
    StringBuilder text = new StringBuilder();
    text.append("backup %s, taken %s%n".formatted(contents.backup(), contents.taken()));
    text.append("by %s%n".formatted(contents.version()));
    text.append(
        contents.groups().stream()
            .map(group -> group.name() + " (" + group.partitions() + " partitions)")
            .collect(Collectors.joining(", ", "groups ", "%n".formatted())));
    text.append("%n%-24s %-24s %10s  %s%n".formatted("PRIMITIVE", "TYPE", "ENTRIES", "SIZE"));
    byName(contents)
        .values()
        .forEach(
            each ->
                text.append(
                    "%-24s %-24s %10s  %s%n"
                        .formatted(
                            each.name(),
                            each.type(),
                            each.entries() < 0 ? "-" : each.entries(),
                            Progress.size(each.bytes()))));
    return text.toString();
  }

  /** A primitive may be in several groups, and is another one in each. */
  private static Map<String, TableOfContents.Primitive> byName(TableOfContents contents) {
    Map<String, TableOfContents.Primitive> found = new TreeMap<>();
    for (TableOfContents.Part part : contents.parts()) {
      for (TableOfContents.Primitive primitive : part.primitives()) {
        String type = primitive.type();
        found.merge(
            primitive.name() + "\n" + type,
            primitive,
            (one, other) ->
                new TableOfContents.Primitive(
                    one.name(),
                    type,
                    one.entries() < 0 ? -1 : one.entries() + other.entries(),
                    one.bytes() + other.bytes()));
      }
    }
    return found;
  }
}
