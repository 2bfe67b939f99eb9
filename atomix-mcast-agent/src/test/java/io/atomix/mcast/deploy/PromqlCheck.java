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
package io.atomix.mcast.deploy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A look at an expression of Prometheus: brackets, functions, series, labels and ranges. It is no
 * parser: promtool, where it is to be had, tells more.
 */
final class PromqlCheck {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\"(?:[^\"\\\\]|\\\\.)*\"|\\[[^]]*]|\\d+[smhd]|\\d+(?:\\.\\d+)?(?:e\\d+)?"
              + "|[A-Za-z_:][\\w:]*|[=!<>]=|=~|!~|[-+*/%^<>=,(){}]");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_:].*");
  private static final Pattern RANGE =
      Pattern.compile("\\[(\\d+[smhd]|\\$__rate_interval)(:\\d+[smhd])?]");
  private static final Set<String> LISTS =
      Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool");
  private static final Set<String> OF_RANGES =
      Set.of(
          "rate", "increase", "delta", "deriv", "predict_linear", "min_over_time", "max_over_time");
  private static final Set<String> OTHERS =
      Set.of(
          "sum", "min", "max", "count", "group", "absent", "floor", "vector", "histogram_quantile");
  private static final Set<String> OF_TARGETS = Set.of("job", "instance");

  private final Map<String, Set<String>> series;
  private final List<String> tokens = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final Set<String> used = new TreeSet<>();

  /**
   * Looks at an expression.
   *
   * @param series the labels of each series that there is
   */
  PromqlCheck(String expression, Map<String, Set<String>> series) {
    this.series = series;
    Matcher matcher = TOKEN.matcher(expression);
    int end = 0;
    while (matcher.find()) {
      notRead(expression.substring(end, matcher.start()));
      tokens.add(matcher.group());
      end = matcher.end();
    }
    notRead(expression.substring(end));
    look();
  }

  /** Returns what is wrong with it; empty if nothing is. */
  List<String> problems() {
    return problems;
  }

  /** Returns the series that it names. */
  Set<String> used() {
    return used;
  }

  private void notRead(String text) {
    if (!text.isBlank()) {
      problems.add("cannot read '" + text.strip() + "'");
    }
  }

  private String token(int index) {
    return index >= 0 && index < tokens.size() ? tokens.get(index) : "";
  }

  private void look() {
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < tokens.size(); i++) {
      String token = tokens.get(i);
      if (token.equals("(") || token.equals("{")) {
        open.push(i);
      } else if (token.equals(")") || token.equals("}")) {
        if (open.isEmpty() || token(open.peek()).equals("(") != token.equals(")")) {
          problems.add("'" + token + "' closes nothing");
          return;
        }
        close(open.pop(), i);
      } else if (token.startsWith("[")) {
        range(token, i);
      } else if (NAME.matcher(token).matches()) {
        name(token, i, open.isEmpty() ? -1 : open.peek());
      }
    }
    open.forEach(i -> problems.add("'" + token(i) + "' is not closed"));
  }

  private void close(int from, int to) {
    String before = token(from - 1);
    if (OF_RANGES.contains(before)
        && tokens.subList(from, to).stream().noneMatch(token -> token.startsWith("["))) {
      problems.add(before + " is given no range");
    }
    if (token(from).equals("(") && to == from + 1 && !before.equals("group_right")) {
      problems.add("nothing between '(' and ')'");
    }
  }

  private void range(String token, int index) {
    if (!RANGE.matcher(token).matches()) {
      problems.add("'" + token + "' is no range");
    }
    String before = token(index - 1);
    if (!before.equals(")") && !before.equals("}") && !series.containsKey(before)) {
      problems.add("'" + token + "' is the range of nothing");
    }
  }

  private void name(String token, int index, int opened) {
    if (opened >= 0 && token(opened).equals("{")) {
      label(token, series.getOrDefault(token(opened - 1), Set.of()));
    } else if (opened >= 0 && LISTS.contains(token(opened - 1))) {
      label(token, series.values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
    } else if (LISTS.contains(token) || OF_RANGES.contains(token) || OTHERS.contains(token)) {
      boolean aggregation = token(index + 1).equals("by");
      if (!token(index + 1).equals("(") && !aggregation) {
        problems.add(token + " is followed by '" + token(index + 1) + "'");
      }
    } else if (token(index + 1).equals("(") && !WORDS.contains(token)) {
      problems.add("no function " + token + " is known");
    } else if (!WORDS.contains(token)) {
      used.add(token);
      if (!series.containsKey(token)) {
        problems.add("there is no series " + token);
      }
    }
  }

  private void label(String label, Set<String> known) {
    if (!OF_TARGETS.contains(label) && !known.contains(label)) {
      problems.add(
          "there is no label "
              + label
              + ", but "
              + Stream.concat(OF_TARGETS.stream(), known.stream()).sorted().toList());
    }
  }
}
