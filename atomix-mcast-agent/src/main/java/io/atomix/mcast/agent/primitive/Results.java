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

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.function.Consumer;

/** Prints results: words, or JSON with one object a line. */
final class Results {
  private final PrintWriter out;
  private final boolean json;

  Results(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /**
   * Prints one result.
   *
   * @param text in words, in one line
   * @param fields fills the object
   */
  void print(String text, Consumer<ObjectNode> fields) {
    if (json) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      fields.accept(object);
      out.println(object);
    } else {
      out.println(text);
    }
    out.flush();
  }

  /** Prints a number. */
  void number(String name, long number) {
    print(String.valueOf(number), object -> object.put(name, number));
  }

  /** Prints what was done; nothing is printed where it is no news. */
  void done(String what, boolean done) {
    print(what, object -> object.put("done", done));
  }

  /** Puts a value and its type into an object. */
  static void put(ObjectNode object, String name, ShownValue value) {
    object.set(name, value.json());
    object.put(name.equals("value") ? "type" : name + "Type", value.typeName());
  }

  /** Returns a number, or null where it is not known. */
  static JsonNode known(long number) {
    return number < 0
        ? JsonNodeFactory.instance.nullNode()
        : JsonNodeFactory.instance.numberNode(number);
  }
}
