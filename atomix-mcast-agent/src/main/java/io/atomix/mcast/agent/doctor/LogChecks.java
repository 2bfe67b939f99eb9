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

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks of what a node's log says, for known messages. */
final class LogChecks {
  private static final int SHOWN = 240;

  /** Told of every start that takes long, so that it counts only until the node is ready. */
  private static final LogRemedy STARTING =
      known(
          "has been starting for \\d+ s",
          "start the other members, and ask mcast doctor --config whether they can be"
              + " reached");

  private static final String READY = " ready after ";

  private static final List<LogRemedy> KNOWN =
      List.of(
          known(
              "OutOfMemoryError",
              "the node is half alive: end it and start it again, with a larger -Xmx and"
                  + " -XX:+ExitOnOutOfMemoryError"),
          known(
              "InaccessibleObjectException|Could not initialize class"
                  + " io\\.atomix\\.utils\\.serializer\\.Namespaces",
              "start the JVM with --add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED, as"
                  + " bin/mcast does"),
          known(
              "unregistered class ID: 65[0-9]",
              "atomix-mcast-protocol.jar is missing on this node: put it on the class path of all"
                  + " nodes, clients included"),
          known(
              "NoClassDefFoundError|ClassNotFoundException",
              "a jar is missing on the class path: the one that has this class, in the version that"
                  + " the others have"),
          known(
              "Failed to acquire storage lock",
              "the folder holds the data of another member: correct storage.directory, --data or"
                  + " cluster.node.id"),
          known(
              "Address already in use|BindException",
              "end who has the port (mcast doctor --config says who), or take another"),
          known(
              "[Nn]o space left|Free space|OutOfDiskSpace",
              "free space on the disk of the data, and start the node again"),
          known(
              "(?:are of format|has version) \\d+, but this node knows only|has version \\d+, this"
                  + " release reads",
              "upgrade the jars of this node: newer ones have written the data"),
          known(
              "The replica of group \\S+ on \\S+ has (stopped|not started)",
              "do what the message says; the other replicas go on, this one serves nothing until"
                  + " the node is started again"),
          known(
              "is one of its members, but does not have it in its configuration",
              "add the group to the configuration of this node, and restart it"),
          known(
              "PKIX path|SSLHandshakeException|bad_certificate|certificate_unknown",
              "give all nodes certificates of one authority that each has in its trust store"),
          known(
              "the members of \\S+ are \\[.*] by the configuration, and",
              "give the group the 'members' and the 'partitionSize' back that it began with, on all"
                  + " nodes; nothing was changed. For other members, restore a backup into a new"
                  + " cluster"),
          known(
              "wants to be a member of \\S+, and is refused",
              "the node that it names has another 'members' or 'partitionSize' than the data of the"
                  + " group: correct its configuration, and start it again"),
          STARTING,
          known(
              "Unknown properties present in configuration|did you mean",
              "correct the name of the option in the configuration file"));

  /** Message that is known, and what to do. */
  private record LogRemedy(Pattern pattern, String remedy) {}

  private LogChecks() {}

  private static LogRemedy known(String pattern, String remedy) {
    return new LogRemedy(Pattern.compile(pattern), remedy);
  }

  private static Optional<LogRemedy> remedy(String line) {
    return KNOWN.stream().filter(known -> known.pattern.matcher(line).find()).findFirst();
  }

  /** Returns what tells the kind of a message; nothing if the message is not known. */
  static Optional<String> kind(String line) {
    return remedy(line).map(known -> known.pattern.pattern());
  }

  /** Returns the beginning of a message, in one line. */
  static String shown(String text) {
    String line = text.strip().replace('\n', ' ');
    return line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line;
  }

  /** Returns what these messages of a node mean, of each kind one. */
  static List<Finding> ofNode(String node, List<String> lines) {
    return lines.stream()
        .flatMap(
            line ->
                remedy(line).stream()
                    .map(
                        known ->
                            new Finding(
                                "the log of %s says: %s".formatted(node, line), known.remedy)))
        .toList();
  }

  /** Returns what the lines of a log say, each kind once, with its last line and how many. */
  static List<Finding> of(Stream<String> lines) {
    Map<LogRemedy, String> last = new LinkedHashMap<>();
    Map<LogRemedy, Integer> count = new LinkedHashMap<>();
    lines.forEach(
        line -> {
          if (line.contains(READY)) {
            last.remove(STARTING);
          }
          remedy(line)
              .ifPresent(
                  known -> {
                    last.put(known, line.strip());
                    count.merge(known, 1, Integer::sum);
                  });
        });
    List<Finding> findings = new ArrayList<>();
    last.forEach(
        (known, line) ->
            findings.add(
                new Finding(
                    "the log says, %s: %s"
                        .formatted(
                            count.get(known) == 1 ? "once" : count.get(known) + " times, at last",
                            shown(line)),
                    known.remedy)));
    return findings;
  }
}
