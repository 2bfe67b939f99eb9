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
package io.atomix.mcast.lab.torture;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Runs {@code mcast compare} over all nodes when all is healed: replicas of a group that have
 * applied the same entries must hold the same.
 */
final class Replicas {
  private static final Duration LIMIT = Duration.ofSeconds(120);
  private static final int WITHIN_SECONDS = 60;
  private static final int SAME = 0;
  private static final int DIFFERENT = 1;

  private final Members members;
  private final Network network;
  private final Path folder;
  private final Summary summary;
  private final RunLog log;

  Replicas(Members members, Network network, Path folder, Summary summary, RunLog log) {
    this.members = members;
    this.network = network;
    this.folder = folder;
    this.summary = summary;
    this.log = log;
  }

  /** Compares them after a round; that they differ is a violation. */
  void compare(int round) {
    String nodes =
        members.numbers().stream()
            .map(number -> network.http(number).toString())
            .collect(Collectors.joining(","));
    Program compare =
        Program.start(
            "compare",
            network.clientPrefix(),
            List.of("compare", "--http", nodes, "--within", "" + WITHIN_SECONDS),
            folder);
    if (!compare.endsWithin(LIMIT)) {
      compare.kill();
    }
    int status = compare.exitStatus();
    if (status == SAME) {
      summary.compared(true);
      log.say("round %d: the replicas are the same", round);
      members.deleteMoved();
      return;
    }
    compare.output().lines().forEach(log::plain);
    if (status == DIFFERENT && compare.hasMentioned(": DIFFERENT at ")) {
      summary.compared(false);
      log.say("VIOLATION the replicas of a group differ after round %d", round);
    } else {
      summary.note("the replicas could not be compared after a round");
      log.say("round %d: the replicas could not be compared", round);
    }
  }
}
