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

import io.atomix.core.AtomixConfig;
import io.atomix.mcast.agent.NodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A configuration of two nodes in good order, in which tests put something wrong. */
record ConfigOfTest(String text) {

  /** Returns the configuration of m1, whose data is below a folder. */
  static ConfigOfTest good(Path folder, int port) {
    return new ConfigOfTest(
        """
        cluster {
          clusterId: doctor-test
          node { id: m1, host: "127.0.0.1", port: PORT }
          messaging.interfaces: ["127.0.0.1"]
          discovery {
            type: bootstrap
            nodes.1 { id: m1, host: "127.0.0.1", port: PORT }
            nodes.2 { id: m2, host: "127.0.0.1", port: 1 }
          }
        }
        managementGroup {
          type: raft, partitions: 1, members: [m1, m2]
          storage { level: mapped, directory: "FOLDER/system" }
        }
        partitionGroups.data {
          type: generic-multicast, partitions: 3, members: [m1, m2]
          storage { directory: "FOLDER/data" }
        }
        primitives.accounts {
          type: atomic-map
          protocol { type: generic-multicast, group: data }
        }
        """
            .replace("PORT", "" + port)
            .replace("FOLDER", folder.toString()));
  }

  /** Returns another one. */
  ConfigOfTest with(String old, String changed) {
    if (!text.contains(old)) {
      throw new IllegalArgumentException("not in the configuration: " + old);
    }
    return new ConfigOfTest(text.replace(old, changed));
  }

  /** Writes it into a folder, and returns the file. */
  Path file(Path folder) {
    try {
      return Files.writeString(folder.resolve("node.conf"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads it. */
  AtomixConfig read(Path folder) {
    return NodeFactory.configuration(file(folder).toFile());
  }
}
