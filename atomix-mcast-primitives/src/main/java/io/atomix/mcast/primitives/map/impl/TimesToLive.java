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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * When entries of one partition end. An entry is known by its version, of which no two entries that
 * end have the same. Time is that of the log; entries that end at the same time do so by version,
 * whatever the order in which they were written or restored.
 */
final class TimesToLive {
  /** Longer than anybody waits, and far from the end of time in milliseconds. */
  static final Duration LONGEST = Duration.ofDays(365_000);

  private final Consumer<Life> ending;

  /** Lives by the version of their entry. */
  private final Map<Long, Life> lives = new HashMap<>();

  private final TreeMap<Life, Scheduled> timers = new TreeMap<>();

  /** The life of an entry, which ends when the log's time is greater than {@code end}. */
  record Life(long end, long version, String key) implements Comparable<Life> {
    @Override
    public int compareTo(Life that) {
      return end != that.end ? Long.compare(end, that.end) : Long.compare(version, that.version);
    }
  }

  /** Creates an instance without entries; {@code ending} is told of each entry that ends. */
  TimesToLive(Consumer<Life> ending) {
    this.ending = ending;
  }

  boolean has(long version) {
    // Maps without times, which most are, pay nothing.
    return !lives.isEmpty() && lives.containsKey(version);
  }

  /**
   * Sets how long an entry lives from now on.
   *
   * @param millis for ever if not positive
   */
  void set(String key, long version, long millis, long now, Scheduler scheduler) {
    cancel(version);
    if (millis > 0) {
      add(new Life(now + Math.min(millis, LONGEST.toMillis()), version, key), now, scheduler);
    }
  }

  private void add(Life life, long now, Scheduler scheduler) {
    lives.put(life.version(), life);
    Duration delay = Duration.ofMillis(Math.max(0, life.end() - now));
    timers.put(life, scheduler.schedule(delay, () -> endUntil(life.end())));
  }

  /** Lets an entry live for ever, or be forgotten. */
  void cancel(long version) {
    Life life = lives.isEmpty() ? null : lives.remove(version);
    if (life != null) {
      timers.remove(life).cancel();
    }
  }

  /** Ends what is over; the timers of the others that are so find nothing left to do. */
  private void endUntil(long end) {
    while (!timers.isEmpty() && timers.firstKey().end() <= end) {
      Life over = timers.pollFirstEntry().getKey();
      lives.remove(over.version());
      ending.accept(over);
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

  void restore(BackupInput input, long now, Scheduler scheduler) {
    List.copyOf(lives.keySet()).forEach(this::cancel);
    List<Life> restored = new ArrayList<>();
    for (int left = input.readInt(); left > 0; left--) {
      restored.add(new Life(input.readLong(), input.readLong(), input.readObject()));
    }
    restored.forEach(life -> add(life, now, scheduler));
  }
}
