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
package io.atomix.mcast.lab.soak;

import io.atomix.core.Atomix;
import io.atomix.core.lock.AtomicLock;
import io.atomix.core.map.AtomicMap;
import io.atomix.core.map.AtomicMapEventListener;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.primitives.channel.ChannelListener;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.From;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.MulticastChannelType;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.counter.MulticastCounterMapType;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.primitive.protocol.ProxyProtocol;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Random operations of one client: on one partition and on several, blind, reading and conditional,
 * on hot and cold keys, with events, timers, locks and messages, and primitives that come and go.
 * The stored data stays bounded. Used by one thread.
 */
final class SoakClient {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SHORT_LIFE = Duration.ofSeconds(2);
  private static final int KEYS = 2000;
  private static final int HOT_KEYS = 5;
  private static final int VALUE_BYTES = 400;
  private static final int VISITED = 20;
  private static final int HISTORY = 200;
  private static final ProxyProtocol PROTOCOL = GenericMulticastProtocol.builder("data").build();

  private final Atomix node;
  private final Random random;
  private final AtomicMap<String, String> map;
  private final MulticastMap<String, String> several;
  private final MulticastCounterMap<String> counters;
  private final AtomicLock lock;
  private final MulticastChannel<String> channel;

  /** Opens the primitives, which all clients share. */
  SoakClient(Atomix node, long seed) {
    this.node = node;
    this.random = new Random(seed);
    this.map = map("soak-map");
    this.several =
        node.primitiveBuilder("soak-several", MulticastMapType.<String, String>instance())
            .withProtocol(PROTOCOL)
            .build()
            .async()
            .sync(PATIENCE);
    this.counters =
        node.primitiveBuilder("soak-counters", MulticastCounterMapType.<String>instance())
            .withProtocol(PROTOCOL)
            .build()
            .async()
            .sync(PATIENCE);
    this.lock =
        node.atomicLockBuilder("soak-lock").withProtocol(PROTOCOL).build().async().sync(PATIENCE);
    this.channel =
        node.primitiveBuilder("soak-channel", MulticastChannelType.<String>instance())
            .withHistorySize(HISTORY)
            .withProtocol(PROTOCOL)
            .build()
            .async()
            .sync(PATIENCE);
    channel.subscribe(Partitions.all(), From.now(), ChannelListener.of(message -> {}, gap -> {}));
  }

  private AtomicMap<String, String> map(String name) {
    return node.<String, String>atomicMapBuilder(name)
        .withProtocol(PROTOCOL)
        .build()
        .async()
        .sync(PATIENCE);
  }

  /** Does one thing, and waits until it is done. */
  void step() {
    int choice = random.nextInt(1000);
    if (choice < 700) {
      oneKey();
    } else if (choice < 950) {
      severalKeys();
    } else if (choice < 970) {
      channel.multicast(Partitions.ofKeys(coldKey(), "hot-0"), Conflicts.on(key()), value());
    } else if (choice < 985) {
      wholeMap();
    } else if (choice < 995) {
      holdLock();
    } else {
      visit();
    }
  }

  private void oneKey() {
    switch (random.nextInt(6)) {
      case 0, 1 -> map.put(key(), value());
      case 2 -> map.remove(key());
      case 3 -> map.put("short-" + random.nextInt(KEYS), value(), SHORT_LIFE);
      default -> map.get(key());
    }
  }

  private void severalKeys() {
    switch (random.nextInt(5)) {
      case 0 -> several.putAll(entries());
      case 1 -> several.getAll(List.of(coldKey(), "hot-0", "hot-1"));
      case 2 -> {
        String condition = key();
        several
            .transaction()
            .ifAbsent(condition)
            .then(ops -> ops.put(condition, value()))
            .otherwise(ops -> ops.get(condition).remove(condition))
            .commit();
      }
      case 3 -> counters.addAll(Map.of(key(), -1L, "hot-counter", 1L));
      default -> counters.addAllAndGet(Map.of("hot-counter", -1L, "other-counter", 1L));
    }
  }

  private void wholeMap() {
    switch (random.nextInt(4)) {
      case 0 -> map.size();
      case 1 -> several.snapshot();
      case 2 -> several.clear();
      default -> counters.sum();
    }
  }

  private void holdLock() {
    lock.lock();
    lock.unlock();
  }

  /** Opens a primitive, listens to it for a while, and closes or deletes it. */
  private void visit() {
    AtomicMap<String, String> visited = map("soak-visited-" + random.nextInt(VISITED));
    AtomicMapEventListener<String, String> nothing = event -> {};
    visited.addListener(nothing);
    visited.put(key(), value());
    if (random.nextInt(4) == 0) {
      visited.clear();
    } else {
      visited.removeListener(nothing);
    }
    visited.close();
  }

  private Map<String, String> entries() {
    Map<String, String> entries = new HashMap<>();
    for (int i = 0; i < 3; i++) {
      entries.put(key(), value());
    }
    return entries;
  }

  private String key() {
    return random.nextInt(4) == 0 ? "hot-" + random.nextInt(HOT_KEYS) : coldKey();
  }

  private String coldKey() {
    return "key-" + random.nextInt(KEYS);
  }

  private String value() {
    return "x".repeat(random.nextInt(VALUE_BYTES));
  }
}
