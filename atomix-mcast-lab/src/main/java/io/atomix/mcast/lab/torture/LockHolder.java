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
package io.atomix.mcast.lab.torture;

import io.atomix.mcast.checker.Event;
import io.atomix.mcast.checker.Operation;
import io.atomix.mcast.checker.VersionClaims;
import io.atomix.mcast.checker.VersionedAnswer;
import io.atomix.mcast.time.LocalTime;
import io.atomix.utils.time.Version;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Takes the lock of {@link FencedMaps} again and again, makes some transactions under it, lets it
 * go, and tries another one. One thread takes the steps; any thread may ask for the version.
 *
 * <p>That somebody was given the lock is recorded when he knows it. If he dies before that, or
 * gives up waiting, nothing is recorded and nothing is missing: whoever held it before held it no
 * more.
 */
final class LockHolder {
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final int MOST = 5;

  private final String object;
  private final FencedMaps maps;
  private final Journal journal;
  private final FencedSource source;
  private final SplittableRandom random;
  private volatile String version;
  private boolean held;
  private int left;

  /**
   * Holds nothing yet.
   *
   * @param object the name of what {@code maps} are in histories
   * @param source makes up the transactions
   */
  LockHolder(
      String object,
      FencedMaps maps,
      Journal journal,
      HotKeys keys,
      UniqueValues values,
      SplittableRandom random) {
    this.object = object;
    this.maps = maps;
    this.journal = journal;
    this.source = new FencedSource(keys, values, random.split(), this::version);
    this.random = random;
  }

  /** The version with which the lock is held, or was held last; null if it never was. */
  String version() {
    return version;
  }

  /**
   * Does the next thing.
   *
   * @param client who does it
   * @throws Exception if it fails; what that means is recorded
   */
  void step(String client) throws Exception {
    if (version == null || !held && left == 0) {
      lock(client);
    } else if (left > 0) {
      left--;
      Operation operation = source.fenced(version);
      journal.run(client, object, operation, () -> maps.apply(operation));
    } else {
      unlock(client);
    }
  }

  private void lock(String client) {
    long invoked = LocalTime.nanos();
    Optional<Version> taken;
    try {
      taken = maps.tryLock(SOON);
    } catch (RuntimeException e) {
      maps.reopenLock();
      throw e;
    }
    if (taken.isPresent()) {
      journal.add(given(client, invoked, LocalTime.nanos(), taken.get().value()).on(object));
      version = String.valueOf(taken.get().value());
      held = true;
      left = random.nextInt(1, MOST + 1);
    }
  }

  /** The event that somebody was given the lock with a version. */
  static Event given(String client, long invoked, long returned, long version) {
    return Event.completed(
        client,
        Operation.write(FencedMaps.LOCK, String.valueOf(version)),
        invoked,
        returned,
        new VersionedAnswer(
            null, VersionClaims.written(new TreeMap<>(Map.of(FencedMaps.LOCK, version)))));
  }

  private void unlock(String client) throws Exception {
    held = false;
    left = 1;
    try {
      journal.run(
          client,
          object,
          FencedMaps.over(version, "let go"),
          () -> {
            maps.unlock();
            return null;
          });
    } catch (Exception e) {
      maps.reopenLock();
      throw e;
    }
  }
}
