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
package io.atomix.mcast.lab.torture;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Refusals of a node to read what a newer build has written, as its output tells them. */
final class NewerFormats {
  private static final Pattern REFUSED =
      Pattern.compile(
          ".*(?:has version \\d+, (?:but this node knows|this release reads)"
              + "|are of format \\d+, but this node knows).*");

  private NewerFormats() {}

  /** The first refusal, if there is one: what stops a replica, not what is answered to a client. */
  static Optional<String> refusal(String output) {
    return output
        .lines()
        .filter(line -> line.contains("The replica of group ") || line.startsWith("mcast: "))
        .map(REFUSED::matcher)
        .filter(Matcher::matches)
        .map(Matcher::group)
        .findFirst();
  }
}
