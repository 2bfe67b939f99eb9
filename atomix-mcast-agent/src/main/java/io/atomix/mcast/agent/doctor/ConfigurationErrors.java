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
package io.atomix.mcast.agent.doctor;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Explanations of why a configuration cannot be read. */
final class ConfigurationErrors {
  /** Types that a configuration may name, each with the jar that brings it. */
  private static final Map<String, String> JARS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("generic-multicast", "atomix-mcast-protocol"),
              Map.entry("multicast-map", "atomix-mcast-primitives"),
              Map.entry("multicast-counter-map", "atomix-mcast-primitives"),
              Map.entry("multicast-channel", "atomix-mcast-primitives"),
              Map.entry("multi-raft", "atomix-raft"),
              Map.entry("raft", "atomix-raft"),
              Map.entry("multi-primary", "atomix-primary-backup"),
              Map.entry("primary-backup", "atomix-primary-backup"),
              Map.entry("multi-log", "atomix-log"),
              Map.entry("log", "atomix-log"),
              Map.entry("gossip", "atomix-gossip")));

  private ConfigurationErrors() {}

  /** Returns a finding for what reading a configuration has failed with. */
  static Finding of(String error) {
    return JARS.entrySet().stream()
        .filter(jar -> namesUnknown(error, jar.getKey()))
        .findFirst()
        .map(
            jar ->
                new Finding(
                    error,
                    "%s comes with %s.jar: put it on the class path, with what it depends on"
                        .formatted(jar.getKey(), jar.getValue())))
        .orElseGet(
            () ->
                new Finding(
                    error, "correct the file; the samples in the folder conf are complete"));
  }

  private static boolean namesUnknown(String error, String type) {
    String text = error.toLowerCase(Locale.ROOT);
    boolean unknown =
        text.contains("unknown") || text.contains("no such") || text.contains("not found");
    return unknown && text.matches("(?s).*(^|[^a-z-])" + type + "([^a-z-]|$).*");
  }
}
