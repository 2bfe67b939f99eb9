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

/** The protocols that the demonstration compares. */
enum Protocol {
  MULTI_RAFT("multi-raft"),
  GENERIC_MULTICAST("generic-multicast");

  private final String text;

  Protocol(String text) {
    this.text = text;
  }

  /** Returns the name of the protocol type. */
  String text() {
    return text;
  }

  /** Returns the name of the map of tokens that the configuration gives this protocol. */
  String tokens() {
    return "tokens-" + text;
  }

  /** Returns the name of the map of counters that the configuration gives this protocol. */
  String counters() {
    return "counters-" + text;
  }

  /** Returns the name of the map with the accounts. */
  String bank() {
    return "bank-" + text;
  }
}
