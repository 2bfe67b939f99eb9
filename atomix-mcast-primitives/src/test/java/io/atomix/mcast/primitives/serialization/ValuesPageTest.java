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
package io.atomix.mcast.primitives.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.utils.serializer.Serializer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The table of docs/values.md says what happens to values of each kind, in this project's
 * primitives and in Atomix's. With {@code -Dmcast.docs.write=true} it is written anew.
 */
class ValuesPageTest {
  private static final Path PAGE = Path.of("..", "docs", "values.md");
  private static final String BEGIN = "<!-- values: begin -->\n";
  private static final String END = "<!-- values: end -->\n";

  @Test
  void theTableSaysWhatHappens() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    String table = table();
    if (Boolean.getBoolean("mcast.docs.write")) {
      page = page.substring(0, begin) + table + page.substring(page.indexOf(END));
      Files.writeString(PAGE, page);
    }
    assertThat(page.substring(begin, page.indexOf(END))).isEqualTo(table);
  }

  private static String table() {
    Serializer theirs = Serializers.ofAtomicMap();
    Serializer ours = Serializers.ofMulticastMap();
    List<String> lines = new ArrayList<>();
    lines.add("| values | ours | Atomix's own |");
    lines.add("| --- | --- | --- |");
    SampleValues.byKind()
        .forEach(
            (kind, values) ->
                lines.add(
                    "| %s | %s | %s |"
                        .formatted(kind, outcomes(ours, values), outcomes(theirs, values))));
    return String.join("\n", lines) + "\n";
  }

  private static String outcomes(Serializer serializer, List<Object> values) {
    Set<String> outcomes = new TreeSet<>();
    values.forEach(value -> outcomes.add(outcome(serializer, value)));
    return String.join(", or ", outcomes);
  }

  private static String outcome(Serializer serializer, Object value) {
    byte[] bytes;
    try {
      bytes = serializer.encode(value);
    } catch (RuntimeException | LinkageError e) {
      return "refused";
    }
    try {
      return SampleValues.same(value, serializer.decode(bytes)) ? "yes" : "**come back changed**";
    } catch (RuntimeException | LinkageError e) {
      return "**accepted, and then cannot be read**";
    }
  }
}
