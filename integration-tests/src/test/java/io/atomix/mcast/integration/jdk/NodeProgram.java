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
package io.atomix.mcast.integration.jdk;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.mcast.testing.Await;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A program that is a member of a cluster, and carries out what it reads line by line: {@code put
 * KEY VALUE}, {@code get KEY}, {@code size}, {@code clear} on a map, {@code putAll KEY VALUE ...}
 * and {@code getAll KEY ...} on a map of several keys. It ends when its input does.
 */
final class NodeProgram {
  /** Begins the lines that are answers. */
  static final String ANSWER = "answer: ";

  private static final Duration START = Duration.ofSeconds(120);

  private final AtomicMap<String, String> accounts;
  private final MulticastMap<String, String> owners;

  private NodeProgram(Atomix node) {
    accounts = node.<String, String>getAtomicMap("accounts").async().sync(Await.LIMIT);
    owners =
        node.primitiveBuilder("owners", MulticastMapType.<String, String>instance())
            .build()
            .async()
            .sync(Await.LIMIT);
  }

  /** Starts a member from the configuration file that is the argument. */
  public static void main(String[] arguments) throws IOException {
    Atomix node = new Atomix(new File(arguments[0]));
    Await.result("start", START, node.start());
    NodeProgram program = new NodeProgram(node);
    answer("Java " + Runtime.version().feature());
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      answer(program.carryOut(line.split(" ")));
    }
    Await.result("stop", node.stop());
    System.exit(0);
  }

  private static void answer(String text) {
    System.out.println(ANSWER + text);
  }

  private String carryOut(String[] words) {
    List<String> rest = List.of(words).subList(1, words.length);
    switch (words[0]) {
      case "put":
        accounts.put(rest.get(0), rest.get(1));
        return "done";
      case "get":
        return accounts.get(rest.get(0)).value();
      case "size":
        return String.valueOf(accounts.size());
      case "clear":
        accounts.clear();
        return "done";
      case "putAll":
        Map<String, String> entries = new TreeMap<>();
        for (int i = 0; i < rest.size(); i += 2) {
          entries.put(rest.get(i), rest.get(i + 1));
        }
        owners.putAll(entries);
        return "done";
      case "getAll":
        List<String> values = new ArrayList<>();
        Map<String, ?> found = new TreeMap<>(owners.getAll(rest));
        found.keySet().forEach(key -> values.add(key + "=" + owners.get(key).value()));
        return String.join(" ", values);
      default:
        throw new IllegalArgumentException("Not a command: " + String.join(" ", words));
    }
  }
}
