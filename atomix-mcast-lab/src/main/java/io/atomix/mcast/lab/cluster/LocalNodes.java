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

import com.typesafe.config.ConfigException;
import io.atomix.core.Atomix;
import io.atomix.utils.config.ConfigurationException;
import java.io.File;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Makes, starts and stops nodes of this JVM. */
final class LocalNodes {
  private static final long START_SECONDS = 90;
  private static final long STOP_SECONDS = 20;

  private LocalNodes() {}

  /**
   * Returns a node, not yet started.
   *
   * @param wire what its messages go over; null for nothing in between
   */
  static Atomix fromFile(File file, Wire wire) {
    try {
      return wire == null ? new Atomix(file) : new WiredNode(file, wire);
    } catch (ConfigException | ConfigurationException e) {
      throw new ClusterException("Cannot make a node from the configuration " + file, e);
    }
  }

  /** Starts nodes and waits until all are ready. */
  static void start(List<Atomix> nodes) throws InterruptedException {
    try {
      all(nodes.stream().map(Atomix::start).toList()).get(START_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new ClusterException("The nodes did not start within " + START_SECONDS + " s");
    } catch (ExecutionException e) {
      throw new ClusterException("The nodes did not start", e.getCause());
    }
  }

  /** Stops nodes and waits until all are stopped. */
  static void stop(List<Atomix> nodes) {
    try {
      all(nodes.stream().map(Atomix::stop).toList()).get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new ClusterException("The nodes did not stop", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static CompletableFuture<Void> all(List<CompletableFuture<Void>> futures) {
    return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
  }
}
