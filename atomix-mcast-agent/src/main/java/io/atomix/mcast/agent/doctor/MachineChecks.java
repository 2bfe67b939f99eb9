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
import io.atomix.mcast.partition.GenericMulticastPartitionGroupConfig;
import io.atomix.primitive.partition.PartitionGroupConfig;
import io.atomix.protocols.raft.partition.RaftPartitionGroupConfig;
import io.atomix.utils.net.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Checks of what a configuration needs of this machine: its port, its folders, and their disk. */
final class MachineChecks {
  private static final long MEGABYTE = 1 << 20;

  /** A segment of the log, the next one, and as much for snapshots as for those. */
  private static final int SEGMENTS = 4;

  private static final int LOCK_DEPTH = 3;
  private static final int LOCK_HEADER = 3;

  private final AtomixConfig config;
  private final ProcessTable processes;
  private final boolean runs;
  private final List<Finding> findings = new ArrayList<>();

  /** Processes that are in a finding already. */
  private final Set<String> told = new HashSet<>();

  /**
   * Folder that a group of the configuration writes to.
   *
   * @param group the group's name
   * @param needed how many bytes should be free
   */
  private record GroupFolder(String group, Path path, long needed) {}

  private MachineChecks(AtomixConfig config, ProcessTable processes, boolean runs) {
    this.config = config;
    this.processes = processes;
    this.runs = runs;
  }

  /**
   * Returns what is wrong.
   *
   * @param runs whether the node is known to run: then it is the one that uses all this
   * @param freeBytes tells what is free on the disk of a folder that is there
   */
  static List<Finding> of(
      AtomixConfig config, ProcessTable processes, boolean runs, ToLongFunction<Path> freeBytes) {
    MachineChecks checks = new MachineChecks(config, processes, runs);
    checks.port();
    List<GroupFolder> folders = checks.folders();
    folders.forEach(checks::folder);
    checks.disk(folders, freeBytes);
    return checks.findings;
  }

  /** Returns what is free on the disk of a folder. */
  static long freeBytes(Path folder) {
    return folder.toFile().getUsableSpace();
  }

  private void port() {
    Address address = config.getClusterConfig().getNodeConfig().getAddress();
    List<String> interfaces = config.getClusterConfig().getMessagingConfig().getInterfaces();
    for (String host : interfaces.isEmpty() ? List.of("0.0.0.0") : interfaces) {
      port(host, address.port());
    }
    try {
      InetAddress named = InetAddress.getByName(address.host());
      try (ServerSocket any = new ServerSocket(0, 1, named)) {
        any.getLocalPort();
      }
    } catch (UnknownHostException e) {
      findings.add(
          new Finding(
              "cluster.node.host = %s cannot be resolved on this machine".formatted(address.host()),
              "name an address of this machine that the other members reach"));
    } catch (IOException e) {
      findings.add(
          new Finding(
              "cluster.node.host = %s is no address of this machine (%s)"
                  .formatted(address.host(), e.getMessage()),
              "name an address of this machine that the other members reach; behind a NAT the node"
                  + " cannot tell, and this can be ignored"));
    }
  }

  private void port(String host, int port) {
    if (runs) {
      return;
    }
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port));
    } catch (BindException e) {
      Optional<String> owner = processes.listeningOn(port);
      owner.ifPresent(told::add);
      findings.add(
          new Finding(
              "port %d of %s is taken%s"
                  .formatted(
                      port,
                      host,
                      owner.map(who -> " by " + who).orElse(", by whom is not known here")),
              "end that process, or give this node another cluster.node.port, here and in the"
                  + " discovery of all nodes. If it is this node, it runs already: ask it with"
                  + " --http"));
    } catch (IOException | IllegalArgumentException e) {
      findings.add(
          new Finding(
              "port %d of %s cannot be opened: %s".formatted(port, host, e.getMessage()),
              "name another in cluster.node.port and cluster.messaging.interfaces"));
    }
  }

  private List<GroupFolder> folders() {
    String local = ConfigurationChecks.local(config);
    List<GroupFolder> folders = new ArrayList<>();
    NodeFactory.groups(config).forEach(group -> folder(group, local).ifPresent(folders::add));
    return folders;
  }

  private static Optional<GroupFolder> folder(PartitionGroupConfig<?> group, String local) {
    if (group instanceof GenericMulticastPartitionGroupConfig multicast) {
      return folder(
          group,
          multicast.getMembers().contains(local),
          multicast.getStorage().getDirectory(group.getName()),
          multicast.getStorage().getSegmentSize().bytes());
    } else if (group instanceof RaftPartitionGroupConfig raft) {
      return folder(
          group,
          raft.getMembers().contains(local),
          raft.getStorageConfig().getDirectory(group.getName()),
          raft.getStorageConfig().getSegmentSize().bytes());
    }
    return Optional.empty();
  }

  private static Optional<GroupFolder> folder(
      PartitionGroupConfig<?> group, boolean member, String directory, long segment) {
    return member
        ? Optional.of(
            new GroupFolder(
                group.getName(), Path.of(directory), SEGMENTS * segment * group.getPartitions()))
        : Optional.empty();
  }

  private void folder(GroupFolder folder) {
    String local = ConfigurationChecks.local(config);
    for (Path lock : locks(folder.path)) {
      String owner = owner(lock);
      if (owner != null && !owner.equals(local)) {
        findings.add(
            new Finding(
                "the folder %s of group %s holds the data of %s, and this node is %s"
                    .formatted(lock.getParent(), folder.group, owner, local),
                "point storage.directory (or --data) to the data of %s, or correct cluster.node.id"
                    .formatted(local)));
        break;
      }
    }
    if (!runs) {
      processes
          .using(folder.path)
          .filter(told::add)
          .ifPresent(
              who ->
                  findings.add(
                      new Finding(
                          "the folder %s of group %s is in use by %s"
                              .formatted(folder.path, folder.group, who),
                          "end that process first: two nodes on one folder damage the data")));
    }
    Path there = existing(folder.path);
    if (there == null || !Files.isDirectory(there) || !Files.isWritable(there)) {
      findings.add(
          new Finding(
              "the folder %s of group %s cannot be written by this user"
                  .formatted(folder.path, folder.group),
              "give it to the user that runs the node, or name another storage.directory"));
    }
  }

  private static Path existing(Path path) {
    Path there = path.toAbsolutePath();
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    return there;
  }

  private static Collection<Path> locks(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder, LOCK_DEPTH)) {
      return files.filter(file -> file.getFileName().toString().matches("\\..+\\.lock")).toList();
    } catch (IOException | UncheckedIOException e) {
      return List.of();
    }
  }

  /** Returns whose data are beside a lock, as Atomix's Raft writes it: one byte, length, id. */
  private static String owner(Path lock) {
    try {
      byte[] bytes = Files.readAllBytes(lock);
      int length = bytes.length < LOCK_HEADER ? 0 : (bytes[1] & 0xFF) << 8 | bytes[2] & 0xFF;
      return length == 0 || length > bytes.length - LOCK_HEADER || bytes[0] != 1
          ? null
          : new String(bytes, LOCK_HEADER, length, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return null;
    }
  }

  private void disk(List<GroupFolder> folders, ToLongFunction<Path> freeBytes) {
    long needed = folders.stream().mapToLong(GroupFolder::needed).sum();
    for (GroupFolder folder : folders) {
      Path there = existing(folder.path);
      if (there != null && freeBytes.applyAsLong(there) < needed) {
        findings.add(
            new Finding(
                "the disk of %s has %d MB left; the logs and snapshots of this node should have %d"
                    .formatted(
                        folder.path, freeBytes.applyAsLong(there) / MEGABYTE, needed / MEGABYTE),
                "free space there, or move the folder to a larger disk while the node is down; a"
                    + " node without space stops its replicas"));
        return;
      }
    }
  }
}
