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
package io.atomix.mcast.trace;

import io.atomix.mcast.observe.Sampling;
import io.atomix.mcast.observe.Tracer;
import io.atomix.mcast.partition.GenericMulticastPartition;
import io.atomix.mcast.partition.GenericMulticastPartitionGroup;
import io.atomix.primitive.partition.PartitionService;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Traces what happens to messages on one node: {@code new GenericMulticastTracing("m1",
 * node.getPartitionService(), Sampling.ALL).start()}. A trace names primitives, operations, nodes
 * and keys; it has no values. Thread-safe.
 */
public final class GenericMulticastTracing implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(GenericMulticastTracing.class);

  /** Somebody else who observes on this node may stand still. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final String node;
  private final PartitionService service;
  private final TraceRecorder recorder;

  /**
   * Prepares to trace; nothing is traced yet.
   *
   * @param node the node's name, as it is to be told
   * @param service the node's {@code getPartitionService()}
   */
  public GenericMulticastTracing(String node, PartitionService service, Sampling sampling) {
    this(node, service, sampling, TraceRecorder.EVENTS);
  }

  /**
   * Prepares to trace; nothing is traced yet.
   *
   * @param events how many events of each group, and of what the node calls, are kept
   */
  public GenericMulticastTracing(
      String node, PartitionService service, Sampling sampling, int events) {
    this.node = Objects.requireNonNull(node, "node");
    this.service = Objects.requireNonNull(service, "service");
    this.recorder = new TraceRecorder(node, sampling, events);
  }

  /**
   * Traces the groups that the node knows, from now on.
   *
   * @return this
   */
  public GenericMulticastTracing start() {
    partitions().forEach(partition -> partition.trace(recorder));
    return this;
  }

  /** Returns what was recorded until now: the latest events of each group. */
  public Trace trace() {
    try {
      CompletableFuture.allOf(
              partitions().map(GenericMulticastPartition::told).toArray(CompletableFuture[]::new))
          .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // Then the very last of it is not in the trace.
      LOGGER.debug("Not all that happened has been recorded yet", e);
    }
    return recorder.trace("node " + node);
  }

  /** Traces nothing any more; what was recorded can still be asked for. */
  @Override
  public void close() {
    partitions().forEach(partition -> partition.trace(Tracer.NONE));
  }

  private Stream<GenericMulticastPartition> partitions() {
    return GenericMulticastPartitionGroup.of(service)
        .flatMap(group -> group.getPartitions().stream())
        .map(GenericMulticastPartition.class::cast);
  }
}
