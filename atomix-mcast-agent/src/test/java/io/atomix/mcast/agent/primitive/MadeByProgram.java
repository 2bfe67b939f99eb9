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
import io.atomix.core.counter.AtomicCounterType;
import io.atomix.core.lock.AtomicLock;
import io.atomix.core.lock.AtomicLockType;
import io.atomix.core.map.AtomicCounterMap;
import io.atomix.core.map.AtomicCounterMapType;
import io.atomix.core.map.AtomicMap;
import io.atomix.core.map.AtomicMapType;
import io.atomix.core.map.DistributedMap;
import io.atomix.core.map.DistributedMapType;
import io.atomix.core.set.DistributedSet;
import io.atomix.core.set.DistributedSetType;
import io.atomix.core.value.AtomicValue;
import io.atomix.core.value.AtomicValueType;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.agent.ClusterOfRun;
import io.atomix.mcast.agent.client.StoredBytes;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.MulticastChannelType;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.counter.MulticastCounterMapType;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.protocol.ProxyProtocol;
import io.atomix.protocols.raft.MultiRaftProtocol;

/**
 * The primitives of somebody's program, in the {@link ClusterOfRun}.
 *
 * @param program the program's node
 */
record MadeByProgram(Atomix program) {
  private static ProxyProtocol multicast() {
    return GenericMulticastProtocol.builder(TestCluster.DATA).build();
  }

  private static ProxyProtocol raft() {
    return MultiRaftProtocol.builder(ClusterOfRun.RAFT).build();
  }

  <V> MulticastMap<String, V> multicastMap(String name) {
    return program
        .primitiveBuilder(name, MulticastMapType.<String, V>instance())
        .withProtocol(multicast())
        .build();
  }

  MulticastMap<Object, Object> things(String name) {
    return program
        .primitiveBuilder(name, MulticastMapType.instance())
        .withProtocol(multicast())
        .build();
  }

  /** A map of {@link #multicastMap}, in its serialized form. */
  MulticastMap<StoredBytes, StoredBytes> stored(String name) {
    return program
        .primitiveBuilder(name, MulticastMapType.<StoredBytes, StoredBytes>instance())
        .withProtocol(multicast())
        .withSerializer(StoredBytes.SERIALIZER)
        .build();
  }

  <V> AtomicMap<String, V> atomicMap(String name) {
    return atomicMap(name, multicast());
  }

  <V> AtomicMap<String, V> raftMap(String name) {
    return atomicMap(name, raft());
  }

  private <V> AtomicMap<String, V> atomicMap(String name, ProxyProtocol protocol) {
    return program
        .primitiveBuilder(name, AtomicMapType.<String, V>instance())
        .withProtocol(protocol)
        .build();
  }

  DistributedMap<String, String> plainMap(String name) {
    return program
        .primitiveBuilder(name, DistributedMapType.<String, String>instance())
        .withProtocol(multicast())
        .build();
  }

  MulticastCounterMap<String> counters(String name) {
    return program
        .primitiveBuilder(name, MulticastCounterMapType.<String>instance())
        .withProtocol(multicast())
        .build();
  }

  AtomicCounterMap<String> atomicCounters(String name) {
    return program
        .primitiveBuilder(name, AtomicCounterMapType.<String>instance())
        .withProtocol(multicast())
        .build();
  }

  AtomicCounter counter(String name) {
    return program
        .primitiveBuilder(name, AtomicCounterType.instance())
        .withProtocol(multicast())
        .build();
  }

  AtomicValue<Integer> value(String name) {
    return program
        .primitiveBuilder(name, AtomicValueType.<Integer>instance())
        .withProtocol(multicast())
        .build();
  }

  DistributedSet<String> set(String name) {
    return program
        .primitiveBuilder(name, DistributedSetType.<String>instance())
        .withProtocol(multicast())
        .build();
  }

  AtomicLock lock(String name) {
    return lock(name, multicast());
  }

  AtomicLock raftLock(String name) {
    return lock(name, raft());
  }

  private AtomicLock lock(String name, ProxyProtocol protocol) {
    return program.primitiveBuilder(name, AtomicLockType.instance()).withProtocol(protocol).build();
  }

  MulticastChannel<String> channel(String name) {
    return program
        .primitiveBuilder(name, MulticastChannelType.<String>instance())
        .withProtocol(multicast())
        .build();
  }
}
