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

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.minlog.Log;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomix.core.Atomix;
import io.atomix.core.collection.DistributedCollectionConfig;
import io.atomix.core.map.MapConfig;
import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.client.StoredBytes;
import io.atomix.mcast.primitives.channel.MulticastChannelConfig;
import io.atomix.mcast.primitives.serialization.UnreadableValueException;
import io.atomix.mcast.primitives.serialization.ValueSerializer;
import io.atomix.primitive.config.PrimitiveConfig;
import io.atomix.utils.serializer.Serializer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reads and writes what one primitive stores, as Atomix's default serializer of the primitive does,
 * with what its configuration says, if there is one. Reads too what has a class that is not here:
 * its length and the name of its class.
 */
final class StoredValues {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Number that Kryo writes instead of that of a class: there is no object. */
  private static final int NULL = 0;

  /** Number that Kryo writes before the name of a class that is not registered. */
  private static final int NAME = 1;

  static {
    // Kryo would warn of each class that is not here, on standard output or error.
    Log.set(Log.LEVEL_ERROR);
  }

  private final String primitive;
  private final ValueSerializer serializer;

  private StoredValues(String primitive, ValueSerializer serializer) {
    this.primitive = primitive;
    this.serializer = serializer;
  }

  /**
   * Returns the values of a primitive.
   *
   * @param config how the configuration describes it, if it does, else the defaults
   */
  static StoredValues of(Atomix node, String primitive, PrimitiveConfig<?> config) {
    boolean registration = false;
    boolean compatible = false;
    List<Class<?>> types = new ArrayList<>();
    if (config instanceof MapConfig<?> map) {
      registration = map.isRegistrationRequired();
      compatible = map.isCompatibleSerialization();
      types.add(map.getKeyType());
      types.add(map.getValueType());
      types.addAll(map.getExtraTypes());
    } else if (config instanceof DistributedCollectionConfig<?> collection) {
      registration = collection.isRegistrationRequired();
      compatible = collection.isCompatibleSerialization();
      types.add(collection.getElementType());
      types.addAll(collection.getExtraTypes());
    } else if (config instanceof MulticastChannelConfig channel) {
      registration = channel.isRegistrationRequired();
      compatible = channel.isCompatibleSerialization();
      types.add(channel.getElementType());
      types.addAll(channel.getExtraTypes());
    }
    return new StoredValues(
        primitive,
        ValueSerializer.of(
            node.getSerializationService().newBuilder(primitive),
            config.getNamespaceConfig(),
            registration,
            compatible,
            types));
  }

  /**
   * Returns a serializer that hands on what is serialized already, and reads nothing. What is not,
   * such as the bounds of a filter, it writes as the primitive's programs do.
   */
  Serializer ofStored() {
    return new Serializer() {
      @Override
      public <T> byte[] encode(T object) {
        return object instanceof StoredBytes stored ? stored.bytes() : serializer.encode(object);
      }

      @Override
      public <T> T decode(byte[] bytes) {
        return StoredBytes.SERIALIZER.decode(bytes);
      }
    };
  }

  /**
   * Returns the serialized form of a word.
   *
   * @throws CommandException if it is not of the type, or cannot be kept
   */
  StoredBytes encode(String word, ValueType type) {
    try {
      return new StoredBytes(serializer.encode(type.parse(word)));
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          "'" + word + "' cannot be kept in '" + primitive + "' as " + type, e);
    }
  }

  /**
   * Returns the type in which a word is to be written: as named, else that of a value that is
   * there, else a string.
   *
   * @param example finds such a value, or null; asked only if it is needed
   * @throws CommandException if the command line cannot write such values as are there
   */
  ValueType type(PrimitiveOptions options, Supplier<StoredBytes> example) {
    if (options.valueType() != null) {
      return options.valueType();
    }
    StoredBytes stored = example.get();
    ShownValue shown = stored == null ? null : show(stored);
    if (shown == null || shown.typeName().equals("null")) {
      return ValueType.STRING;
    }
    if (shown.type() == null) {
      throw new CommandException(
          "'%s' has values of type %s, which the command line cannot write; to write another, name its type with --value-type"
              .formatted(primitive, shown.typeName()));
    }
    return shown.type();
  }

  /** Returns what can be shown of a value; never fails. */
  ShownValue show(StoredBytes stored) {
    Object value;
    try {
      value = stored == null ? null : serializer.decode(stored.bytes());
    } catch (UnreadableValueException e) {
      return unreadable(stored, e);
    }
    if (value == null) {
      return new ShownValue("null", JSON.nullNode(), "null", null);
    }
    ValueType type = ValueType.of(value);
    if (value instanceof byte[] bytes) {
      String digits = HexFormat.of().formatHex(bytes);
      return new ShownValue(digits, JSON.textNode(digits), type.toString(), type);
    }
    String typeName =
        type == null || type == ValueType.JSON ? value.getClass().getName() : type.toString();
    JsonNode json = json(value);
    return new ShownValue(text(value, json), json, typeName, type);
  }

  private static JsonNode json(Object value) {
    try {
      return MAPPER.valueToTree(value);
    } catch (IllegalArgumentException | StackOverflowError e) {
      return JSON.textNode(String.valueOf(value));
    }
  }

  private static String text(Object value, JsonNode json) {
    if (value instanceof Map || value instanceof Collection || value instanceof Object[]) {
      return json.toString();
    }
    return escaped(String.valueOf(value));
  }

  /** Returns a text in one line: tabs, ends of lines and backslashes as in Java. */
  private static String escaped(String text) {
    StringBuilder line = new StringBuilder();
    text.codePoints()
        .forEach(
            each -> {
              switch (each) {
                case '\n' -> line.append("\\n");
                case '\r' -> line.append("\\r");
                case '\t' -> line.append("\\t");
                case '\\' -> line.append("\\\\");
                default -> {
                  if (Character.isISOControl(each)) {
                    line.append(String.format("\\u%04x", each));
                  } else {
                    line.appendCodePoint(each);
                  }
                }
              }
            });
    return line.toString();
  }

  private static ShownValue unreadable(StoredBytes stored, UnreadableValueException reason) {
    String type = className(stored.bytes());
    int length = stored.bytes().length;
    ObjectNode json = JSON.objectNode();
    json.put("unreadable", reason.getMessage());
    json.put("bytes", length);
    return new ShownValue(
        "<" + length + " bytes of " + type + ">", json.put("type", type), type, null);
  }

  /**
   * Returns the class of a value as Kryo has written it, or the number by which it is registered.
   */
  private static String className(byte[] bytes) {
    try (Input input = new Input(bytes)) {
      int number = input.readVarInt(true);
      if (number == NULL) {
        return "null";
      }
      if (number != NAME) {
        return "a class registered with the number " + (number - 2);
      }
      input.readVarInt(true);
      String name = input.readString();
      return name != null && isName(name) ? name : "an unknown class";
    } catch (KryoException | ArrayIndexOutOfBoundsException e) {
      return "an unknown class";
    }
  }

  private static boolean isName(String name) {
    return !name.isEmpty()
        && Arrays.stream(name.split("\\."))
            .allMatch(part -> !part.isEmpty() && part.chars().allMatch(StoredValues::isOfNames));
  }

  private static boolean isOfNames(int each) {
    return Character.isJavaIdentifierPart(each) || each == '[' || each == ';';
  }
}
