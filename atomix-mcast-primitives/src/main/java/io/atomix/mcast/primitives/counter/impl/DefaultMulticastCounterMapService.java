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
package io.atomix.mcast.primitives.counter.impl;

import io.atomix.mcast.Invocation;
import io.atomix.mcast.PreviewingService;
import io.atomix.mcast.primitives.counter.MulticastCounterMapType;
import io.atomix.mcast.primitives.serialization.VerdictSerializer;
import io.atomix.primitive.service.AbstractPrimitiveService;
import io.atomix.primitive.service.BackupInput;
import io.atomix.primitive.service.BackupOutput;
import io.atomix.utils.serializer.Serializer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The counters of one partition. The operations that it shares with {@code AtomicCounterMap} behave
 * as Atomix's own service does, except that a snapshot is canonical. (That service keeps its
 * counters to itself, so this one cannot extend it.)
 */
public final class DefaultMulticastCounterMapService extends AbstractPrimitiveService<Object>
    implements MulticastCounterMapService, PreviewingService {
  private static final int VERSION = 1;

  private final Counters counters = new Counters();

  private final Serializer serializer = new VerdictSerializer(super.serializer());

  /** Creates a service without counters. */
  public DefaultMulticastCounterMapService() {
    super(MulticastCounterMapType.instance());
  }

  @Override
  public Serializer serializer() {
    return serializer;
  }

  @Override
  public void backup(BackupOutput output) {
    output.writeByte(VERSION);
    counters.backup(output);
  }

  @Override
  public void restore(BackupInput input) {
    int version = input.readByte();
    if (version != VERSION) {
      throw new IllegalStateException(
          "Restoring counter map '%s': its snapshot has version %d, this release reads %d only; run the release that wrote it, or a later one"
              .formatted(getServiceName(), version, VERSION));
    }
    counters.restore(input);
  }

  /** Returns null: the value of a counter depends on whatever changes it before. */
  @Override
  public Boolean holdsAnyhow(Invocation condition) {
    return null;
  }

  @Override
  public Preview newPreview() {
    return new CounterPreview(counters);
  }

  @Override
  public void addAll(Map<String, Long> deltas) {
    deltas.forEach(counters::add);
  }

  @Override
  public Map<String, Long> addAllAndGet(Map<String, Long> deltas) {
    Map<String, Long> after = valuesAfterAddAll(deltas);
    addAll(deltas);
    return after;
  }

  @Override
  public Map<String, Long> valuesAfterAddAll(Map<String, Long> deltas) {
    Map<String, Long> after = new HashMap<>();
    deltas.forEach((key, delta) -> after.put(key, counters.get(key) + delta));
    return after;
  }

  @Override
  public Map<String, Long> getAll(Collection<String> keys) {
    Map<String, Long> values = new HashMap<>();
    keys.forEach(key -> values.put(key, counters.get(key)));
    return values;
  }

  @Override
  public long sum() {
    return counters.total();
  }

  @Override
  public boolean within(Map<String, Long> least, Map<String, Long> most) {
    return least.entrySet().stream().allMatch(e -> counters.get(e.getKey()) >= e.getValue())
        && most.entrySet().stream().allMatch(e -> counters.get(e.getKey()) <= e.getValue());
  }

  @Override
  public Map<String, Long> change(
      Map<String, Long> deltas, Map<String, Long> values, Collection<String> removed) {
    Map<String, Long> after = valuesAfterChange(deltas, values, removed);
    addAll(deltas);
    values.forEach(counters::set);
    removed.forEach(counters::remove);
    return after;
  }

  @Override
  public Map<String, Long> valuesAfterChange(
      Map<String, Long> deltas, Map<String, Long> values, Collection<String> removed) {
    Map<String, Long> after = valuesAfterAddAll(deltas);
    after.putAll(values);
    removed.forEach(key -> after.put(key, 0L));
    return after;
  }

  @Override
  public long incrementAndGet(String key) {
    return counters.add(key, 1);
  }

  @Override
  public long decrementAndGet(String key) {
    return counters.add(key, -1);
  }

  @Override
  public long getAndIncrement(String key) {
    return counters.add(key, 1) - 1;
  }

  @Override
  public long getAndDecrement(String key) {
    return counters.add(key, -1) + 1;
  }

  @Override
  public long addAndGet(String key, long delta) {
    return counters.add(key, delta);
  }

  @Override
  public long getAndAdd(String key, long delta) {
    return counters.add(key, delta) - delta;
  }

  @Override
  public long get(String key) {
    return counters.get(key);
  }

  @Override
  public long put(String key, long newValue) {
    return counters.set(key, newValue);
  }

  @Override
  public long putIfAbsent(String key, long newValue) {
    return counters.contains(key) ? counters.get(key) : counters.set(key, newValue);
  }

  @Override
  public boolean replace(String key, long expectedOldValue, long newValue) {
    boolean expected = counters.get(key) == expectedOldValue;
    if (expected) {
      counters.set(key, newValue);
    }
    return expected;
  }

  @Override
  public long remove(String key) {
    return counters.remove(key);
  }

  @Override
  public boolean remove(String key, long value) {
    boolean expected = counters.get(key) == value;
    if (expected) {
      counters.remove(key);
    }
    return expected;
  }

  @Override
  public int size() {
    return counters.size();
  }

  @Override
  public boolean isEmpty() {
    return counters.size() == 0;
  }

  @Override
  public void clear() {
    counters.clear();
  }
}
