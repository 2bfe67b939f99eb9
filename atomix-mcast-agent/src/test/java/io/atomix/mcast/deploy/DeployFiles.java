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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files in the folder deploy. */
final class DeployFiles {
  static final Path FOLDER = Path.of("..", "deploy");

  private static final ObjectMapper YAML =
      new ObjectMapper(
          YAMLFactory.builder()
              .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
              .build());

  private DeployFiles() {}

  /** Returns the text of a file. */
  static String text(String name) throws IOException {
    return Files.readString(FOLDER.resolve(name));
  }

  /** Returns what a JSON file says. */
  static JsonNode json(String name) throws IOException {
    return new ObjectMapper().readTree(text(name));
  }

  /** Returns the documents of a YAML file. */
  static List<JsonNode> yaml(String name) throws IOException {
    try (MappingIterator<JsonNode> documents =
        YAML.readerFor(JsonNode.class).readValues(text(name))) {
      return documents.readAll();
    }
  }

  /** Returns the names of the files in a folder, in their order. */
  static List<String> names(String folder) throws IOException {
    try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
      return files.map(file -> folder + "/" + file.getFileName()).sorted().toList();
    }
  }

  /** Returns what there is in a node, one after the other. */
  static Stream<JsonNode> each(JsonNode list) {
    return Stream.iterate(0, i -> i < list.size(), i -> i + 1).map(list::get);
  }
}
