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

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** The options that say which primitive is meant, and how keys and values are written. */
final class PrimitiveOptions {
  @Option(
      names = "--group",
      split = ",",
      paramLabel = "GROUP",
      description =
          "Partition group of the primitive, if several have one of this name; all of them if it"
              + " is spread over several.")
  private List<String> groups = new ArrayList<>();

  @Option(
      names = "--protocol",
      paramLabel = "PROTOCOL",
      description = "Protocol of the primitive, such as generic-multicast or multi-raft.")
  private String protocol;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "Type of the primitive, such as atomic-map; fails if it is of another.")
  private String type;

  @Option(
      names = "--key-type",
      paramLabel = "TYPE",
      defaultValue = "string",
      converter = ValueType.ValueTypeConverter.class,
      description = "Type of the keys that you name, as --value-type (default: string).")
  private ValueType keyType;

  @Option(
      names = "--value-type",
      paramLabel = "TYPE",
      converter = ValueType.ValueTypeConverter.class,
      description =
          "Type of the values that you name: string, long, int, double, boolean, bytes"
              + " (hexadecimal) or json (default: that of the values that are there, or string).")
  private ValueType valueType;

  @Option(names = "--json", description = "Print JSON, one object a line.")
  private boolean json;

  List<String> groups() {
    return groups;
  }

  ValueType keyType() {
    return keyType;
  }

  /** Returns the type that was named, or null. */
  ValueType valueType() {
    return valueType;
  }

  boolean json() {
    return json;
  }

  /** Returns whether a primitive is one that the options mean. */
  boolean allows(CatalogEntry entry) {
    return (groups.isEmpty() || new TreeSet<>(groups).containsAll(entry.groups()))
        && (protocol == null || protocol.equals(entry.protocol()))
        && (type == null || type.equals(entry.type()));
  }

  /** Returns what the options ask for, in words. */
  String described() {
    List<String> words = new ArrayList<>();
    if (type != null) {
      words.add("of type " + type);
    }
    if (!groups.isEmpty()) {
      words.add("in the group " + String.join(", ", groups));
    }
    if (protocol != null) {
      words.add("on " + protocol);
    }
    return String.join(" ", words);
  }
}
