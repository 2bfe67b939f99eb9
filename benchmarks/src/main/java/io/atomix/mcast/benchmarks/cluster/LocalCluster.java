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
package io.atomix.mcast.benchmarks.cluster;

import com.typesafe.config.ConfigException;
import io.atomix.core.Atomix;
import io.atomix.utils.config.ConfigurationException;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

/**
 * Three nodes in this JVM, on free ports of the loopback interface, with their data in a temporary
 * folder that is removed when they are closed. Not thread-safe.
 */
public final class LocalCluster implements AutoCloseable {
  private static final long START_SECONDS = 60;
  private static final long STOP_SECONDS = 20;

  private final NodeFiles files;
  private final List<Atomix> members = new ArrayList<>();
  private final List<Atomix> clients = new ArrayList<>();

  private LocalCluster(NodeFiles files) {
    this.files = files;
  }

  /**
   * Starts the nodes and waits until all are ready.
   *
   * @param file the configuration of each node, with variables that conf/demo.conf explains
   * @param variables more variables of that file
   * @throws ClusterException if the file is wrong or the nodes do not start
   */
  public static LocalCluster start(File file, Map<String, Object> variables)
      throws InterruptedException {
    LocalCluster cluster = new LocalCluster(new NodeFiles(file, variables));
    try {
      IntStream.rangeClosed(1, NodeFiles.MEMBERS)
          .forEach(number -> cluster.members.add(node(cluster.files.member(number))));
      start(cluster.members);
      return cluster;
    } catch (RuntimeException | InterruptedException e) {
      cluster.close();
      throw e;
    }
  }

  /** The three nodes, which hold the data. */
  public List<Atomix> nodes() {
    return members;
  }

  /** Starts a node that holds no data, and waits until it is ready. */
  public Atomix addClient() throws InterruptedException {
    Atomix client = node(files.client(clients.size() + 1));
    clients.add(client);
    start(List.of(client));
    return client;
  }

  @Override
  public void close() {
    try {
      stop(clients);
      stop(members);
    } finally {
      files.close();
    }
  }

  private static Atomix node(File file) {
    try {
      return new Atomix(file);
    } catch (ConfigException | ConfigurationException e) {
      throw new ClusterException("Cannot make a node from the configuration " + file, e);
    }
  }

  private static void start(List<Atomix> nodes) throws InterruptedException {
    try {
      all(nodes.stream().map(Atomix::start).toList()).get(START_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new ClusterException("The nodes did not start within " + START_SECONDS + " s");
    } catch (ExecutionException e) {
      throw new ClusterException("The nodes did not start", e.getCause());
    }
  }

  private static void stop(List<Atomix> nodes) {
    try {
      all(nodes.stream().map(Atomix::stop).toList()).get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new ClusterException("The nodes did not stop", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static CompletableFuture<Void> all(List<CompletableFuture<Void>> futures) {
    return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
  }
}
