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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** One simple name means one thing in the production code of all modules. */
class ArchitectureNamesTest {
  /**
   * The name that Atomix gives the type of a protocol and of a partition group, as nested types.
   */
  private static final Set<String> OF_ATOMIX = Set.of("Type");

  private static final Pattern NO_CODE =
      Pattern.compile("/\\*.*?\\*/|//[^\n]*|\"(\\\\.|[^\"\\\\])*\"", Pattern.DOTALL);
  private static final Pattern DECLARATION =
      Pattern.compile("\\b(?:class|interface|enum|record)\\s+([A-Z]\\w*)");

  @Test
  void noTypeHasTheNameOfAnother() throws IOException {
    Map<String, String> sources = ProductionSources.read();
    assertThat(sources).hasSizeGreaterThan(500);
    assertThat(shared(sources)).as("names of types, and where each is declared").isEmpty();
  }

  @Test
  void findsAName() {
    assertThat(
            shared(
                Map.of(
                    "A.java", "class A { record Plan(int size) {} interface Type {} }",
                    "B.java", "/** A class C. */ enum B { ONE; class Plan { interface Type {} } }",
                    "C.java", "final class C { String text = \"class A\"; // class B\n }")))
        .isEqualTo(Map.of("Plan", Set.of("A.java", "B.java")));
  }

  private static Map<String, Set<String>> shared(Map<String, String> sources) {
    Map<String, Set<String>> declared = new TreeMap<>();
    Set<String> shared = new TreeSet<>();
    sources.forEach(
        (file, source) -> {
          Matcher declaration = DECLARATION.matcher(NO_CODE.matcher(source).replaceAll(" "));
          while (declaration.find()) {
            String name = declaration.group(1);
            declared.computeIfAbsent(name, key -> new TreeSet<>()).add(file);
          }
        });
    declared.forEach((name, files) -> addIfShared(shared, name, files));
    declared.keySet().retainAll(shared);
    return declared;
  }

  private static void addIfShared(Set<String> shared, String name, Set<String> files) {
    if (files.size() > 1 && !OF_ATOMIX.contains(name)) {
      shared.add(name);
    }
  }
}
