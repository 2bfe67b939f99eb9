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
package io.atomix.mcast.integration.rolling;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.integration.faults.Actors;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.utils.time.Versioned;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Writes twelve entries at once, a round after the other; no snapshot is of two rounds. */
final class SnapshotsLoad implements Load {
  private static final Set<String> KEYS =
      IntStream.range(0, 12).mapToObj(i -> "key-" + i).collect(Collectors.toSet());

  private final MulticastMap<String, String> written;
  private final MulticastMap<String, String> read;

  SnapshotsLoad(Stage stage) {
    written = stage.multicastMap(stage.writers(), "rounds");
    read = stage.multicastMap(stage.readers(), "rounds");
  }

  @Override
  public void start(Actors actors) {
    // A snapshot that is larger than an entry is fetched in pieces.
    for (int i = 0; i < 30; i++) {
      written.put("ballast-" + i, "x".repeat(20_000));
    }
    AtomicInteger rounds = new AtomicInteger();
    write(rounds.incrementAndGet());
    actors.start("rounds", () -> write(rounds.incrementAndGet()));
    actors.start("snapshots", this::check);
  }

  private void write(int round) {
    written.putAll(KEYS.stream().collect(Collectors.toMap(key -> key, key -> "" + round)));
  }

  @Override
  public void check() {
    Map<String, Versioned<String>> snapshot = new HashMap<>(read.snapshot());
    assertThat(snapshot).hasSize(30 + KEYS.size());
    snapshot.keySet().retainAll(KEYS);
    Set<String> seen = new HashSet<>();
    snapshot.values().forEach(entry -> seen.add(entry.value()));
    assertThat(seen).as("rounds in one snapshot").hasSize(1);
  }
}
