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
package io.atomix.mcast.agent;

import io.atomix.mcast.partition.OptionNames;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says which option was meant where Atomix finds an unknown one, in any part of the file. */
final class UnknownOptions {
  /** As Atomix writes it: what is unknown, and what there is in its place. */
  private static final Pattern UNKNOWN =
      Pattern.compile("Unknown properties present in configuration: (.*)\nAvailable.*\n((?s:.*))");

  private UnknownOptions() {}

  /**
   * Returns {@code " (did you mean KEY?)"} for what Atomix says of unknown options, nothing for
   * other messages and for options that are like none.
   */
  static String meant(String message) {
    Matcher matcher = UNKNOWN.matcher(Objects.requireNonNullElse(message, ""));
    if (!matcher.matches()) {
      return "";
    }
    List<String> known =
        matcher.group(2).lines().map(line -> line.replaceFirst("^- ", "")).distinct().toList();
    String meant =
        Arrays.stream(matcher.group(1).split(", "))
            .flatMap(key -> OptionNames.nearest(key, known).stream())
            .collect(Collectors.joining(", "));
    return meant.isEmpty() ? "" : " (did you mean " + meant + "?)";
  }
}
