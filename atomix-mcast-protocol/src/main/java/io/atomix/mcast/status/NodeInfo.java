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
package io.atomix.mcast.status;

import io.atomix.mcast.time.LocalTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Surroundings of a node: what it runs on.
 *
 * @param state {@code starting}, {@code running} or {@code stopping}; null where no agent tells it
 * @param java the version of Java
 * @param atomix the version of Atomix, or null if it is not known
 * @param plugin the version of atomix-mcast; {@code development} where it does not come from a jar
 * @param timeMillis what the clock of its machine said, in milliseconds since 1970
 * @param missingFlags flags that this JVM should have been started with, and was not
 * @param settings options that must be the same on all nodes, as this node's configuration has
 *     them, by their keys; empty where it is not known
 * @param logged messages of its log that {@code mcast doctor} knows, of each kind the last; empty
 *     where no agent keeps them
 */
public record NodeInfo(
    String state,
    String java,
    String atomix,
    String plugin,
    long timeMillis,
    List<String> missingFlags,
    SortedMap<String, String> settings,
    List<String> logged) {
  /** The flag without which Atomix's serializer does not load. */
  public static final String OPENS =
      "--add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED";

  /** Information that nobody has given. */
  public static final NodeInfo UNKNOWN =
      new NodeInfo(null, null, null, null, 0, List.of(), new TreeMap<>(), List.of());

  /** Fills in what an agent of another version has not told. */
  public NodeInfo {
    missingFlags = missingFlags == null ? List.of() : missingFlags;
    settings = settings == null ? new TreeMap<>() : settings;
    logged = logged == null ? List.of() : logged;
  }

  /** Returns what this process runs on. */
  static NodeInfo ofThisProcess(String atomix) {
    return new NodeInfo(
        null,
        System.getProperty("java.version"),
        atomix,
        Objects.requireNonNullElse(
            NodeInfo.class.getPackage().getImplementationVersion(), "development"),
        LocalTime.millis(),
        missing(
            Object.class.getModule().isOpen("java.util.concurrent.atomic", unnamed()) ? "" : OPENS),
        new TreeMap<>(),
        List.of());
  }

  /** Returns the flags that a JVM lacks: this one. */
  public static List<String> missingFlagsHere() {
    return ofThisProcess(null).missingFlags();
  }

  private static Module unnamed() {
    return NodeInfo.class.getModule();
  }

  private static List<String> missing(String... flags) {
    return Stream.of(flags).filter(flag -> !flag.isEmpty()).toList();
  }

  /** Returns this, with what an agent knows besides. */
  public NodeInfo with(String newState, Map<String, String> options, List<String> messages) {
    return new NodeInfo(
        newState,
        java,
        atomix,
        plugin,
        timeMillis,
        missingFlags,
        new TreeMap<>(options),
        List.copyOf(messages));
  }
}
