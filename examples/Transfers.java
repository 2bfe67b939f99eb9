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

import io.atomix.core.Atomix;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.primitives.counter.CounterResult;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.counter.MulticastCounterMapType;
import java.util.Map;

/**
 * Money moves between accounts in different partitions, and nobody ever sees a sum that is wrong.
 * Needs a configuration with a generic-multicast group named data.
 */
public final class Transfers {
  private Transfers() {}

  /** Runs with a configuration file, such as {@code conf/single-node.conf}. */
  public static void main(String[] arguments) {
    Atomix node = new Atomix(arguments[0]);
    node.start().join();
    try {
      MulticastCounterMap<String> balances =
          node.primitiveBuilder("balances", MulticastCounterMapType.<String>instance())
              .withProtocol(GenericMulticastProtocol.builder("data").build())
              .build();
      balances.addAll(Map.of("alice", 100L, "bob", 20L, "carol", 0L));

      System.out.println("alice to bob, 70: " + transfer(balances, "alice", "bob", 70));
      System.out.println("alice to carol, 70: " + transfer(balances, "alice", "carol", 70));
      System.out.println("sum: " + balances.sum());
    } finally {
      node.stop().join();
    }
  }

  /** Moves an amount if it is there; one message to the partitions of the two accounts. */
  private static boolean transfer(
      MulticastCounterMap<String> balances, String from, String to, long amount) {
    CounterResult<String> result =
        balances
            .transaction()
            .ifAtLeast(from, amount)
            .then(operations -> operations.add(from, -amount).add(to, amount))
            .commit();
    return result.succeeded();
  }
}
