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

import io.atomix.primitive.service.BackupInput;
import io.atomix.primitive.service.BackupOutput;
import io.atomix.utils.concurrent.Scheduled;
import io.atomix.utils.concurrent.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Times at which the entries of one partition end. An entry is known by its object: one message may
 * give several entries the same version, and what is left of a removed one has a version, too. Time
 * is that of the log; entries that end at the same time do so by version and key, whatever the
 * order in which they were written or restored.
 */
final class TimesToLive {
  /** Longer than anybody waits, and far from the end of time in milliseconds. */
  static final Duration LONGEST = Duration.ofDays(365_000);

  private final Consumer<Life> ending;

  /** Never iterated over. */
  private final Map<Object, Life> lives = new IdentityHashMap<>();

  private final TreeMap<Life, Timer> timers = new TreeMap<>();

  private record Timer(Object entry, Scheduled end) {}

  /** The life of an entry, which ends when the log's time is greater than {@code end}. */
  record Life(long end, long version, String key) implements Comparable<Life> {
    @Override
    public int compareTo(Life that) {
      int order = Long.compare(end, that.end);
      order = order != 0 ? order : Long.compare(version, that.version);
      return order != 0 ? order : key.compareTo(that.key);
    }
  }

  /** Returns a time in milliseconds, rounded up, and no longer than {@link #LONGEST}. */
  static long millis(Duration time) {
    return time.compareTo(LONGEST) > 0 ? LONGEST.toMillis() : time.plusNanos(999_999).toMillis();
  }

  /** Creates an instance without entries; {@code ending} is told of each entry that ends. */
  TimesToLive(Consumer<Life> ending) {
    this.ending = ending;
  }

  boolean has(Object entry) {
    // Maps without times, which most are, pay nothing.
    return !lives.isEmpty() && lives.containsKey(entry);
  }

  /**
   * Sets how long an entry lives from now on.
   *
   * @param entry the object that stands for the entry until it is written again
   * @param millis for ever if not positive
   */
  void set(String key, long version, Object entry, long millis, long now, Scheduler scheduler) {
    cancel(entry);
    if (millis > 0) {
      long end = now + Math.min(millis, LONGEST.toMillis());
      add(new Life(end, version, key), entry, now, scheduler);
    }
  }

  private void add(Life life, Object entry, long now, Scheduler scheduler) {
    lives.put(entry, life);
    Duration delay = Duration.ofMillis(Math.max(0, life.end() - now));
    timers.put(life, new Timer(entry, scheduler.schedule(delay, () -> endUntil(life.end()))));
  }

  /** Lets an entry live for ever, or be forgotten. */
  void cancel(Object entry) {
    Life life = lives.isEmpty() ? null : lives.remove(entry);
    if (life != null) {
      timers.remove(life).end().cancel();
    }
  }

  /** Ends what is over; the timers of the others that are so find nothing left to do. */
  private void endUntil(long end) {
    while (!timers.isEmpty() && timers.firstKey().end() <= end) {
      Map.Entry<Life, Timer> over = timers.pollFirstEntry();
      lives.remove(over.getValue().entry());
      ending.accept(over.getKey());
    }
  }

  void backup(BackupOutput output) {
    output.writeInt(timers.size());
    for (Life life : timers.keySet()) {
      output.writeLong(life.end());
      output.writeLong(life.version());
      output.writeObject(life.key());
    }
  }

  /**
   * Reads the times that {@link #backup} wrote.
   *
   * @param entries finds an entry by its key and version
   */
  void restore(
      BackupInput input,
      long now,
      Scheduler scheduler,
      BiFunction<String, Long, Optional<?>> entries) {
    List.copyOf(lives.keySet()).forEach(this::cancel);
    List<Life> restored = new ArrayList<>();
    for (int left = input.readInt(); left > 0; left--) {
      restored.add(new Life(input.readLong(), input.readLong(), input.readObject()));
    }
    for (Life life : restored) {
      Optional<?> entry = entries.apply(life.key(), life.version());
      add(life, entry.isPresent() ? entry.get() : life, now, scheduler);
    }
  }
}
