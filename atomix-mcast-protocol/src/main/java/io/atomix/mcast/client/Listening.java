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
package io.atomix.mcast.client;

import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.wire.Action;
import io.atomix.mcast.wire.HostedOperation;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Events that a session listens to. A session that is opened anew listens to the same before
 * anything else is done in it, or a caller might keep what it reads and never hear that it has
 * changed. Thread-safe.
 */
final class Listening {
  /** The operation by which Atomix's value is listened to is called in a way of its own. */
  private static final Set<String> LISTEN = Set.of("listen", "addListener");

  private static final Set<String> UNLISTEN = Set.of("unlisten", "removeListener");
  private static final ByteBuffer NO_ARGUMENTS = ByteBuffer.allocate(0);

  /** By its arguments, if it has any: trees listen to paths. */
  private final Map<ByteBuffer, ListeningCall> calls = new LinkedHashMap<>();

  /** An operation that makes its session hear events. */
  record ListeningCall(HostedOperation operation, GroupFootprint footprint) {}

  /** Takes note of an operation that is about to be submitted. */
  void called(Action action, GroupFootprint footprint) {
    if (action instanceof HostedOperation operation) {
      if (LISTEN.contains(operation.name())) {
        synchronized (this) {
          calls.put(argumentsOf(operation), new ListeningCall(operation, footprint));
        }
      } else if (UNLISTEN.contains(operation.name())) {
        synchronized (this) {
          calls.remove(argumentsOf(operation));
        }
      }
    }
  }

  /** Repeats the operations in the order in which they were called first. */
  CompletableFuture<Void> repeat(Function<ListeningCall, CompletableFuture<?>> submit) {
    List<ListeningCall> repeated;
    synchronized (this) {
      repeated = List.copyOf(calls.values());
    }
    return CompletableFuture.allOf(
        repeated.stream().map(submit).toArray(CompletableFuture<?>[]::new));
  }

  private static ByteBuffer argumentsOf(HostedOperation operation) {
    return operation.value() == null ? NO_ARGUMENTS : ByteBuffer.wrap(operation.value());
  }
}
