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

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomix.mcast.agent.client.StoredBytes;
import io.atomix.utils.time.Versioned;
import java.util.ArrayList;
import java.util.List;

/**
 * Prints entries of a map: key, value, type and version, and of what happened to one, what that
 * was.
 *
 * @param values reads keys and values
 * @param results takes what is printed
 */
record EntryPrinter(StoredValues values, Results results) {
  /** Prints an entry. */
  void entry(StoredBytes key, Versioned<StoredBytes> entry) {
    event(null, key, entry, null);
  }

  /** Prints an entry without its key. */
  void value(StoredBytes key, Versioned<StoredBytes> entry) {
    ShownValue value = values.show(entry.value());
    results.print(value.text(), object -> fields(object, values.show(key), value, entry.version()));
  }

  /**
   * Prints what happened to an entry.
   *
   * @param event what happened, null if nothing has
   * @param now the entry since, null if there is none
   * @param message the name of the message that did it, null if it is not known
   */
  void event(String event, StoredBytes key, Versioned<StoredBytes> now, String message) {
    ShownValue shownKey = values.show(key);
    ShownValue value = now == null ? null : values.show(now.value());
    List<String> words = new ArrayList<>();
    words.add(event);
    words.add(shownKey.text());
    if (now != null) {
      words.addAll(List.of(value.text(), value.typeName(), String.valueOf(now.version())));
    }
    words.add(message);
    words.removeIf(word -> word == null);
    results.print(
        String.join("\t", words),
        object -> {
          put(object, "event", event);
          put(object, "message", message);
          if (now == null) {
            Results.put(object, "key", shownKey);
          } else {
            fields(object, shownKey, value, now.version());
          }
        });
  }

  private static void put(ObjectNode object, String name, String word) {
    if (word != null) {
      object.put(name, word);
    }
  }

  private static void fields(ObjectNode object, ShownValue key, ShownValue value, long version) {
    Results.put(object, "key", key);
    Results.put(object, "value", value);
    object.put("version", version);
  }
}
