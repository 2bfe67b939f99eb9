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

/**
 * Results of the loads on one protocol.
 *
 * @param protocol the protocol
 * @param tokens what {@link TokenLoad} came to
 * @param counters what {@link CounterLoad} came to
 * @param bank what {@link BankLoad} came to
 * @param seconds how long each of them ran
 */
record Findings(Protocol protocol, Tally tokens, Tally counters, Tally bank, double seconds) {

  long operations() {
    return tokens.operations() + counters.operations() + bank.operations();
  }

  long observations() {
    return tokens.observations() + counters.observations() + bank.observations();
  }

  long torn() {
    return tokens.torn() + counters.torn() + bank.torn();
  }
}
