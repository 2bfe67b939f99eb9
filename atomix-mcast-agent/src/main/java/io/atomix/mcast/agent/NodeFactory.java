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

import com.typesafe.config.ConfigException;
import io.atomix.cluster.NodeConfig;
import io.atomix.cluster.discovery.BootstrapDiscoveryConfig;
import io.atomix.core.Atomix;
import io.atomix.core.AtomixConfig;
import io.atomix.core.AtomixRegistry;
import io.atomix.mcast.membership.RejoiningMembership;
import io.atomix.mcast.partition.GenericMulticastPartitionGroupConfig;
import io.atomix.mcast.tls.TlsAtomix;
import io.atomix.primitive.partition.PartitionGroupConfig;
import io.atomix.protocols.raft.partition.RaftPartitionGroupConfig;
import io.atomix.utils.config.ConfigurationException;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Makes nodes from configuration files. */
public final class NodeFactory {
  private static final int STARTS = 3;

  private NodeFactory() {}

  /**
   * Returns a node, not yet started.
   *
   * @throws CommandException if the file does not exist or is wrong; says where
   */
  public static Atomix fromFile(File file) {
    return fromFile(file, null);
  }

  /**
   * Returns a node, not yet started, whose data is below a folder. With TLS in its configuration
   * nothing that it says to other nodes is in the clear ({@link TlsAtomix}).
   *
   * @param data what relative storage directories are relative to; null for the working directory
   * @throws CommandException if the file does not exist or is wrong; says where
   */
  public static Atomix fromFile(File file, File data) {
    return fromConfiguration(file, configuration(file, data));
  }

  /**
   * Returns a node, not yet started, from the configuration that was read from a file.
   *
   * @throws CommandException if the configuration is wrong; names the file
   */
  static Atomix fromConfiguration(File file, AtomixConfig config) {
    return translated(file, () -> fromConfiguration(config));
  }

  /**
   * Returns what a configuration file says; no node is made of it.
   *
   * @throws CommandException if the file does not exist or is wrong; says where
   */
  public static AtomixConfig configuration(File file) {
    if (!file.isFile()) {
      throw new CommandException(
          "No configuration file " + file.getAbsolutePath() + ". Samples are in the folder conf.");
    }
    return translated(file, () -> Atomix.config(file));
  }

  /**
   * Returns a node, not yet started, from a configuration that may have been changed after it was
   * read. With TLS in it nothing that the node says to others is in the clear ({@link TlsAtomix}).
   * Members may come back at another address ({@link RejoiningMembership}).
   *
   * @throws RuntimeException if the configuration is wrong
   */
  public static Atomix fromConfiguration(AtomixConfig config) {
    RejoiningMembership.replaceSwim(config.getClusterConfig());
    return config.getClusterConfig().getMessagingConfig().getTlsConfig().isEnabled()
        ? new TlsAtomix(config)
        : new PlainNode(config);
  }

  /**
   * Returns the same, with its data below a folder.
   *
   * @param data what relative storage directories are relative to; null for the working directory
   * @throws CommandException if the file does not exist or is wrong; says where
   */
  public static AtomixConfig configuration(File file, File data) {
    AtomixConfig config = configuration(file);
    if (data != null) {
      place(config, data);
    }
    return config;
  }

  private static <T> T translated(File file, Supplier<T> use) {
    try {
      return use.get();
    } catch (ConfigException.UnresolvedSubstitution e) {
      throw new CommandException(
          "A variable of " + file + " has no value; set it in the environment", e);
    } catch (ConfigurationException e) {
      throw new CommandException(
          "Cannot read the configuration " + file + UnknownOptions.meant(e.getMessage()), e);
    } catch (ConfigException e) {
      throw new CommandException("Cannot read the configuration " + file, e);
    } catch (RuntimeException e) {
      throw new CommandException("Cannot make a node from the configuration " + file, e);
    }
  }

  /**
   * Returns a running node; it is started again where another node's leaving made it fail ({@link
   * #isOthersLeaving}).
   *
   * @throws CommandException if the file does not exist or is wrong; says where
   * @throws CompletionException if it does not start
   */
  public static Atomix startFromFile(File file) {
    for (int left = STARTS; ; left--) {
      Atomix node = fromFile(file);
      try {
        node.start().join();
        return node;
      } catch (CompletionException e) {
        if (left == 1 || !isOthersLeaving(e)) {
          throw e;
        }
        node.stop().join();
      }
    }
  }

  /**
   * Returns whether a node did not start only because another one had just gone: Atomix 3.1.12
   * fails with a NullPointerException when it is told of a member of a partition group that it does
   * not know any more. The next start succeeds.
   */
  public static boolean isOthersLeaving(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .filter(cause -> cause instanceof NullPointerException)
        .flatMap(cause -> Arrays.stream(cause.getStackTrace()))
        .anyMatch(frame -> frame.getMethodName().equals("updatePartitionGroups"));
  }

  /** Returns the partition groups of a configuration, the management group first if it has one. */
  public static Stream<PartitionGroupConfig<?>> groups(AtomixConfig config) {
    return Stream.concat(
        Stream.ofNullable(config.getManagementGroup()),
        config.getPartitionGroups().values().stream());
  }

  /** Returns the nodes that are to be found first, if the configuration names them. */
  public static List<NodeConfig> bootstrapNodes(AtomixConfig config) {
    return config.getClusterConfig().getDiscoveryConfig()
            instanceof BootstrapDiscoveryConfig bootstrap
        ? List.copyOf(bootstrap.getNodes())
        : List.of();
  }

  private static void place(AtomixConfig config, File data) {
    groups(config).forEach(group -> place(group, data));
  }

  private static void place(PartitionGroupConfig<?> group, File data) {
    if (group instanceof GenericMulticastPartitionGroupConfig multicast) {
      String directory = multicast.getStorage().getDirectory(multicast.getName());
      multicast.getStorage().setDirectory(below(data, directory));
    } else if (group instanceof RaftPartitionGroupConfig raft) {
      String directory = raft.getStorageConfig().getDirectory(raft.getName());
      raft.getStorageConfig().setDirectory(below(data, directory));
    }
  }

  private static String below(File data, String directory) {
    return data.toPath().resolve(Path.of(directory)).toString();
  }

  /** A node from a configuration that was changed after it was read. */
  private static final class PlainNode extends Atomix {
    private PlainNode(AtomixConfig config) {
      super(config, AtomixRegistry.registry(Thread.currentThread().getContextClassLoader()));
    }
  }
}
