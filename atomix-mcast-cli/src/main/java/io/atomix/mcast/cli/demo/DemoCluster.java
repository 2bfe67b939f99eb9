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
package io.atomix.mcast.cli.demo;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import io.atomix.core.Atomix;
import io.atomix.mcast.cli.CommandException;
import io.atomix.mcast.cli.FreePorts;
import io.atomix.mcast.cli.Nodes;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Three nodes in this JVM, on free ports of the loopback interface, with their data in a temporary
 * folder that is removed when they are closed.
 */
public final class DemoCluster implements AutoCloseable {
  private static final int NODES = 3;
  private static final long START_SECONDS = 60;
  private static final long STOP_SECONDS = 20;

  private final Path folder;
  private final List<Atomix> nodes = new ArrayList<>();

  private DemoCluster(Path folder) {
    this.folder = folder;
  }

  /**
   * Starts the nodes and waits until all are ready.
   *
   * @param file the configuration of each node, with variables that demo.conf explains
   * @throws CommandException if the file is wrong or the nodes do not start
   */
  public static DemoCluster start(File file) throws InterruptedException {
    DemoCluster cluster = new DemoCluster(temporaryFolder());
    Runtime.getRuntime().addShutdownHook(new Thread(cluster::removeFolder, "mcast-clean-up"));
    try {
      cluster.startNodes(file);
      return cluster;
    } catch (RuntimeException | InterruptedException e) {
      cluster.close();
      throw e;
    }
  }

  /** Returns the nodes, all started. */
  public List<Atomix> nodes() {
    return nodes;
  }

  @Override
  public void close() {
    List<CompletableFuture<Void>> stopping = nodes.stream().map(Atomix::stop).toList();
    try {
      all(stopping).get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new CommandException("The nodes did not stop", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      removeFolder();
    }
  }

  private void startNodes(File file) throws InterruptedException {
    Map<String, Object> variables = new HashMap<>();
    variables.put("MCAST_DATA", folder.toString());
    List<Integer> ports = FreePorts.find(NODES);
    for (int i = 1; i <= NODES; i++) {
      variables.put("MCAST_PORT_" + i, ports.get(i - 1));
    }
    for (int i = 1; i <= NODES; i++) {
      variables.put("MCAST_NODE", i);
      variables.put("MCAST_PORT", ports.get(i - 1));
      nodes.add(Nodes.fromFile(resolve(file, variables, "m" + i + ".conf")));
    }
    try {
      all(nodes.stream().map(Atomix::start).toList()).get(START_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new CommandException("The nodes did not start within " + START_SECONDS + " s");
    } catch (ExecutionException e) {
      throw new CommandException("The nodes did not start", e.getCause());
    }
  }

  private File resolve(File file, Map<String, Object> variables, String name) {
    try {
      Config config =
          ConfigFactory.parseFile(file, ConfigParseOptions.defaults().setAllowMissing(false))
              .resolveWith(ConfigFactory.parseMap(variables));
      String text = config.root().render(ConfigRenderOptions.concise());
      return Files.writeString(folder.resolve(name), text).toFile();
    } catch (ConfigException e) {
      throw new CommandException("Cannot read the configuration " + file, e);
    } catch (IOException e) {
      throw new CommandException("Cannot write " + folder.resolve(name), e);
    }
  }

  private void removeFolder() {
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
      return Files.createTempDirectory("mcast-demo-");
    } catch (IOException e) {
      throw new CommandException("Cannot make a temporary folder", e);
    }
  }

  /** Returns ports that are free now; all are held until all are known, so that they differ. */
  private static CompletableFuture<Void> all(List<CompletableFuture<Void>> futures) {
    return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
  }
}
