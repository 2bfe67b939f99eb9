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
import io.atomix.mcast.testing.FreePorts;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Three nodes in this JVM, on free ports of the loopback interface, with their data in a temporary
 * folder that is removed when they are closed.
 */
public final class LocalCluster implements Cluster {
  private final NodeFiles files;
  private final Wire wire;
  private final List<Atomix> members = new ArrayList<>();
  private final List<Atomix> clients = new ArrayList<>();

  private LocalCluster(NodeFiles files, Wire wire) {
    this.files = files;
    this.wire = wire;
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
    return start(file, variables, null);
  }

  /** As {@link #start(File, Map)}, with a wire that the messages of nodes and clients go over. */
  public static LocalCluster start(File file, Map<String, Object> variables, Wire wire)
      throws InterruptedException {
    return start(file, variables, wire, made -> {});
  }

  /** As {@link #start(File, Map, Wire)}, and shows the nodes when they are made, not started. */
  public static LocalCluster start(
      File file, Map<String, Object> variables, Wire wire, Consumer<List<Atomix>> made)
      throws InterruptedException {
    LocalCluster cluster = new LocalCluster(new NodeFiles(file, variables), wire);
    try {
      IntStream.rangeClosed(1, NodeFiles.MEMBERS)
          .mapToObj(cluster.files::member)
          .forEach(member -> cluster.members.add(LocalNodes.fromFile(member, wire)));
      made.accept(cluster.members);
      LocalNodes.start(cluster.members);
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

  @Override
  public Atomix addClient() throws InterruptedException {
    return addClients(1).get(0);
  }

  /** Starts several clients at once: each waits a second for the partition groups. */
  public List<Atomix> addClients(int count) throws InterruptedException {
    List<Atomix> added = new ArrayList<>();
    for (int port : FreePorts.find(count)) {
      Atomix client = LocalNodes.fromFile(files.client(clients.size() + 1, port), wire);
      clients.add(client);
      added.add(client);
    }
    LocalNodes.start(added);
    return added;
  }

  @Override
  public long processorNanos() {
    return ProcessorTime.ofThisJvm();
  }

  @Override
  public void close() {
    try {
      LocalNodes.stop(clients);
      LocalNodes.stop(members);
    } finally {
      files.close();
    }
  }
}
