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
package io.atomix.mcast.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.trace.Trace;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page in a browser, if there is one. */
@Timeout(300)
class TracePageTest {
  private static final Pattern ROW =
      Pattern.compile("<tr data-i=\"(\\d+)\"( class=\"chosen\")?.*?</tr>", Pattern.DOTALL);

  @TempDir private Path folder;
  private Browser browser;

  @BeforeEach
  void findBrowser() {
    browser = Browser.find(folder);
  }

  /** Writes a page, with a program of the test at its end. */
  private Path page(Trace trace, String program) throws IOException {
    String html = TracePage.of(trace, 5000);
    return Files.writeString(
        Files.createTempFile(folder, "trace", ".html"),
        html.replace("</body>", "<script>" + program + "</script></body>"));
  }

  private String dom(Trace trace, String hash, String program) throws Exception {
    return browser.dom(page(trace, program), hash);
  }

  private static List<String> rows(String dom) {
    return ROW.matcher(dom).results().map(found -> found.group(1)).toList();
  }

  private static String chosen(String dom) {
    return ROW.matcher(dom)
        .results()
        .filter(found -> found.group(2) != null)
        .map(found -> found.group(1))
        .reduce("", String::concat);
  }

  /** Presses keys as a reader does. */
  private static String press(String... keys) {
    StringBuilder program = new StringBuilder();
    for (String key : keys) {
      program.append(
          "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: '"
              + key
              + "', bubbles: true, cancelable: true}));");
    }
    return program.toString();
  }

  @Test
  void messagesAreListedByHowLongTheyTookAndTheLongestWaitIsExplained() throws Exception {
    String dom = dom(Traced.conflict().trace(), "", "");
    assertThat(dom).contains("data-drawn=\"2\"").contains("2 of 2 messages, 1 waited");
    assertThat(rows(dom)).containsExactly("1", "0");
    assertThat(chosen(dom)).isEqualTo("1");
    assertThat(detail(dom))
        .contains("submitted, vote 1", "waits for", "put of map ann/1")
        .contains("raised to 1", "stable, after waiting 3.00 ms", "executed")
        .contains("the caller has its result");
  }

  private static String detail(String dom) {
    Matcher found =
        Pattern.compile("<section id=\"detail\".*?</section>", Pattern.DOTALL).matcher(dom);
    assertThat(found.find()).isTrue();
    return found.group().replaceAll("<[^>]*>", "");
  }

  @Test
  void filtersLeaveWhatIsWanted() throws Exception {
    Trace trace = Traced.conflict().trace().noting(List.of("a note"), List.of("ann/1"));
    assertThat(rows(dom(trace, "#key=CAROL", ""))).containsExactly("1");
    assertThat(rows(dom(trace, "#q=ann/1", ""))).containsExactly("0");
    assertThat(rows(dom(trace, "#slowest=10&sort=begin", ""))).containsExactly("0", "1");
    assertThat(rows(dom(trace, "#waits=1", ""))).containsExactly("1");
    assertThat(rows(dom(trace, "#kind=local", ""))).isEmpty();
    String marked = dom(trace, "#marked=1&group=data-2", "");
    assertThat(rows(marked)).containsExactly("0");
    assertThat(marked).contains("a note");
  }

  @Test
  void theKeyboardIsEnough() throws Exception {
    Trace trace = Traced.conflict().trace();
    assertThat(chosen(dom(trace, "", press("b")))).as("what it waited for").isEqualTo("0");
    assertThat(chosen(dom(trace, "", press("b", "Backspace")))).isEqualTo("1");
    assertThat(chosen(dom(trace, "", press("j")))).isEqualTo("0");
    assertThat(chosen(dom(trace, "", press("Escape", "j", "j", "k")))).isEqualTo("1");
    assertThat(chosen(dom(trace, "", press("Escape")))).isEmpty();
    assertThat(rows(dom(trace, "", press("w")))).containsExactly("1");
    String help = dom(trace, "#theme=light", press("?", "t", "/", "Escape"));
    assertThat(help).contains("data-theme=\"dark\"").contains("aria-expanded=\"true\"");
    String found =
        dom(trace, "", press("/") + "document.body.dataset.focus = document.activeElement.id;");
    assertThat(found).contains("data-focus=\"q\"");
  }

  @Test
  void whatUsersNameCannotBecomeProgramOrMarkup() throws Exception {
    String evil =
        "</script><img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'//";
    String dom = dom(Traced.conflict(evil).trace(), "", "");
    assertThat(dom).contains("data-drawn=\"2\"").contains("<title>Trace of generic multicast");
    assertThat(dom).doesNotContain("<img");
    assertThat(dom).contains("&lt;/script&gt;&lt;img src=x");
  }

  @Test
  void thousandsOfMessagesAreDrawnInLightAndDark() throws Exception {
    Traced many = new Traced();
    for (int i = 0; i < 4000; i++) {
      String before = i % 3 == 0 ? null : "a/" + (i - 1);
      long time = 200L * i;
      many.called(time, "a/" + i)
          .submitted("data-1", time + 100, 2L * i, "a/" + i, i % 3, before, "k" + i / 3)
          .submitted("data-2", time + 150, 2L * i, "a/" + i, 0, null, "x" + i)
          .executed("data-1", time + 900, 2L * i + 1, "a/" + i)
          .executed("data-2", time + 950, 2L * i + 1, "a/" + i);
    }
    Path page = page(many.trace(), "");
    assertThat(browser.dom(page, "#from=0")).contains("data-drawn=\"4000\"");
    Set<Integer> light = colours(browser.screenshot(page, "#theme=light&from=0&to=20000"));
    Set<Integer> dark = colours(browser.screenshot(page, "#theme=dark&from=0&to=20000"));
    assertThat(light).contains(0xfcfcfa, 0xf5c66a, 0x00705a).doesNotContain(0x15171a);
    assertThat(dark).contains(0x15171a, 0x6b4d10, 0x3fcfa8).doesNotContain(0xfcfcfa);
  }

  private static Set<Integer> colours(Path image) throws IOException {
    BufferedImage pixels = ImageIO.read(image.toFile());
    Set<Integer> colours = new TreeSet<>();
    int[] all =
        pixels.getRGB(0, 0, pixels.getWidth(), pixels.getHeight(), null, 0, pixels.getWidth());
    for (int pixel : all) {
      colours.add(pixel & 0xffffff);
    }
    return colours;
  }

  @Test
  void anEmptyTraceIsAPageToo() throws Exception {
    String dom = dom(new Traced().trace(), "", "");
    assertThat(dom).contains("data-drawn=\"0\"").contains("0 of 0 messages");
    assertThat(Stream.of(dom.split("\n"))).anyMatch(line -> line.contains("Choose a message"));
  }
}
