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
package io.atomix.mcast.primitives.map.impl;

import io.atomix.core.map.AtomicMapEvent;
import io.atomix.core.map.impl.AtomicMapClient;
import io.atomix.mcast.primitives.NoRegistry;
import io.atomix.mcast.primitives.PartitionsInMemory;
import io.atomix.mcast.primitives.impl.PrimitiveListeners;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.mcast.primitives.serialization.ValueSerializer;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.utils.serializer.Namespaces;
import io.atomix.utils.serializer.Serializer;
import io.atomix.utils.serializer.SerializerBuilder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Three partitions of a map in memory, without a protocol, for one caller at a time. Notes which
 * partitions each message went to, and can hold events back.
 */
final class LocalPartitions extends PartitionsInMemory<MulticastMapService> {
  private static final long SESSION = 1;

  private final Map<PartitionId, MapReplica> replicas = new TreeMap<>();
  private final List<AtomicMapEvent<String, byte[]>> heldBack = new ArrayList<>();
  private AtomicMapClient<String> listener;
  private boolean holdingBack;

  LocalPartitions() {
    super("owners", MulticastMapType.instance());
    for (PartitionId partition : PARTITIONS) {
      MapReplica replica = new MapReplica();
      replica.tell(SESSION, this::publish);
      replicas.put(partition, replica);
    }
  }

  /** Returns a map over these partitions, made as the builder makes it. */
  DefaultAsyncMulticastMap<String, String> map(
      boolean nullValues, boolean readOnly, EntryCache<String, String> cache) {
    Codec<String, String> codec = codec(nullValues);
    MulticastMapProxy proxy = new MulticastMapProxy(this, new NoRegistry());
    return new DefaultAsyncMulticastMap<>(
            EncodedMap.over(proxy, codec), proxy, codec, readOnly, cache, watches(proxy, codec))
        .start()
        .join();
  }

  /** Returns a map of anything that {@code docs/values.md} has, with a cache or null. */
  <K, V> DefaultAsyncMulticastMap<K, V> mapOf(EntryCache<K, V> cache) {
    SerializerBuilder builder = new SerializerBuilder().withRegistrationRequired(false);
    Codec<K, V> codec =
        new Codec<>(name(), ValueSerializer.of(builder, null, false, false, List.of()), false);
    MulticastMapProxy proxy = new MulticastMapProxy(this, new NoRegistry());
    return new DefaultAsyncMulticastMap<>(
            EncodedMap.over(proxy, codec), proxy, codec, false, cache, watches(proxy, codec))
        .start()
        .join();
  }

  /** Returns a map whose keys a serializer of the user writes. */
  DefaultAsyncMulticastMap<String, String> mapWithKeysOfItsOwn() {
    Serializer plain =
        new Serializer() {
          @Override
          public <T> byte[] encode(T object) {
            return object.toString().getBytes(StandardCharsets.UTF_8);
          }

          @Override
          @SuppressWarnings("unchecked")
          public <T> T decode(byte[] bytes) {
            return (T) new String(bytes, StandardCharsets.UTF_8);
          }
        };
    Codec<String, String> codec = new Codec<>(name(), ValueSerializer.of(plain), false);
    MulticastMapProxy proxy = new MulticastMapProxy(this, new NoRegistry());
    return new DefaultAsyncMulticastMap<>(
        EncodedMap.over(proxy, codec), proxy, codec, false, null, watches(proxy, codec));
  }

  private static <K, V> Watches<K, V> watches(MulticastMapProxy proxy, Codec<K, V> codec) {
    return new Watches<>(proxy.changeReader(10, 10_000), codec, new PrimitiveListeners());
  }

  DefaultAsyncMulticastMap<String, String> map() {
    return map(false, false, null);
  }

  /** Replaces the replica of each partition by one that is restored from its backup. */
  void restoreAll() {
    replicas.replaceAll(
        (partition, replica) -> {
          MapReplica restored = MapReplica.restored(replica);
          restored.tell(SESSION, this::publish);
          return restored;
        });
  }

  /** Lets time pass in all partitions. */
  void passUntil(long time) {
    replicas.values().forEach(replica -> replica.passUntil(time));
  }

  MapReplica replica(int partition) {
    return replicas.get(PartitionId.from("data", partition));
  }

  /** Returns the partition of a key as its user names it. */
  int partitionOf(String key) {
    return getPartitionId(encoded(key)).id();
  }

  /** Returns a key as it is sent. */
  String encoded(String key) {
    return codec(false).encodeKey(key);
  }

  /** Returns a value as it is sent. */
  byte[] encodedValue(String value) {
    return codec(false).encodeValue("a key", value);
  }

  private Codec<String, String> codec(boolean nullValues) {
    return new Codec<>(name(), ValueSerializer.of(Serializer.using(Namespaces.BASIC)), nullValues);
  }

  /** Returns a key, as its user names it, of a partition. */
  String keyIn(int partition) {
    return Stream.iterate(0, i -> i + 1)
        .map(i -> "key-" + i)
        .filter(key -> partitionOf(key) == partition)
        .findFirst()
        .orElseThrow();
  }

  void holdBackEvents() {
    holdingBack = true;
  }

  void deliverEvents() {
    holdingBack = false;
    List.copyOf(heldBack).forEach(this::publish);
    heldBack.clear();
  }

  private void publish(AtomicMapEvent<String, byte[]> event) {
    if (holdingBack) {
      heldBack.add(event);
    } else if (listener != null) {
      listener.change(event);
    }
  }

  @Override
  protected MulticastMapService service(PartitionId partition) {
    return replicas.get(partition).as(SESSION);
  }

  @Override
  @SuppressWarnings("unchecked")
  public void register(Object client) {
    listener = (AtomicMapClient<String>) client;
  }

  @Override
  public void addStateChangeListener(Consumer<PrimitiveState> listener) {}

  @Override
  public void removeStateChangeListener(Consumer<PrimitiveState> listener) {}
}
