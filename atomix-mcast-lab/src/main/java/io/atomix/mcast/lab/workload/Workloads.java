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

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The workloads there are. */
public final class Workloads {
  private static final Set<String> QUICK =
      Set.of(
          "local-put",
          "local-get",
          "two-key-write",
          "two-key-write-hot",
          "two-key-read",
          "two-key-conditional");

  private static final int ANY = Integer.MAX_VALUE;

  /**
   * Number of operations at once, in a short run, of workloads where a peer may stand still for
   * longer than there is time.
   */
  private static final Map<String, Integer> QUICK_AT_ONCE = Map.of("two-key-write-hot", 8);

  private static final Set<String> AT_RATES =
      Set.of("local-put", "local-get", "two-key-write-many");

  private static final List<Workload> ALL =
      Stream.of(
              LocalWorkloads.all(),
              SeveralKeys.all(),
              Transfers.all(),
              Streams.all(),
              ChannelDeliveries.all())
          .flatMap(List::stream)
          .toList();

  private Workloads() {}

  /** All, in the order in which they are measured. */
  public static List<Workload> all() {
    return ALL;
  }

  /** Workloads that are measured at fixed rates, too. */
  public static List<Workload> atRates() {
    return ALL.stream().filter(workload -> AT_RATES.contains(workload.name())).toList();
  }

  /** Workloads that tell most in little time. */
  public static List<Workload> quick() {
    return ALL.stream()
        .filter(workload -> QUICK.contains(workload.name()))
        .map(workload -> workload.withAtMost(QUICK_AT_ONCE.getOrDefault(workload.name(), ANY)))
        .toList();
  }
}
