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

import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.integration.faults.Actors;
import java.util.concurrent.atomic.AtomicInteger;

/** Moves a token through the partitions: who reads them all sees it, or it twice. */
final class TokensLoad implements Load {
  private static final int KEYS = 6;

  private final AtomicMap<String, String> tokens;
  private final AtomicMap<String, String> observed;

  TokensLoad(Stage stage) {
    tokens = stage.map(stage.writers(), "tokens");
    observed = stage.map(stage.readers(), "tokens");
  }

  @Override
  public void start(Actors actors) {
    AtomicInteger at = new AtomicInteger();
    tokens.put("key-0", "token");
    actors.start(
        "mover",
        () -> {
          tokens.put("key-" + (at.get() + 1) % KEYS, "token");
          tokens.remove("key-" + at.get() % KEYS);
          at.incrementAndGet();
        });
    actors.start("observer", () -> assertThat(observed.size()).as("tokens").isBetween(1, 2));
  }

  @Override
  public void check() {
    assertThat(observed.size()).isEqualTo(1);
  }
}
