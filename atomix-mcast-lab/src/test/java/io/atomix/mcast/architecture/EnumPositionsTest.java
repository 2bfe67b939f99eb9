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
package io.atomix.mcast.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Nothing depends on the position of a constant in its enum but the index of an array: what is
 * written or sent has codes of its own, so that constants can be added anywhere. (This reads
 * sources, since compiled code asks for positions wherever there is a switch.)
 */
class EnumPositionsTest {
  private static final Pattern POSITION =
      Pattern.compile("\\.ordinal\\(\\)|\\.values\\(\\)\\s*\\[|getEnumConstants\\(\\)\\s*\\[");

  /** The index of an array, in which a position may stand. */
  private static final Pattern INDEX = Pattern.compile("(?<=[\\w\\]])\\[[^\\[\\]]*\\]");

  @Test
  void nothingIsWrittenByItsPosition() throws IOException {
    Map<String, String> sources = ProductionSources.read();
    assertThat(sources).hasSizeGreaterThan(500);
    List<String> wrong = new ArrayList<>();
    sources.forEach((name, source) -> wrong.addAll(positions(name, source)));
    assertThat(wrong).as("positions of constants; give them codes (Coded)").isEmpty();
  }

  @Test
  void findsPositions() {
    String source =
        """
        int written = kind.ordinal();
        lanes[access.ordinal()] = meters[kind.ordinal()][outcome.ordinal() + 1];
        output.writeByte(state.ordinal());
        Kind read = Kind.values()[code];
        Lane[] all = new Lane[Access.values().length];
        byte[] bytes = {(byte) kind
            .ordinal()};
        """;
    assertThat(positions("A.java", source))
        .containsExactly("A.java:1", "A.java:3", "A.java:4", "A.java:7");
  }

  /** Returns each place in a source where a constant's position is something else than an index. */
  private static List<String> positions(String name, String source) {
    String withoutIndexes =
        INDEX
            .matcher(source)
            .replaceAll(
                index ->
                    Matcher.quoteReplacement(index.group().replace(".ordinal()", ".position")));
    List<String> found = new ArrayList<>();
    Matcher position = POSITION.matcher(withoutIndexes);
    while (position.find()) {
      found.add(name + ":" + ProductionSources.line(withoutIndexes, position.start()));
    }
    return found;
  }
}
