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
package io.atomix.mcast.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Log entries and messages as earlier versions wrote them are read for ever, and mean what they
 * meant. {@code docs/formats.md} tells when and how a file is added; those that are there are never
 * written again.
 */
class StoredMessagesTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "formats");
  private static final String FILE = "messages.txt";

  /** So many of each sort, and as many more as it takes to have everything in them. */
  private static final int EACH = 24;

  private static List<String> lines(int version) throws IOException {
    return Files.readAllLines(FOLDER.resolve(version + "/" + FILE), StandardCharsets.UTF_8);
  }

  @Test
  void whatVersion1WroteMeansWhatItMeant() throws IOException {
    if (Boolean.getBoolean("mcast.formats.write")) {
      write(1);
    }
    Set<String> seen = new LinkedHashSet<>();
    for (String line : lines(1)) {
      String[] parts = line.split(" ", 3);
      Encoding<?> encoding =
          Encoding.ALL.stream()
              .filter(each -> name(each).equals(parts[0]))
              .findFirst()
              .orElseThrow(() -> new AssertionError("Nothing reads a " + parts[0] + " any more"));
      Object read = encoding.decode(HexFormat.of().parseHex(parts[1]));
      assertThat(escaped(Encoding.show(read))).as("%s %s", parts[0], parts[1]).isEqualTo(parts[2]);
      seen.add(parts[0]);
    }
    assertThat(seen).hasSizeGreaterThanOrEqualTo(10);
  }

  private static String name(Encoding<?> encoding) {
    return encoding.type().getName().replaceAll(".*\\.", "");
  }

  /** Lines stay lines, and files stay plain. */
  private static String escaped(String text) {
    StringBuilder plain = new StringBuilder();
    for (char each : text.toCharArray()) {
      plain.append(each < ' ' || each > '~' ? String.format("\\u%04x", (int) each) : "" + each);
    }
    return plain.toString();
  }

  private static void write(int version) throws IOException {
    RandomValues values = new RandomValues(new Random(version));
    List<String> lines = new ArrayList<>();
    Set<Class<?>> wanted = new LinkedHashSet<>();
    for (Encoding<?> encoding : Encoding.ALL) {
      Set<Class<?>> parts = RandomValues.recordsIn(encoding.type());
      wanted.addAll(parts);
      for (int i = 0; i < EACH || !values.made().containsAll(parts); i++) {
        Object value = values.any(encoding.type());
        String bytes = HexFormat.of().formatHex(encoding.encode(value));
        lines.add(name(encoding) + " " + bytes + " " + escaped(Encoding.show(value)));
      }
    }
    assertThat(values.made()).as("everything is in the file").containsAll(wanted);
    Files.createDirectories(FOLDER.resolve("" + version));
    // Fails if there is one: it is for ever.
    Files.write(
        FOLDER.resolve(version + "/" + FILE),
        lines,
        StandardCharsets.UTF_8,
        java.nio.file.StandardOpenOption.CREATE_NEW);
  }
}
