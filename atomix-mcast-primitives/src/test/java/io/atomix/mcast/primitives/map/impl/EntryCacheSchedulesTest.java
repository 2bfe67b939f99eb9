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
import io.atomix.mcast.testing.schedules.Schedules;
import io.atomix.utils.time.Versioned;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Schedules of threads that read through an {@link EntryCache} while events come. */
class EntryCacheSchedulesTest {
  private static final Versioned<String> OLD = new Versioned<>("old", 1);
  private static final Versioned<String> NEW = new Versioned<>("new", 2);

  @Test
  void behindAnEventNobodyReadsWhatWasBefore() {
    Schedules.explore(
        300,
        () -> {
          AtomicReference<Versioned<String>> map = new AtomicReference<>(OLD);
          Function<String, CompletableFuture<Versioned<String>>> reader =
              key -> CompletableFuture.completedFuture(map.get());
          EntryCache<String, String> cache = new EntryCache<>(10);
          Schedules.sideBySide(
              () -> cache.get("key", reader).join(),
              () -> {
                map.set(NEW);
                cache.changed(new AtomicMapEvent<>(AtomicMapEvent.Type.UPDATE, "key", NEW, OLD));
              });
          Schedules.same("read", "new", cache.get("key", reader).join().value());
        });
  }
}
