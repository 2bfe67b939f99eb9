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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Values that were stored are read for ever, and written alike by every Java process: {@code
 * Set.of} and {@code Map.of} have another order in each.
 */
class StoredValuesTest {
  private static final Path FILE =
      Path.of("src", "test", "resources", "formats", "1", "values.txt");
  private static final HexFormat HEX = HexFormat.of();

  private final ValueSerializer serializer = Serializers.ofMulticastMap();

  /** Returns the values, by their place in the file. */
  private static List<Object> values() {
    List<Object> values = new ArrayList<>();
    SampleValues.byKind().values().forEach(values::addAll);
    values.add(Set.of("a", "b", "c", "d", "e", "f", "g", "h"));
    values.add(Map.of("a", 1, "b", 2, "c", 3, "d", 4, "e", 5, "f", 6));
    values.add(Set.of(new UUID(1, 2), "a", 5, List.of(Set.of(1, 2, 3, 4, 5))));
    values.add(Map.of(new SampleValues.Point(1, 2), 1, new SampleValues.Point(2, 1), 2, "a", 3));
    EnumMap<SampleValues.Colour, Object> colours = new EnumMap<>(SampleValues.Colour.class);
    colours.put(SampleValues.Colour.GREEN, Set.of(SampleValues.Colour.values()));
    values.add(
        new HashMap<>(Map.of(SampleValues.Colour.RED, 1, SampleValues.Colour.GREEN, colours)));
    return values;
  }

  @Test
  void valuesAreReadAndWrittenAsVersion1Did() throws IOException {
    List<Object> values = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    for (Object value : values()) {
      try {
        lines.add(HEX.formatHex(serializer.encode(value)));
        values.add(value);
      } catch (IllegalArgumentException e) {
        // Not a value that is kept; docs/values.md says which.
      }
    }
    if (Boolean.getBoolean("mcast.formats.write")) {
      // Fails if there is one: it is for ever.
      Files.write(FILE, lines, StandardCharsets.US_ASCII, StandardOpenOption.CREATE_NEW);
    }
    List<String> stored = Files.readAllLines(FILE, StandardCharsets.US_ASCII);
    assertThat(stored).hasSameSizeAs(values);
    for (int i = 0; i < stored.size(); i++) {
      Object value = values.get(i);
      assertThat(lines.get(i)).as("%s", value).isEqualTo(stored.get(i));
      Object back = serializer.decode(HEX.parseHex(stored.get(i)));
      assertThat(SampleValues.same(value, back)).as("%s: %s", value, back).isTrue();
    }
  }
}
