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
package io.atomix.mcast.primitives.transaction.impl;

import io.atomix.mcast.DecisionPart;
import io.atomix.mcast.JointDecision;
import io.atomix.mcast.MulticastProxyClient;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Share of one primitive in a transaction on several: its conditions, and what is done to it if all
 * conditions hold. It is not changed once it is made.
 */
public interface TransactionShare {

  /** Returns the name of the primitive. */
  String name();

  /** Returns whether it is of this instance of the primitive. */
  boolean isOf(Object primitive);

  /** Returns whether it neither tests nor does anything. */
  boolean isEmpty();

  /** Returns whether it reads or changes nothing. */
  boolean isIdle();

  /** Makes a call unless the instance is closed, or read-only and changed by this. */
  <T> CompletableFuture<T> guarded(Supplier<CompletableFuture<T>> call);

  /** Returns what is sent of it. */
  PreparedShare prepare();

  /** Share that is ready to be sent. */
  interface PreparedShare {

    /** Returns what it asks of its primitive. */
    DecisionPart<?> part();

    /** Returns the client of its primitive. */
    MulticastProxyClient<?> client();

    /**
     * Returns what was read, by key.
     *
     * @throws io.atomix.mcast.NotAppliedException if the conditions did not hold for a reason that
     *     is an error
     */
    Map<?, ?> values(JointDecision decision);
  }
}
