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
import com.fasterxml.jackson.databind.ObjectMapper;
import io.atomix.mcast.agent.CommandException;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The types that a word of the command line can be turned into. */
enum ValueType {
  /** The word itself. */
  STRING(String.class),

  /** A {@code Long}. */
  LONG(Long.class),

  /** An {@code Integer}. */
  INT(Integer.class),

  /** A {@code Double}. */
  DOUBLE(Double.class),

  /** {@code true} or {@code false}. */
  BOOLEAN(Boolean.class),

  /** A byte array, in hexadecimal digits. */
  BYTES(byte[].class),

  /** A {@code LinkedHashMap}, an {@code ArrayList}, or what else JSON has. */
  JSON(null);

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Class<?> type;

  ValueType(Class<?> type) {
    this.type = type;
  }

  /** Returns the type that has such objects, or null if none has. */
  static ValueType of(Object object) {
    for (ValueType each : values()) {
      if (each.type != null && each.type.isInstance(object)) {
        return each;
      }
    }
    return object instanceof Map || object instanceof Collection ? JSON : null;
  }

  /**
   * Returns what a word means.
   *
   * @throws CommandException if it is none of this type
   */
  Object parse(String word) {
    try {
      return switch (this) {
        case STRING -> word;
        case LONG -> Long.valueOf(word);
        case INT -> Integer.valueOf(word);
        case DOUBLE -> Double.valueOf(word);
        case BOOLEAN -> truth(word);
        case BYTES -> HexFormat.of().parseHex(word);
        case JSON -> MAPPER.readValue(word, Object.class);
      };
    } catch (IllegalArgumentException | JsonProcessingException e) {
      throw new CommandException(
          "'"
              + word
              + "' is not of type "
              + this
              + (this == BYTES ? ", an even number of hexadecimal digits" : "")
              + "; say which type it is with --value-type or --key-type: "
              + names());
    }
  }

  private static Boolean truth(String word) {
    if (!word.equals("true") && !word.equals("false")) {
      throw new IllegalArgumentException(word);
    }
    return Boolean.valueOf(word);
  }

  private static String names() {
    return Arrays.stream(values()).map(ValueType::toString).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads the names, in small letters, for options. */
  static final class ValueTypeConverter implements ITypeConverter<ValueType> {
    @Override
    public ValueType convert(String name) {
      return Arrays.stream(values())
          .filter(each -> each.toString().equals(name))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException("'" + name + "' is not one of " + names()));
    }
  }
}
