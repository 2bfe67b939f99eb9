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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Chromium without a window, a new one for each page. */
final class Browser {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "chrome");

  private final Path program;
  private final Path folder;

  private Browser(Path program, Path folder) {
    this.program = program;
    this.folder = folder;
  }

  /** Finds one on the PATH; the test is skipped if there is none. */
  static Browser find(Path folder) {
    Optional<Path> found =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .flatMap(where -> NAMES.stream().map(name -> Path.of(where, name)))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(found.isPresent(), "skipped: none of " + NAMES + " is on the PATH");
    return new Browser(found.get(), folder);
  }

  /** Returns what a page has become when its programs have run. */
  String dom(Path page, String hash) throws IOException, InterruptedException {
    return run(page, hash, "--dump-dom");
  }

  /** Draws a page. */
  Path screenshot(Path page, String hash) throws IOException, InterruptedException {
    Path image = Files.createTempFile(folder, "page", ".png");
    run(page, hash, "--screenshot=" + image, "--window-size=1400,1000");
    return image;
  }

  private String run(Path page, String hash, String... options)
      throws IOException, InterruptedException {
    Path profile = Files.createTempDirectory(folder, "profile");
    Path out = Files.createTempFile(folder, "out", ".txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--user-data-dir=" + profile,
                "--virtual-time-budget=3000"));
    command.addAll(List.of(options));
    command.add(page.toUri() + hash);
    Process browser =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      assertThat(browser.waitFor(60, TimeUnit.SECONDS)).as("%s has ended", command).isTrue();
      return Files.readString(out);
    } finally {
      browser.descendants().forEach(ProcessHandle::destroyForcibly);
      browser.destroyForcibly();
    }
  }
}
