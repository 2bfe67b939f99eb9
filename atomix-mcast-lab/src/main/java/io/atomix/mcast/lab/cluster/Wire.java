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
package io.atomix.mcast.lab.cluster;

/** Network between the nodes: sees each message, and decides when it arrives. Thread-safe. */
public interface Wire {

  /**
   * Carries a message that a node sends, to another or to itself.
   *
   * @param local whether it sends it to itself
   * @param type what the message is about: the name that its receiver has registered for it
   * @param deliver must be run once, now or later
   */
  void carry(boolean local, String type, byte[] payload, Runnable deliver);

  /**
   * Carries the answer to a message that was carried, in the other direction.
   *
   * @param deliver must be run once, now or later
   */
  void carryBack(boolean local, Runnable deliver);
}
