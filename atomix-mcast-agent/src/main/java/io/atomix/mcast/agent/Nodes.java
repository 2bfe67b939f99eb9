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
import io.atomix.core.Atomix;
import io.atomix.core.AtomixConfig;
import io.atomix.core.AtomixRegistry;
import io.atomix.mcast.partition.GenericMulticastPartitionGroupConfig;
import io.atomix.mcast.tls.TlsAtomix;
import io.atomix.primitive.partition.PartitionGroupConfig;
import io.atomix.protocols.raft.partition.RaftPartitionGroupConfig;
import io.atomix.utils.config.ConfigurationException;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/** Makes nodes from configuration files. */
public final class Nodes {
  private static final int STARTS = 3;

  private Nodes() {}

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
    if (!file.isFile()) {
      throw new CommandException(
          "No configuration file " + file.getAbsolutePath() + ". Samples are in the folder conf.");
    }
    try {
      AtomixConfig config = Atomix.config(file);
      if (data != null) {
        place(config, data);
      }
      return config.getClusterConfig().getMessagingConfig().getTlsConfig().isEnabled()
          ? new TlsAtomix(config)
          : new PlainNode(config);
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

  private static void place(AtomixConfig config, File data) {
    Stream.concat(
            Stream.ofNullable(config.getManagementGroup()),
            config.getPartitionGroups().values().stream())
        .forEach(group -> place(group, data));
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
