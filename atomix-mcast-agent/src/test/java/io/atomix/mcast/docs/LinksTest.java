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
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Links between the pages lead to files, and to headings, that are there. */
class LinksTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");

  private static final Pattern INCLUDE = Pattern.compile("<include>([^<]+)</include>");

  @Test
  void leadSomewhere() throws IOException {
    List<String> broken = new ArrayList<>();
    int links = 0;
    for (String page : Pages.names()) {
      Matcher link = LINK.matcher(Pages.withoutBlocks(Pages.text(page)));
      while (link.find()) {
        links++;
        if (isBroken(page, link.group(1))) {
          broken.add(page + ": " + link.group(1));
        }
      }
    }
    assertThat(links).isGreaterThan(40);
    assertThat(broken).isEmpty();
  }

  /** The archive has every file that its pages lead to. */
  @Test
  void leadSomewhereInTheArchive() throws IOException {
    List<String> included = new ArrayList<>();
    Matcher include =
        INCLUDE.matcher(Pages.text("atomix-mcast-dist/src/main/assembly/archive.xml"));
    while (include.find()) {
      included.add(include.group(1));
    }
    for (String page : Pages.names()) {
      assertThat(isIncluded(Path.of(page), included)).as(page).isTrue();
      Matcher link = LINK.matcher(Pages.withoutBlocks(Pages.text(page)));
      while (link.find()) {
        String file = link.group(1).replaceAll("#.*", "");
        if (!file.isEmpty() && !file.contains("://")) {
          Path target = Path.of(page).resolveSibling(file).normalize();
          assertThat(isIncluded(target, included)).as("%s in %s", file, page).isTrue();
        }
      }
    }
  }

  private static boolean isIncluded(Path file, List<String> included) {
    return included.stream()
        .anyMatch(
            pattern -> FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(file));
  }

  @Test
  void aLinkToNothingIsSeen() throws IOException {
    assertThat(isBroken("README.md", "docs/none.md")).isTrue();
    assertThat(isBroken("README.md", "docs/limits.md#none")).isTrue();
    assertThat(isBroken("docs/limits.md", "#none")).isTrue();
    assertThat(isBroken("docs/limits.md", "../README.md#use-it")).isFalse();
  }

  @Test
  void theIndexNamesEveryPage() throws IOException {
    String index = Pages.text("docs/README.md");
    assertThat(Pages.names())
        .filteredOn(page -> page.startsWith("docs/") && !page.equals("docs/README.md"))
        .hasSizeGreaterThan(10)
        .allSatisfy(page -> assertThat(index).contains("](" + page.substring("docs/".length())))
        .allSatisfy(page -> assertThat(Pages.text(page)).contains("\nThis page answers: "));
  }

  private static boolean isBroken(String page, String link) throws IOException {
    if (link.startsWith("https://") || link.startsWith("http://")) {
      return false;
    }
    int hash = link.indexOf('#');
    String file = hash < 0 ? link : link.substring(0, hash);
    Path from = Path.of(page);
    Path target = file.isEmpty() ? from : from.resolveSibling(file).normalize();
    if (!Files.exists(Pages.ROOT.resolve(target))) {
      return true;
    }
    return hash >= 0
        && Pages.headings(target.toString()).stream()
            .map(LinksTest::anchor)
            .noneMatch(link.substring(hash + 1)::equals);
  }

  /** Returns the anchor that GitHub gives to a heading. */
  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-');
  }
}
