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
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
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

  /** What a standing said in version 1: nothing of what is below, and each condition was judged. */
  private static final Pattern STANDING_1 =
      Pattern.compile("Standing\\(state=(\\w+), timestamp=(-?\\d+), first=(\\w+), holds=(\\w+)\\)");

  @Test
  void whatVersion1WroteMeansWhatItMeant() throws IOException {
    assertRead(
        1,
        text ->
            withItems(STANDING_1.matcher(text).replaceAll(StoredMessagesTest::standingOfVersion1)));
  }

  private static String standingOfVersion1(MatchResult standing) {
    boolean first = standing.group(3).equals("true");
    boolean open =
        !first && (standing.group(1).equals("VOTED") || standing.group(1).equals("FINAL"));
    return String.format(
        "Standing(state=%s, timestamp=%s, first=%s, below=Below(nearest=[], tooMany=%s),"
            + " condition=%s)",
        standing.group(1),
        standing.group(2),
        first,
        !first,
        open ? "OPEN" : standing.group(4).equals("true") ? "HOLDS" : "FAILS");
  }

  @Test
  void whatVersion2WroteMeansWhatItMeant() throws IOException {
    assertRead(2, StoredMessagesTest::withItems);
  }

  @Test
  void whatVersion3WroteMeansWhatItMeant() throws IOException {
    assertRead(3, StoredMessagesTest::withoutResultsAtVote);
  }

  @Test
  void whatVersion4WroteMeansWhatItMeant() throws IOException {
    if (Boolean.getBoolean("mcast.formats.write")) {
      write(4);
    }
    assertRead(4, UnaryOperator.identity());
  }

  private static final String BYTES = "(null|bytes\\[[^]]*])";

  private static final Pattern OPERATION_3 =
      Pattern.compile("Operation\\((name=\"[^\"]*\", type=\\w+, value=" + BYTES + ")\\)");

  private static final Pattern VERDICT_3 =
      Pattern.compile("Verdict\\(holds=(\\w+), read=" + BYTES + ", result=" + BYTES + "\\)");

  /** Before version 4 an execution did not wait until nothing was below the message. */
  private static final Pattern EXECUTE_3 =
      Pattern.compile("Execute\\((id=[^)]*\\), timestamp=-?\\d+, held=\\w+)\\)");

  /**
   * Before version 4 no query told what a command returns, and a verdict had one result: that of
   * the branch that was done.
   */
  private static String withoutResultsAtVote(String text) {
    String operations =
        OPERATION_3
            .matcher(EXECUTE_3.matcher(text).replaceAll("Execute($1, waits=false)"))
            .replaceAll("Operation($1, atVote=null)");
    return VERDICT_3
        .matcher(operations)
        .replaceAll(
            verdict ->
                String.format(
                    "Verdict(holds=%s, read=%s, then=%s, otherwise=%s)",
                    verdict.group(1),
                    verdict.group(2),
                    verdict.group(1).equals("true") ? verdict.group(3) : null,
                    verdict.group(1).equals("true") ? null : verdict.group(3)));
  }

  /** Before version 3 no items went along with answers, and no request said what it had. */
  private static String withItems(String line) {
    String text = withoutResultsAtVote(line);
    return text.startsWith("Batch(index=") || text.startsWith("Results(")
        ? text.substring(0, text.length() - 1) + ", items=[])"
        : text.replaceFirst("(linearizable=\\w+), queries=", "$1, received=0, queries=");
  }

  private static void assertRead(int version, UnaryOperator<String> today) throws IOException {
    Set<String> seen = new LinkedHashSet<>();
    for (String line : lines(version)) {
      String[] parts = line.split(" ", 3);
      Encoding<?> encoding =
          Encoding.ALL.stream()
              .filter(each -> name(each).equals(parts[0]))
              .findFirst()
              .orElseThrow(() -> new AssertionError("Nothing reads a " + parts[0] + " any more"));
      Object read = encoding.decode(HexFormat.of().parseHex(parts[1]));
      assertThat(escaped(Encoding.show(read)))
          .as("%s %s", parts[0], parts[1])
          .isEqualTo(today.apply(parts[2]));
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
