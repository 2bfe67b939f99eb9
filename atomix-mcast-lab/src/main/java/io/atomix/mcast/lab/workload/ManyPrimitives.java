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
import io.atomix.mcast.lab.measure.MeasuredOperation;
import io.atomix.primitive.protocol.ProxyProtocol;
import java.util.concurrent.CompletableFuture;

/** Primitives that are open in a group and not used: counters and locks in turn. */
public final class ManyPrimitives {
  private final Atomix client;
  private int opened;

  private ManyPrimitives(Atomix client) {
    this.client = client;
  }

  /** Opens none so far. */
  public static ManyPrimitives on(Stage stage) {
    return new ManyPrimitives(stage.client());
  }

  /** Returns the operation that opens one more. */
  public MeasuredOperation opening() {
    return slot -> open();
  }

  private CompletableFuture<?> open() {
    int number = opened++;
    ProxyProtocol protocol = Stage.protocol(Contender.GENERIC_MULTICAST);
    return number % 2 == 0
        ? client.atomicCounterBuilder("idle-counter-" + number).withProtocol(protocol).buildAsync()
        : client.atomicLockBuilder("idle-lock-" + number).withProtocol(protocol).buildAsync();
  }

  /** Returns how many there are. */
  public int count() {
    return opened;
  }
}
