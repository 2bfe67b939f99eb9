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
package io.atomix.mcast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages on the code name classes that are there, every module and every package. */
class ClassesInPagesTest {
  private static final Pattern NAME = Pattern.compile("`([A-Z][a-zA-Z]*[a-z])(?:\\.[A-Z]\\w*)?`");
  private static final Pattern MODULE = Pattern.compile("<module>([^<]+)</module>");
  private static final Pattern TEST = Pattern.compile("(?<=`)[A-Z]\\w*Test(#\\w+)?(?=`)");
  private static final Set<String> OF_ATOMIX = Set.of("AtomicMap");

  @Test
  void areInTheSources() throws IOException {
    Set<String> classes = classes();
    assertThat(named("docs/architecture.md", "## Picture"))
        .hasSizeGreaterThan(40)
        .allSatisfy(name -> assertThat(classes).contains(name));
    assertThat(named("docs/protocol.md", "## Where it is in the code"))
        .hasSizeGreaterThan(20)
        .allSatisfy(name -> assertThat(classes).contains(name));
  }

  /** The book of bugs names tests that are there, and all faults that are put back on purpose. */
  @Test
  void theBookOfBugsIsOfTheseTests() throws IOException {
    String page = Pages.text("docs/bugs-found.md");
    Map<String, String> sources = sources();
    assertThat(TEST.matcher(page).results().map(MatchResult::group).distinct())
        .hasSizeGreaterThan(30)
        .allSatisfy(
            test -> {
              String[] parts = test.split("#");
              assertThat(sources).containsKey(parts[0]);
              if (parts.length > 1) {
                assertThat(sources.get(parts[0])).contains("void " + parts[1] + "(");
              }
            });
    Pattern constant = Pattern.compile("^  ([A-Z_]+) \\{$", Pattern.MULTILINE);
    for (String faults : List.of("simulation/Sabotage.java", "ordering/Fault.java")) {
      assertThat(
              constant
                  .matcher(
                      Pages.text("atomix-mcast-protocol/src/test/java/io/atomix/mcast/" + faults))
                  .results()
                  .map(found -> found.group(1)))
          .hasSizeGreaterThan(10)
          .allSatisfy(name -> assertThat(page).contains("\n| `" + name + "` |"));
    }
    try (Stream<Path> putBack = Files.list(Pages.ROOT.resolve("sabotage"))) {
      assertThat(putBack.map(file -> file.getFileName().toString().replace(".fault", "")))
          .hasSizeGreaterThan(10)
          .allSatisfy(name -> assertThat(page).contains("\n| `" + name + "` |"));
    }
  }

  /** Returns what is in the files of the tests, by their names. */
  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    try (Stream<Path> modules = Files.list(Pages.ROOT)) {
      for (Path tests :
          modules.map(each -> each.resolve("src/test")).filter(Files::isDirectory).toList()) {
        try (Stream<Path> files = Files.walk(tests)) {
          for (Path file : files.filter(each -> each.toString().endsWith("Test.java")).toList()) {
            String name = file.getFileName().toString().replace(".java", "");
            sources.merge(name, Files.readString(file), String::concat);
          }
        }
      }
    }
    return sources;
  }

  @Test
  void everyModuleIsNamed() throws IOException {
    String page = Pages.text("docs/architecture.md");
    assertThat(MODULE.matcher(Pages.text("pom.xml")).results().map(found -> found.group(1)))
        .hasSizeGreaterThan(6)
        .allSatisfy(module -> assertThat(page).contains("| `" + module + "` |"));
  }

  @Test
  void everyPackageOfTheProtocolIsNamed() throws IOException {
    String page = Pages.text("docs/architecture.md");
    Path root = Pages.ROOT.resolve("atomix-mcast-protocol/src/main/java/io/atomix/mcast");
    try (Stream<Path> packages = Files.list(root).filter(Files::isDirectory)) {
      assertThat(packages.map(each -> each.getFileName().toString()))
          .hasSizeGreaterThan(10)
          .allSatisfy(name -> assertThat(page).contains("\n| `" + name + "` |"));
    }
  }

  /** Returns the names of classes between a heading and the next of the same level, or the end. */
  private static Set<String> named(String page, String heading) throws IOException {
    String text = Pages.text(page);
    String from = text.substring(text.indexOf("\n" + heading + "\n") + 1);
    if (page.endsWith("protocol.md")) {
      from = from.substring(0, from.indexOf("\n## "));
    }
    Set<String> names = new TreeSet<>();
    Matcher name = NAME.matcher(from);
    while (name.find()) {
      names.add(name.group(1));
    }
    names.removeAll(OF_ATOMIX);
    return names;
  }

  private static Set<String> classes() throws IOException {
    Set<String> classes = new TreeSet<>();
    try (Stream<Path> modules = Files.list(Pages.ROOT)) {
      for (Path module : modules.filter(each -> Files.isDirectory(each.resolve("src"))).toList()) {
        try (Stream<Path> files = Files.walk(module.resolve("src"))) {
          classes.addAll(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith(".java"))
                  .map(name -> name.substring(0, name.length() - ".java".length()))
                  .collect(Collectors.toSet()));
        }
      }
    }
    return classes;
  }
}
