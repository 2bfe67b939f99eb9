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
package io.atomix.mcast.agent;

import io.atomix.cluster.Member;
import io.atomix.core.Atomix;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.agent.client.ClientNode;
import io.atomix.mcast.agent.client.ClientOptions;
import io.atomix.mcast.partition.GenericMulticastPartitionGroup;
import io.atomix.mcast.testing.GroupKind;
import io.atomix.mcast.testing.RaftGroups;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.partition.ManagedPartitionGroup;
import io.atomix.primitive.protocol.ProxyProtocol;
import java.io.File;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Gives tests a {@link TestCluster} that lives as long as the JVM runs tests: one member with the
 * groups {@code data} (generic multicast, three partitions) and {@code raft} (one partition), for
 * tests of commands that are clients of a cluster. Each class has names of primitives of its own.
 */
public final class ClusterOfRun implements ParameterResolver {
  /** The group of Atomix's own protocol. */
  public static final String RAFT = "raft";

  private static final Namespace NAMESPACE = Namespace.create(ClusterOfRun.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .getOrComputeIfAbsent(Running.class, key -> new Running(start()), Running.class)
        .cluster;
  }

  private static TestCluster start() {
    return TestCluster.builder(new MulticastKind())
        .withMembers(1)
        .withGroups(ClusterOfRun::groups)
        .start();
  }

  private static List<ManagedPartitionGroup> groups(Path directory, List<String> members) {
    return List.of(
        new MulticastKind()
            .group(TestCluster.DATA, 3, members, directory.resolve(TestCluster.DATA).toFile()),
        new RaftGroups().group(RAFT, 1, members, directory.resolve(RAFT).toFile()));
  }

  /** Returns the options by which a command finds the cluster, with time for a busy machine. */
  public static List<String> options(TestCluster cluster) {
    return List.of(
        "--connect", address(cluster),
        "--cluster-id", clusterId(cluster),
        "--connect-timeout", "60");
  }

  /** Starts a client of the cluster, as a command does. */
  public static ClientNode connect(TestCluster cluster) {
    return CommandLine.populateCommand(new Probe(), options(cluster).toArray(String[]::new))
        .options
        .connect();
  }

  @Command
  private static final class Probe {
    @Mixin private ClientOptions options;
  }

  /** Returns the address of the member. */
  public static String address(TestCluster cluster) {
    Member member = member(cluster);
    return member.address().host() + ":" + member.address().port();
  }

  /** Returns the cluster's id. */
  public static String clusterId(TestCluster cluster) {
    return cluster.folder().getFileName().toString();
  }

  private static Member member(TestCluster cluster) {
    Atomix node = cluster.node(1);
    return node.getMembershipService().getLocalMember();
  }

  private record Running(TestCluster cluster) implements AutoCloseable {
    @Override
    public void close() {
      cluster.close();
    }
  }

  private static final class MulticastKind implements GroupKind {
    @Override
    public ManagedPartitionGroup group(
        String name, int partitions, Collection<String> members, File directory) {
      return GenericMulticastPartitionGroup.builder(name)
          .withPartitions(partitions)
          .withMembers(List.copyOf(members))
          .withStorageDirectory(directory.getPath())
          .withStorageFlushOnCommit(false)
          .build();
    }

    @Override
    public ProxyProtocol protocol(String group) {
      return GenericMulticastProtocol.builder(group).build();
    }
  }
}
