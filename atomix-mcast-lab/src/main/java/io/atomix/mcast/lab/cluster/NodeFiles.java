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

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import io.atomix.mcast.testing.FreePorts;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The temporary folder of a cluster, with the data of its nodes and a configuration file for each,
 * made from one file with variables. The folder is removed when it is closed, and when the JVM ends
 * before.
 */
final class NodeFiles implements AutoCloseable {
  /** Number of members of a cluster. */
  static final int MEMBERS = 3;

  private final File template;
  private final Path folder;
  private final Map<String, Object> variables = new HashMap<>();
  private final List<Integer> ports = FreePorts.find(MEMBERS);
  private final Thread cleanUp = new Thread(this::remove, "mcast-clean-up");

  /**
   * Makes the folder and finds ports.
   *
   * @param template the configuration of each node; may use the variables MCAST_NODE, MCAST_PORT,
   *     MCAST_PORT_1 to MCAST_PORT_3, MCAST_DATA
   * @param more more variables of it
   */
  NodeFiles(File template, Map<String, Object> more) {
    this.template = template;
    this.folder = temporaryFolder();
    Runtime.getRuntime().addShutdownHook(cleanUp);
    variables.putAll(more);
    variables.put("MCAST_DATA", folder.toString());
    for (int i = 1; i <= MEMBERS; i++) {
      variables.put("MCAST_PORT_" + i, ports.get(i - 1));
    }
  }

  /** Writes the configuration of a member, counted from 1. */
  File member(int number) {
    return write(resolve(String.valueOf(number), ports.get(number - 1)), "m" + number);
  }

  /**
   * Writes the configuration of a node that holds no data and learns the groups from the others.
   */
  File client(int number, int port) {
    Config config =
        resolve("-client-" + number, port)
            .withoutPath("managementGroup")
            .withoutPath("partitionGroups");
    return write(config, "m-client-" + number);
  }

  private Config resolve(String node, int port) {
    Map<String, Object> all = new HashMap<>(variables);
    all.put("MCAST_NODE", node);
    all.put("MCAST_PORT", port);
    try {
      // Not resolveWith: it does not know defaults with an optional override, ${?NAME}.
      Config config =
          ConfigFactory.parseFile(template, ConfigParseOptions.defaults().setAllowMissing(false))
              .withFallback(ConfigFactory.parseMap(all))
              .resolve();
      for (String variable : all.keySet()) {
        config = config.withoutPath(variable);
      }
      return config;
    } catch (ConfigException e) {
      throw new ClusterException("Cannot read the configuration " + template, e);
    }
  }

  private File write(Config config, String name) {
    Path file = folder.resolve(name + ".conf");
    try {
      return Files.writeString(file, config.root().render(ConfigRenderOptions.concise())).toFile();
    } catch (IOException e) {
      throw new ClusterException("Cannot write " + file, e);
    }
  }

  @Override
  public void close() {
    remove();
    try {
      Runtime.getRuntime().removeShutdownHook(cleanUp);
    } catch (IllegalStateException e) {
      // The JVM is ending, and runs it.
    }
  }

  private void remove() {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(folder)) {
      paths.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    } catch (IOException | UncheckedIOException e) {
      System.err.println("mcast: could not remove " + folder + ": " + e.getMessage());
    }
  }

  private static Path temporaryFolder() {
    try {
      return Files.createTempDirectory("mcast-");
    } catch (IOException e) {
      throw new ClusterException("Cannot make a temporary folder", e);
    }
  }
}
