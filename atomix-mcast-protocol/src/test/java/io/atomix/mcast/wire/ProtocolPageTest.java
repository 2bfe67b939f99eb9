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

import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.MessageStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of docs/protocol.md tell of every log entry and every message. */
class ProtocolPageTest {
  private static final Path PAGE = Path.of("..", "docs", "protocol.md");
  private static final Set<String> OF_OTHER_MODULES =
      Set.of("CostTest", "MulticastMap", "MulticastCounterMap");

  /** Returns the names in the first column of a table, and checks that no column is empty. */
  private static List<String> names(String table) throws IOException {
    String page = Files.readString(PAGE);
    String text =
        page.substring(
            page.indexOf("<!-- " + table + ": begin -->"),
            page.indexOf("<!-- " + table + ": end -->"));
    List<List<String>> rows =
        text.lines()
            .filter(line -> line.startsWith("| `"))
            .map(line -> Stream.of(line.split("\\|", -1)).map(String::strip).toList())
            .toList();
    int columns = rows.get(0).size();
    for (List<String> row : rows) {
      assertThat(row).hasSize(columns);
      assertThat(row.subList(1, columns - 1)).as(row.get(1)).noneMatch(String::isEmpty);
    }
    return rows.stream().map(row -> row.get(1)).toList();
  }

  private static Stream<String> subclasses(Class<?> sealed) {
    return records(sealed).map(each -> sealed.getSimpleName() + "." + each.getSimpleName());
  }

  /** Returns the records of a hierarchy, and of the hierarchies in it. */
  private static Stream<Class<?>> records(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(ProtocolPageTest::records)
        : Stream.of(type);
  }

  private static Stream<String> constants(Enum<?>... constants) {
    return Arrays.stream(constants).map(Enum::name);
  }

  private static List<String> quoted(Stream<String> names) {
    return names.map(name -> "`" + name + "`").toList();
  }

  @Test
  void itTellsOfEveryLogEntry() throws IOException {
    assertThat(names("ENTRIES"))
        .containsExactlyInAnyOrderElementsOf(
            quoted(Stream.concat(subclasses(Command.class), subclasses(Entry.class))));
  }

  @Test
  void itTellsOfEveryMessageBetweenGroups() throws IOException {
    List<String> kinds = new ArrayList<>();
    kinds.addAll(
        quoted(constants(MessageStatus.State.values()).map(state -> "MessageStatus." + state)));
    kinds.addAll(quoted(constants(ExchangeMessage.Ask.values()).map(ask -> "Ask." + ask)));
    kinds.add("`" + ExchangeMessage.Reply.class.getSimpleName() + "`");
    assertThat(names("EXCHANGE")).containsExactlyInAnyOrderElementsOf(kinds);
  }

  @Test
  void itTellsOfEveryOtherMessage() throws IOException {
    String page = Files.readString(PAGE);
    for (Encoding<?> encoding : Encoding.ALL) {
      String name = encoding.toString().replace('$', '.');
      // Those between groups have a table of their own.
      if (!name.startsWith("ExchangeMessage")) {
        assertThat(page).containsPattern("`" + Pattern.quote(name) + "[`.]");
      }
    }
  }

  /** Those of this module, nested ones and tests too. */
  private static Set<String> declaredTypes() throws IOException {
    Pattern declaration = Pattern.compile("\\b(?:class|record|interface|enum) ([A-Z]\\w+)");
    Set<String> types = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        declaration
            .matcher(Files.readString(file))
            .results()
            .forEach(found -> types.add(found.group(1)));
      }
    }
    return types;
  }

  @Test
  void everyClassThatItNamesIsThere() throws IOException {
    Set<String> types = declaredTypes();
    types.addAll(OF_OTHER_MODULES);
    List<String> named =
        Pattern.compile("`([A-Z]\\w*[a-z]\\w*)[`.]")
            .matcher(Files.readString(PAGE))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(named).hasSizeGreaterThan(30);
    assertThat(types).containsAll(named);
  }
}
