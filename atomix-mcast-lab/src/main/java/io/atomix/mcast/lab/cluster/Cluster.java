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

import io.atomix.core.Atomix;

/** Running nodes, and clients of them in this JVM. Not thread-safe. */
public interface Cluster extends AutoCloseable {

  /**
   * Starts a node in this JVM that holds no data, and waits until it is ready.
   *
   * @throws ClusterException if it does not start
   */
  Atomix addClient() throws InterruptedException;

  /** Returns the processor time that nodes and clients have taken so far, in nanoseconds. */
  long processorNanos();

  /** Stops everything and removes the data. */
  @Override
  void close();
}
