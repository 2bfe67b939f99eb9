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
package io.atomix.mcast.agent.primitive;

import io.atomix.core.Atomix;
import io.atomix.core.counter.AtomicCounter;
import io.atomix.core.counter.impl.AtomicCounterProxy;
import io.atomix.core.counter.impl.AtomicCounterService;
import io.atomix.core.lock.AtomicLock;
import io.atomix.core.lock.impl.AtomicLockProxy;
import io.atomix.core.lock.impl.AtomicLockService;
import io.atomix.core.map.AtomicCounterMap;
import io.atomix.core.map.AtomicMap;
import io.atomix.core.map.impl.AtomicCounterMapProxy;
import io.atomix.core.map.impl.AtomicCounterMapService;
import io.atomix.core.map.impl.AtomicMapProxy;
import io.atomix.core.map.impl.AtomicMapService;
import io.atomix.core.map.impl.TranscodingAsyncAtomicCounterMap;
import io.atomix.core.map.impl.TranscodingAsyncAtomicMap;
import io.atomix.core.set.DistributedSet;
import io.atomix.core.set.impl.DistributedSetProxy;
import io.atomix.core.set.impl.DistributedSetService;
import io.atomix.core.set.impl.TranscodingAsyncDistributedSet;
import io.atomix.core.value.AtomicValue;
import io.atomix.core.value.impl.AtomicValueProxy;
import io.atomix.core.value.impl.AtomicValueService;
import io.atomix.core.value.impl.TranscodingAsyncAtomicValue;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.GenericMulticastProtocolConfig;
import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.client.StoredBytes;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.MulticastChannelType;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.counter.MulticastCounterMapType;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.SyncPrimitive;
import io.atomix.primitive.config.PrimitiveConfig;
import io.atomix.primitive.protocol.PrimitiveProtocolConfig;
import io.atomix.primitive.protocol.ProxyProtocol;
import io.atomix.primitive.proxy.ProxyClient;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.protocols.raft.MultiRaftProtocol;
import io.atomix.protocols.raft.MultiRaftProtocolConfig;
import io.atomix.protocols.raft.ReadConsistency;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A primitive that exists, opened in its serialized form, whatever it is built of: what Atomix's
 * builders put around its services is left out, but for the primitives of this project, whose
 * conflicts their own proxies know. Closing it ends its sessions.
 */
final class OpenedPrimitive implements AutoCloseable {
  private static final String MULTICAST_MAP = MulticastMapType.instance().name();
  private static final String MULTICAST_COUNTER_MAP = MulticastCounterMapType.instance().name();

  private static final HexFormat BASE_16 = HexFormat.of().withUpperCase();

  private final Atomix node;
  private final CatalogEntry entry;
  private final PrimitiveType<?, ?, ?> type;
  private final PrimitiveConfig<?> config;
  private final List<SyncPrimitive> opened = new ArrayList<>();

  /**
   * Takes a primitive; opens nothing yet.
   *
   * @throws CommandException if the configuration says that it is of another type
   */
  @SuppressWarnings({"unchecked", "rawtypes"})
  OpenedPrimitive(Atomix node, CatalogEntry entry) {
    this.node = node;
    this.entry = entry;
    this.type = node.getPrimitiveType(entry.type());
    this.config = (PrimitiveConfig<?>) node.getConfigService().getConfig(entry.name(), type);
    String configured = ((PrimitiveType) config.getType()).name();
    if (!configured.equals(entry.type())) {
      throw new CommandException(
          "'%s' is of type %s in the cluster, and of type %s in the configuration: correct that"
              .formatted(entry.name(), entry.type(), configured));
    }
  }

  CatalogEntry entry() {
    return entry;
  }

  /** Returns how keys and values of it are written and read. */
  StoredValues values() {
    return StoredValues.of(node, entry.name(), config);
  }

  private ProxyProtocol protocol() {
    PrimitiveProtocolConfig<?> configured = config.getProtocolConfig();
    if (entry.protocol().equals(GenericMulticastProtocol.TYPE.name())) {
      return configured instanceof GenericMulticastProtocolConfig own
              && own.groupNames().equals(entry.groups())
          ? GenericMulticastProtocol.TYPE.newProtocol(own)
          : GenericMulticastProtocol.builder()
              .withGroups(entry.groups().toArray(String[]::new))
              .build();
    }
    String group = entry.groups().get(0);
    if (configured instanceof MultiRaftProtocolConfig raft && group.equals(raft.getGroup())) {
      return (ProxyProtocol) MultiRaftProtocol.TYPE.newProtocol(raft);
    }
    if (entry.protocol().equals(MultiRaftProtocol.TYPE.name())) {
      return MultiRaftProtocol.builder(group)
          .withReadConsistency(ReadConsistency.LINEARIZABLE)
          .build();
    }
    return node.getPartitionService().getPartitionGroup(group).newProtocol();
  }

  private <S> ProxyClient<S> proxy(Class<S> service) {
    return protocol()
        .newProxy(entry.name(), type, service, new ServiceConfig(), node.getPartitionService());
  }

  private <T extends SyncPrimitive> T opened(CompletableFuture<T> opening) {
    T primitive = ClusterAnswers.result("opening " + entry.name(), opening);
    opened.add(primitive);
    return primitive;
  }

  @Override
  public void close() {
    for (SyncPrimitive primitive : opened) {
      try {
        primitive.close();
      } catch (PrimitiveException e) {
        // The session ends with the client, or by itself.
      }
    }
  }

  boolean isMulticastMap() {
    return entry.type().equals(MULTICAST_MAP);
  }

  boolean isMulticastCounterMap() {
    return entry.type().equals(MULTICAST_COUNTER_MAP);
  }

  /** Opens a map of any type. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  AtomicMap<StoredBytes, StoredBytes> map() {
    if (isMulticastMap()) {
      return multicastMap();
    }
    return opened(
        new AtomicMapProxy((ProxyClient) proxy(AtomicMapService.class), known())
            .connect()
            .thenApply(
                map ->
                    new TranscodingAsyncAtomicMap<StoredBytes, StoredBytes, String, byte[]>(
                            map,
                            OpenedPrimitive::key,
                            OpenedPrimitive::stored,
                            StoredBytes::bytes,
                            StoredBytes::new)
                        .sync(ClusterAnswers.LIMIT)));
  }

  /** Opens a multicast map. */
  MulticastMap<StoredBytes, StoredBytes> multicastMap() {
    return opened(
        node.primitiveBuilder(entry.name(), MulticastMapType.<StoredBytes, StoredBytes>instance())
            .withProtocol(protocol())
            .withSerializer(values().ofStored())
            .buildAsync());
  }

  /** Opens a counter map of any type. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  AtomicCounterMap<StoredBytes> counterMap() {
    if (isMulticastCounterMap()) {
      return multicastCounterMap();
    }
    return opened(
        new AtomicCounterMapProxy((ProxyClient) proxy(AtomicCounterMapService.class), known())
            .connect()
            .thenApply(
                map ->
                    new TranscodingAsyncAtomicCounterMap<>(
                            map, OpenedPrimitive::key, OpenedPrimitive::stored)
                        .sync(ClusterAnswers.LIMIT)));
  }

  /** Opens a multicast counter map. */
  MulticastCounterMap<StoredBytes> multicastCounterMap() {
    return opened(
        node.primitiveBuilder(entry.name(), MulticastCounterMapType.<StoredBytes>instance())
            .withProtocol(protocol())
            .withSerializer(StoredBytes.SERIALIZER)
            .buildAsync());
  }

  /** Opens a counter of any type. */
  AtomicCounter counter() {
    return opened(
        new AtomicCounterProxy(proxy(AtomicCounterService.class), known())
            .connect()
            .thenApply(counter -> counter.sync(ClusterAnswers.LIMIT)));
  }

  /** Opens a value of any type. */
  AtomicValue<StoredBytes> value() {
    return opened(
        new AtomicValueProxy(proxy(AtomicValueService.class), known())
            .connect()
            .thenApply(
                value ->
                    new TranscodingAsyncAtomicValue<>(value, StoredBytes::bytes, StoredBytes::new)
                        .sync(ClusterAnswers.LIMIT)));
  }

  /** Opens a set. */
  @SuppressWarnings({"unchecked", "rawtypes"})
  DistributedSet<StoredBytes> set() {
    return opened(
        new DistributedSetProxy((ProxyClient) proxy(DistributedSetService.class), known())
            .connect()
            .thenApply(
                set ->
                    new TranscodingAsyncDistributedSet<>(
                            set, OpenedPrimitive::key, OpenedPrimitive::stored)
                        .sync(ClusterAnswers.LIMIT)));
  }

  /** Opens a lock that is not on generic multicast, to ask whether it is free. */
  AtomicLock lock() {
    return opened(
        new AtomicLockProxy(proxy(AtomicLockService.class), known())
            .connect()
            .thenApply(lock -> lock.sync(ClusterAnswers.LIMIT)));
  }

  /** Opens a channel. */
  MulticastChannel<StoredBytes> channel() {
    return opened(
        node.primitiveBuilder(entry.name(), MulticastChannelType.<StoredBytes>instance())
            .withProtocol(protocol())
            .withSerializer(StoredBytes.SERIALIZER)
            .buildAsync());
  }

  private ListedPrimitive known() {
    return new ListedPrimitive(entry.name(), type);
  }

  /** Returns the form that Atomix's services know a key or element by. */
  private static String key(StoredBytes stored) {
    return BASE_16.formatHex(stored.bytes());
  }

  private static StoredBytes stored(String key) {
    return new StoredBytes(BASE_16.parseHex(key));
  }

  /** Returns how many entries there are; -1 of kinds that tell none. */
  long size() {
    return switch (PrimitiveKind.of(entry.type()).orElse(PrimitiveKind.LOCK)) {
      case MAP -> map().size();
      case COUNTER_MAP -> counterMap().size();
      case SET -> set().size();
      case COUNTER, VALUE, LOCK, CHANNEL -> -1;
    };
  }
}
