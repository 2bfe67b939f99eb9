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
package io.atomix.mcast.agent.primitive;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomix.mcast.agent.CommandException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A transaction as somebody has written it: lines, or a JSON object.
 *
 * @param conditions all of which have to hold
 * @param then what to do if they hold
 * @param otherwise what to do if one does not
 */
record TransactionScript(
    List<ScriptStep> conditions, List<ScriptStep> then, List<ScriptStep> otherwise) {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S+)");

  /** The words between a key and what it is compared with, and how many words follow them. */
  private static final Map<String, Integer> CONDITIONS =
      Map.of("=", 1, ">=", 1, "<=", 1, "version", 1, "absent", 0, "present", 0);

  /** The operations, and how many words follow the key. */
  private static final Map<String, Integer> OPERATIONS =
      Map.of("put", 1, "add", 1, "get", 0, "remove", 0);

  /** The names of conditions in JSON, and what they are in lines. */
  private static final Map<String, String> NAMES =
      Map.of(
          "equals", "=", "atLeast", ">=", "atMost", "<=", "version", "version", "absent", "absent",
          "present", "present");

  /**
   * A condition or an operation.
   *
   * @param word what it is: {@code =}, {@code absent}, {@code put} and so on
   * @param key the key
   * @param value what the key is compared with or set to, null if it needs none
   */
  record ScriptStep(String word, String key, String value) {
    /**
     * Returns the value as a number.
     *
     * @throws CommandException if it is none
     */
    long number() {
      try {
        return Long.parseLong(value);
      } catch (NumberFormatException e) {
        throw new CommandException(
            "'%s %s %s': '%s' is not a whole number".formatted(word, key, value, value));
      }
    }
  }

  /**
   * Reads a script.
   *
   * @param words lines, or one JSON object; null or empty if it is in the file
   * @param file a file, {@code -} for the standard input; also the default
   * @throws CommandException if it cannot be read; says which line is wrong
   */
  static TransactionScript of(List<String> words, File file) {
    boolean given = words != null && !words.isEmpty();
    if (given && file != null) {
      throw new CommandException("The lines are given, and a file too: leave out one of them");
    }
    return parse(given ? String.join("\n", words) : read(file));
  }

  private static String read(File file) {
    try {
      return file == null || file.getPath().equals("-")
          ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
          : Files.readString(file.toPath());
    } catch (IOException e) {
      throw new CommandException("Cannot read the transaction from " + file, e);
    }
  }

  /** Reads a text. */
  static TransactionScript parse(String text) {
    TransactionScript script =
        text.strip().startsWith("{") ? ofJson(text) : ofLines(text.lines().toList());
    if (script.then.isEmpty()) {
      throw new CommandException("The transaction does nothing: add lines that begin with 'then'");
    }
    return script;
  }

  private static TransactionScript ofLines(List<String> lines) {
    List<ScriptStep> conditions = new ArrayList<>();
    List<ScriptStep> then = new ArrayList<>();
    List<ScriptStep> otherwise = new ArrayList<>();
    for (String line : lines) {
      List<String> words = words(line);
      if (words.isEmpty() || words.get(0).startsWith("#")) {
        continue;
      }
      switch (words.get(0)) {
        case "if" -> conditions.add(condition(words, line));
        case "then" -> then.add(operation(words, line));
        case "else" -> otherwise.add(operation(words, line));
        default -> throw wrong(line, "a line begins with if, then or else");
      }
    }
    return new TransactionScript(conditions, then, otherwise);
  }

  /** Returns the words of a line; one in double quotes may have spaces in it. */
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line);
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1).replaceAll("\\\\(.)", "$1"));
    }
    return words;
  }

  private static ScriptStep condition(List<String> words, String line) {
    Integer more = words.size() < 3 ? null : CONDITIONS.get(words.get(2));
    if (more == null || words.size() != 3 + more) {
      throw wrong(
          line, "a condition is 'if KEY = VALUE', or has >=, <=, absent, present, version N");
    }
    return new ScriptStep(words.get(2), words.get(1), more == 0 ? null : words.get(3));
  }

  private static ScriptStep operation(List<String> words, String line) {
    Integer more = words.size() < 3 ? null : OPERATIONS.get(words.get(1));
    if (more == null || words.size() != 3 + more) {
      throw wrong(line, "an operation is put KEY VALUE, add KEY NUMBER, get KEY or remove KEY");
    }
    return new ScriptStep(words.get(1), words.get(2), more == 0 ? null : words.get(3));
  }

  private static CommandException wrong(String what, String remedy) {
    return new CommandException("Cannot understand '" + what.strip() + "': " + remedy);
  }

  private static TransactionScript ofJson(String text) {
    JsonNode root;
    try {
      root = MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new CommandException(
          "The transaction is not JSON, line %d: %s"
              .formatted(
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                  // Without where the parser has read it from, which is no file.
                  e.getOriginalMessage().replaceAll(" \\(start marker at .*", "")));
    }
    root.fieldNames()
        .forEachRemaining(
            name -> {
              if (!Set.of("if", "then", "else").contains(name)) {
                throw wrong(name, "the object has if, then and else, each with a list");
              }
            });
    return new TransactionScript(
        steps(root, "if", TransactionScript::condition),
        steps(root, "then", TransactionScript::operation),
        steps(root, "else", TransactionScript::operation));
  }

  /** Reads one element of a list. */
  @FunctionalInterface
  private interface StepReader {
    ScriptStep read(JsonNode node);
  }

  private static List<ScriptStep> steps(JsonNode root, String name, StepReader reader) {
    List<ScriptStep> steps = new ArrayList<>();
    JsonNode list = root.path(name);
    if (!list.isMissingNode() && !list.isArray()) {
      throw wrong(name, "it is a list, such as [{\"get\": \"alice\"}]");
    }
    list.forEach(node -> steps.add(reader.read(node)));
    return steps;
  }

  private static ScriptStep condition(JsonNode node) {
    for (String name : NAMES.keySet()) {
      boolean valued = CONDITIONS.get(NAMES.get(name)) > 0;
      if (node.hasNonNull("key")
          && node.size() == 2
          && (valued ? node.has(name) : node.path(name).asBoolean())) {
        return new ScriptStep(
            NAMES.get(name), word(node.get("key")), valued ? word(node.get(name)) : null);
      }
    }
    throw wrong(
        node.toString(),
        "a condition is {\"key\": KEY, \"equals\": VALUE}, or has "
            + String.join(", ", NAMES.keySet().stream().sorted().toList()));
  }

  private static ScriptStep operation(JsonNode node) {
    for (String name : OPERATIONS.keySet()) {
      boolean valued = OPERATIONS.get(name) > 0;
      if (node.hasNonNull(name) && node.size() == (valued ? 2 : 1) && node.has("value") == valued) {
        return new ScriptStep(name, word(node.get(name)), valued ? word(node.get("value")) : null);
      }
    }
    throw wrong(
        node.toString(),
        "an operation is {\"put\": KEY, \"value\": VALUE}, {\"add\": KEY, \"value\": NUMBER},"
            + " {\"get\": KEY} or {\"remove\": KEY}");
  }

  private static String word(JsonNode node) {
    return node.isTextual() ? node.textValue() : node.toString();
  }

  /**
   * Checks that a primitive knows all the words.
   *
   * @throws CommandException if it does not; names the word and those that it knows
   */
  void allow(String kind, String... known) {
    List<String> words = Arrays.asList(known);
    for (List<ScriptStep> steps : List.of(conditions, then, otherwise)) {
      for (ScriptStep step : steps) {
        if (!words.contains(step.word())) {
          throw new CommandException(
              "A %s has no '%s' (of the key %s); it has %s"
                  .formatted(kind, step.word(), step.key(), String.join(", ", words)));
        }
      }
    }
    if (conditions.isEmpty() && !otherwise.isEmpty()) {
      throw new CommandException(
          "There is an 'else' and no condition: add lines that begin with 'if'");
    }
  }
}
