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
package io.atomix.mcast.lab.demo;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.lab.bank.Bank;
import io.atomix.mcast.lab.bank.MulticastBank;
import io.atomix.mcast.lab.bank.TransactionBank;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.counter.MulticastCounterMapType;
import java.time.Duration;
import java.util.Set;

/** Opens banks on the maps that the configuration names. */
final class Banks {
  private Banks() {}

  /**
   * Opens a bank as a node sees it, the faster way if there are two.
   *
   * @param patience how long its operations may take
   */
  static Bank open(Protocol protocol, Atomix node, Set<String> accounts, Duration patience) {
    return switch (protocol) {
      case MULTI_RAFT -> withTransactions(node, accounts, patience, true);
      case GENERIC_MULTICAST -> {
        MulticastCounterMap<String> counters =
            node.getPrimitive(protocol.bank(), MulticastCounterMapType.<String>instance());
        yield new MulticastBank(counters.async().sync(patience), accounts);
      }
    };
  }

  /**
   * Opens a bank with Atomix's transactions.
   *
   * @param shared whether transactions share the node's map; see {@link TransactionBank}
   */
  static Bank withTransactions(
      Atomix node, Set<String> accounts, Duration patience, boolean shared) {
    AtomicMap<String, Long> map = node.getAtomicMap(Protocol.MULTI_RAFT.bank());
    return new TransactionBank(node, map.async().sync(patience), accounts, patience, shared);
  }
}
