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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The pages that users read, and the blocks of code in them. */
final class Pages {
  static final Path ROOT = Path.of("..");

  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

  private Pages() {}

  /** A block of code: the n-th of its language in a section of a page, counted from 1. */
  record Block(String page, String section, int number, String code) {

    /** Returns the name of the block, unique among those of its language. */
    String name() {
      return page + " / " + section + " / " + number;
    }
  }

  /** Returns every page, relative to the root of the project: the README first. */
  static List<String> names() throws IOException {
    List<String> names = new ArrayList<>(List.of("README.md", "SECURITY.md"));
    names.addAll(List.of("CONTRIBUTING.md", "CHANGELOG.md"));
    names.addAll(List.of("examples/README.md", "findings/README.md"));
    names.add("integration-tests/README.md");
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      docs.map(file -> "docs/" + file.getFileName())
          .filter(name -> name.endsWith(".md"))
          .sorted()
          .forEach(names::add);
    }
    return names;
  }

  /** Returns the text of a page. */
  static String text(String page) throws IOException {
    return Files.readString(ROOT.resolve(page));
  }

  /** Returns the headings of a page, without those in blocks of code. */
  static List<String> headings(String page) throws IOException {
    return HEADING.matcher(withoutBlocks(text(page))).results().map(r -> r.group(1)).toList();
  }

  /** Returns a text without its blocks of code. */
  static String withoutBlocks(String text) {
    return Pattern.compile("^ *```.*?^ *```$", Pattern.MULTILINE | Pattern.DOTALL)
        .matcher(text)
        .replaceAll("");
  }

  /** Returns the blocks of code in a language, in the order of the pages. */
  static List<Block> blocks(String language) throws IOException {
    Pattern block =
        Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    List<Block> blocks = new ArrayList<>();
    for (String page : names()) {
      String text = text(page);
      Matcher matcher = block.matcher(text);
      while (matcher.find()) {
        String section = sectionAt(text, matcher.start());
        long before =
            blocks.stream()
                .filter(b -> b.page().equals(page) && b.section().equals(section))
                .count();
        blocks.add(new Block(page, section, (int) before + 1, matcher.group(1)));
      }
    }
    return blocks;
  }

  /** Returns the heading above a position, which may stand behind other blocks of code. */
  private static String sectionAt(String text, int position) {
    String before = withoutBlocks(text.substring(0, position));
    String section = "";
    Matcher heading = HEADING.matcher(before);
    while (heading.find()) {
      section = heading.group(1);
    }
    return section;
  }
}
