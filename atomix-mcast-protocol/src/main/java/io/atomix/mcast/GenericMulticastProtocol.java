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
package io.atomix.mcast;

import io.atomix.mcast.client.GenericMulticastProxies;
import io.atomix.mcast.client.GroupClient;
import io.atomix.mcast.client.ProxyOptions;
import io.atomix.mcast.partition.GenericMulticastPartition;
import io.atomix.mcast.partition.GenericMulticastPartitionGroup;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.partition.PartitionGroup;
import io.atomix.primitive.partition.PartitionService;
import io.atomix.primitive.protocol.PrimitiveProtocol;
import io.atomix.primitive.protocol.ProxyProtocol;
import io.atomix.primitive.proxy.ProxyClient;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.utils.config.ConfigurationException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The protocol of primitives in {@link GenericMulticastPartitionGroup}s: strictly serializable,
 * over all their partitions. Configured as {@code type: generic-multicast}, or with {@link
 * #builder}.
 */
public class GenericMulticastProtocol implements ProxyProtocol {
  /** The type of this protocol. */
  public static final Type TYPE = new Type();

  private final GenericMulticastProtocolConfig config;

  GenericMulticastProtocol(GenericMulticastProtocolConfig config) {
    config.check();
    this.config = config;
  }

  /** Returns a builder; it needs {@code withGroup} or {@code withGroups}. */
  public static GenericMulticastProtocolBuilder builder() {
    return new GenericMulticastProtocolBuilder(new GenericMulticastProtocolConfig());
  }

  /** Returns a builder of a protocol for primitives in the partition group. */
  public static GenericMulticastProtocolBuilder builder(String group) {
    return builder().withGroup(group);
  }

  /** The type {@code generic-multicast}, found on the class path. */
  public static final class Type implements PrimitiveProtocol.Type<GenericMulticastProtocolConfig> {

    @Override
    public String name() {
      return "generic-multicast";
    }

    @Override
    public GenericMulticastProtocolConfig newConfig() {
      return new GenericMulticastProtocolConfig();
    }

    /**
     * Makes a protocol.
     *
     * @throws ConfigurationException if an option is wrong; it names the key, the value and the
     *     remedy
     */
    @Override
    public GenericMulticastProtocol newProtocol(GenericMulticastProtocolConfig config) {
      return new GenericMulticastProtocol(config);
    }
  }

  @Override
  public PrimitiveProtocol.Type<GenericMulticastProtocolConfig> type() {
    return TYPE;
  }

  /** Returns the options of this protocol, which must not be changed any more. */
  public GenericMulticastProtocolConfig config() {
    return config;
  }

  /** Returns the partition group, or the first by name of several. */
  @Override
  public String group() {
    return config.groupNames().get(0);
  }

  /**
   * Makes a proxy that reaches the primitive in all partitions of its groups; the groups in the
   * order of their names, their partitions in the order of their ids.
   *
   * @throws ConfigurationException if there is no such group, or it is of another type
   */
  @Override
  public <S> ProxyClient<S> newProxy(
      String primitiveName,
      PrimitiveType primitiveType,
      Class<S> serviceType,
      ServiceConfig serviceConfig,
      PartitionService partitionService) {
    List<GenericMulticastPartition> partitions =
        config.groupNames().stream()
            .map(group -> find(primitiveName, group, partitionService))
            .flatMap(group -> group.getPartitionIds().stream().map(group::getPartition))
            .toList();
    return GenericMulticastProxies.newProxy(
        primitiveName,
        primitiveType,
        serviceType,
        serviceConfig,
        partitions.stream().map(partition -> client(primitiveName, partition)).toList(),
        new ProxyOptions(
            this,
            config.getPartitioner(),
            config.getReadConsistency() == ReadConsistency.SEQUENTIAL,
            config.getRecoveryStrategy(),
            config.getMaxRetries(),
            config.getRetryDelay()));
  }

  private static GroupClient client(String primitive, GenericMulticastPartition partition) {
    GroupClient client = partition.groupClient();
    if (client == null) {
      throw new ConfigurationException(
          "primitive '"
              + primitive
              + "', protocol "
              + TYPE.name()
              + ": "
              + partition.name()
              + " is not open on this node; make primitives after the node has started and before"
              + " it stops");
    }
    return client;
  }

  private static GenericMulticastPartitionGroup find(
      String primitive, String name, PartitionService service) {
    PartitionGroup group = service.getPartitionGroup(name);
    if (group instanceof GenericMulticastPartitionGroup found) {
      return found;
    }
    String problem =
        group == null
            ? "there is no partition group of that name; there are "
                + known(service)
                + "; configure it below partitionGroups"
            : "that partition group has type "
                + group.type().name()
                + ", but this protocol needs type "
                + TYPE.name()
                + "; name another group, or use protocol "
                + group.protocol().name();
    throw new ConfigurationException(
        "primitive '"
            + primitive
            + "', protocol "
            + TYPE.name()
            + ": group = "
            + name
            + ": "
            + problem);
  }

  private static List<String> known(PartitionService service) {
    return Stream.concat(
            service.getPartitionGroups().stream(),
            Stream.ofNullable(service.getSystemPartitionGroup()))
        .map(group -> group.name() + " (" + group.type().name() + ")")
        .sorted()
        .collect(Collectors.toList());
  }
}
