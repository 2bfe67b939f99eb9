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
package io.atomix.mcast.lab.workload;

import io.atomix.core.Atomix;
import io.atomix.core.map.AsyncAtomicCounterMap;
import io.atomix.core.map.AsyncAtomicMap;
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.counter.MulticastCounterMapType;
import io.atomix.mcast.primitives.map.AsyncMulticastMap;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.primitive.protocol.ProxyProtocol;
import io.atomix.protocols.raft.MultiRaftProtocol;
import io.atomix.protocols.raft.ReadConsistency;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Environment of workloads: a client of a cluster with a partition group named {@code raft}, one
 * named {@code mcast}, and one named {@code single} of one partition, and the primitives that are
 * open there. Not thread-safe.
 */
public final class Stage {
  /** Time to wait for one operation, where a primitive wants to know. */
  static final Duration PATIENCE = Duration.ofSeconds(25);

  private final Atomix client;
  private final Map<String, Object> opened = new HashMap<>();

  /** Creates a stage on a running client. */
  public Stage(Atomix client) {
    this.client = client;
  }

  Atomix client() {
    return client;
  }

  /** Returns Atomix's map of this name, with linearizable reads; opens it the first time. */
  AsyncAtomicMap<String, byte[]> map(Contender contender, String name) {
    return once(contender + " map " + name, () -> this.<byte[]>atomicMap(contender, name).async());
  }

  /** Returns Atomix's map of this name, with numbers. */
  AtomicMap<String, Long> numbers(Contender contender, String name) {
    return once(
        contender + " numbers " + name,
        () -> this.<Long>atomicMap(contender, name).async().sync(PATIENCE));
  }

  /** Returns the multicast map of this name. */
  AsyncMulticastMap<String, byte[]> multicastMap(String name) {
    return once(
        "multicast map " + name,
        () ->
            client
                .primitiveBuilder("multicast-" + name, MulticastMapType.<String, byte[]>instance())
                .withProtocol(GenericMulticastProtocol.builder("mcast").build())
                .build()
                .async());
  }

  /** Returns Atomix's counter map of this name. */
  AsyncAtomicCounterMap<String> counterMap(Contender contender, String name) {
    return once(
        contender + " counter map " + name,
        () ->
            client
                .<String>atomicCounterMapBuilder(contender.text() + "-" + name)
                .withProtocol(protocol(contender))
                .build()
                .async());
  }

  /** Returns the map that lives in the single log. */
  SingleLogMap singleLog() {
    return once("single log", () -> SingleLogMap.open(client));
  }

  /** Returns the multicast counter map of this name. */
  MulticastCounterMap<String> counters(String name) {
    return once(
        "counters " + name,
        () ->
            client
                .primitiveBuilder("counters-" + name, MulticastCounterMapType.<String>instance())
                .withProtocol(GenericMulticastProtocol.builder("mcast").build())
                .build()
                .async()
                .sync(PATIENCE));
  }

  /** Does something the first time that it is asked for under this name. */
  @SuppressWarnings("unchecked")
  <T> T once(String name, Supplier<T> open) {
    Object found = opened.get(name);
    if (found == null) {
      found = open.get();
      opened.put(name, found);
    }
    return (T) found;
  }

  static ProxyProtocol protocol(Contender contender) {
    return switch (contender) {
      case GENERIC_MULTICAST -> GenericMulticastProtocol.builder("mcast").build();
      case MULTI_RAFT, TRANSACTION ->
          MultiRaftProtocol.builder("raft")
              .withReadConsistency(ReadConsistency.LINEARIZABLE)
              .build();
      case SINGLE_LOG ->
          MultiRaftProtocol.builder("single")
              .withReadConsistency(ReadConsistency.LINEARIZABLE)
              .build();
    };
  }

  private <V> AtomicMap<String, V> atomicMap(Contender contender, String name) {
    return client
        .<String, V>atomicMapBuilder(contender.text() + "-" + name)
        .withProtocol(protocol(contender))
        .build();
  }
}
