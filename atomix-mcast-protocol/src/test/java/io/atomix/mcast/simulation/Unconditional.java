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
package io.atomix.mcast.simulation;

import io.atomix.mcast.ConditionalOperation;
import io.atomix.mcast.MulticastProxyClient;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.primitive.partition.PartitionId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Writes to several groups as a map makes them: conditional messages whose condition nothing that
 * is below them can change, so that groups judge them with their votes (rule 11).
 */
final class Unconditional {
  private Unconditional() {}

  /** Writes one key of each group, and nobody wants to know more. */
  static CompletableFuture<?> write(
      MulticastProxyClient<Ledger> proxy,
      Map<GroupId, String> keys,
      Call call,
      Consumer<Problem> problems) {
    Map<PartitionId, ConditionalOperation<Ledger, Object, Object>> operations =
        new LinkedHashMap<>();
    keys.forEach(
        (group, key) ->
            operations.put(
                LedgerCalls.partition(group),
                new ConditionalOperation<>(
                    null, null, ledger -> LedgerCalls.write(ledger, key, call), null)));
    return proxy
        .decideOn(operations, false)
        .thenAccept(
            decision -> {
              if (!decision.held()) {
                problems.accept(Problem.of("A write without a condition did nothing", call));
              }
            });
  }
}
