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

  /** What a status said in version 1: nothing of what is below, and each condition was judged. */
  private static final Pattern STANDING_1 =
      Pattern.compile(
          "MessageStatus\\(state=(\\w+), timestamp=(-?\\d+), first=(\\w+), holds=(\\w+)\\)");

  @Test
  void whatVersion1WroteMeansWhatItMeant() throws IOException {
    assertRead(
        1,
        text ->
            withNotifications(
                STANDING_1.matcher(text).replaceAll(StoredMessagesTest::statusOfVersion1)));
  }

  private static String statusOfVersion1(MatchResult status) {
    boolean first = status.group(3).equals("true");
    boolean open = !first && (status.group(1).equals("VOTED") || status.group(1).equals("FINAL"));
    return String.format(
        "MessageStatus(state=%s, timestamp=%s, first=%s, below=Below(nearest=[], tooMany=%s),"
            + " condition=%s)",
        status.group(1),
        status.group(2),
        first,
        !first,
        open ? "OPEN" : status.group(4).equals("true") ? "HOLDS" : "FAILS");
  }

  @Test
  void whatVersion2WroteMeansWhatItMeant() throws IOException {
    assertRead(2, StoredMessagesTest::withNotifications);
  }

  @Test
  void whatVersion3WroteMeansWhatItMeant() throws IOException {
    assertRead(3, StoredMessagesTest::withoutResultsAtVote);
  }

  @Test
  void whatVersion4WroteMeansWhatItMeant() throws IOException {
    assertRead(4, StoredMessagesTest::withoutLowestVotes);
  }

  @Test
  void whatVersion5WroteMeansWhatItMeant() throws IOException {
    assertRead(5, UnaryOperator.identity());
  }

  @Test
  void whatVersion6WroteMeansWhatItMeant() throws IOException {
    assertRead(6, UnaryOperator.identity());
  }

  @Test
  void whatVersion7WroteMeansWhatItMeant() throws IOException {
    if (Boolean.getBoolean("mcast.formats.write")) {
      write(7);
    }
    assertRead(7, UnaryOperator.identity());
    assertThat(lines(7))
        .as("messages on several primitives, and of locks")
        .anyMatch(line -> line.contains("ActionPart("));
  }

  private static final Pattern MULTICAST_4 = Pattern.compile("early=(true|false)\\)");

  /** Before version 5 no message asked for a lowest vote. */
  private static String withoutLowestVotes(String text) {
    return MULTICAST_4.matcher(text).replaceAll("early=$1, lowestVote=0)");
  }

  private static final String BYTES = "(null|bytes\\[[^]]*])";

  private static final Pattern OPERATION_3 =
      Pattern.compile("HostedOperation\\((name=\"[^\"]*\", type=\\w+, value=" + BYTES + ")\\)");

  private static final Pattern VERDICT_3 =
      Pattern.compile("GroupVerdict\\(holds=(\\w+), read=" + BYTES + ", result=" + BYTES + "\\)");

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
            .matcher(
                EXECUTE_3.matcher(withoutLowestVotes(text)).replaceAll("Execute($1, waits=false)"))
            .replaceAll("HostedOperation($1, atVote=null)");
    return VERDICT_3
        .matcher(operations)
        .replaceAll(
            verdict ->
                String.format(
                    "GroupVerdict(holds=%s, read=%s, then=%s, otherwise=%s)",
                    verdict.group(1),
                    verdict.group(2),
                    verdict.group(1).equals("true") ? verdict.group(3) : null,
                    verdict.group(1).equals("true") ? null : verdict.group(3)));
  }

  /** Before version 3 no notifications went along with answers, and no request said what it had. */
  private static String withNotifications(String line) {
    String text = withoutResultsAtVote(line);
    return text.startsWith("AnswerBatch(index=") || text.startsWith("QueryResults(")
        ? text.substring(0, text.length() - 1) + ", notifications=[])"
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
