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
package io.atomix.mcast.lab.cluster;

import io.atomix.core.Atomix;
import java.io.File;
import java.io.IOException;
import java.util.List;

/** The main class of a node that is a process of its own. */
public final class NodeProcess {
  /** The line that it prints when it can serve. */
  static final String READY = "ready";

  private NodeProcess() {}

  /**
   * Starts a node from the configuration file that is the only argument, says when it is ready, and
   * stops it when standard input ends. Exits with 1 if it cannot.
   */
  public static void main(String[] arguments) {
    try {
      Atomix node = LocalNodes.fromFile(new File(arguments[0]), null);
      LocalNodes.start(List.of(node));
      System.out.println(READY);
      while (System.in.read() >= 0) {
        // Nothing is expected there but the end.
      }
      LocalNodes.stop(List.of(node));
      System.exit(0);
    } catch (ClusterException | IOException | InterruptedException e) {
      System.err.println("mcast: " + e.getMessage());
      // A node that has not started has threads that would keep the process.
      System.exit(1);
    }
  }
}
