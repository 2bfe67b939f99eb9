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
package io.atomix.mcast;

import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.primitive.proxy.ProxyClient;
import io.atomix.utils.config.ConfigurationException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A primitive on generic multicast: beside what Atomix's {@link ProxyClient} does, one message may
 * do something else in each of several partitions, atomically and strictly serializable.
 *
 * <p>The operations are calls of the service interface, recorded as in Atomix's proxies: each
 * function must call exactly one method of the service that it is given. All partitions named take
 * part, no others do; with one partition this is an ordinary operation of that partition. The
 * futures fail with {@link NotAppliedException} if nothing was applied anywhere, with {@link
 * OutcomeUnknownException} if that is not known, and with other {@link PrimitiveException}s as
 * Atomix's own protocols. An empty map of operations is an {@link IllegalArgumentException}. Atomix
 * orders partition ids by their numbers alone, so a sorted map of them loses partitions of a
 * primitive that spans several partition groups: use a hash map.
 *
 * <p>Thread-safe. Futures complete, and listeners are called, on threads on which nothing of the
 * protocol runs, for each partition one at a time: what is done there may take its time, and may
 * wait for futures of primitives. While it waits for an answer to what it has called itself, that
 * answer overtakes the events and answers that stand before it. At most 254 threads wait so in a
 * partition group; the next one that would fails with a {@link PrimitiveException} at once.
 *
 * @param <S> the service interface
 */
public interface MulticastProxyClient<S> extends ProxyClient<S> {
  /**
   * Runs one operation in each of these partitions, as one message whose results nobody wants: it
   * may complete early (rule 8).
   */
  CompletableFuture<Void> acceptOn(Map<PartitionId, Consumer<S>> operations);

  /**
   * Runs one operation in each of these partitions, as one message. It may complete early (rule 8)
   * if all operations are queries, or commands whose results a query tells ({@link ResultAtVote});
   * others take the second round.
   *
   * @return the result of each partition, in the order of the partition ids' groups and numbers
   */
  <R> CompletableFuture<Map<PartitionId, R>> applyOn(Map<PartitionId, Function<S, R>> operations);

  /**
   * Runs one conditional operation in each of these partitions, as one message (rule 11): only if
   * the conditions of all partitions hold at the message's place in the order, every partition does
   * what it is to do {@code then}, else every partition does what it is to do {@code otherwise}. A
   * condition that does not hold is a result, not an error.
   *
   * @param resultsWanted whether the caller wants what {@code then} or {@code otherwise} return,
   *     which takes the second round unless queries tell it ({@link ResultAtVote}); without, {@link
   *     Decision#results} is empty
   */
  <R, T> CompletableFuture<Decision<R, T>> decideOn(
      Map<PartitionId, ConditionalOperation<S, R, T>> operations, boolean resultsWanted);

  /**
   * Returns what a decision on several primitives is to ask of this one, and to do to it; nothing
   * is sent yet. It has no {@code otherwise}: a decision on several primitives that does not hold
   * does nothing.
   *
   * @throws IllegalArgumentException if an operation has an {@code otherwise}
   */
  <R, T> DecisionPart<R> part(Map<PartitionId, ConditionalOperation<S, R, T>> operations);

  /**
   * Carries out a decision on several primitives as one message: only if the conditions of all
   * parts hold at the message's place in the order, and all locks are held there, every part does
   * what it is to do {@code then}; else none does anything. It is in order with all else on each of
   * these primitives, and on each of these locks.
   *
   * <p>It takes its place behind what this client has called before on any of them, unless a
   * session of one is being opened anew at that moment.
   *
   * @param parts the parts, at least one, each of another primitive
   * @param locks the locks; they are in partitions of this primitive's groups
   * @throws IllegalArgumentException if a primitive is named twice, or a lock is in no partition of
   *     this primitive
   */
  CompletableFuture<JointDecision> decideTogether(
      List<? extends DecisionPart<?>> parts, List<HeldLock> locks);

  /**
   * Calls back, on the primitive's thread, whenever events of a partition may have been missed: the
   * session there was lost, and with it what was published and not heard. Another one is open by
   * then and listens to what the lost one listened to, so what is read from now on shows what was
   * missed, and events tell of all changes behind it. Comes before the primitive is {@code
   * CONNECTED} again.
   */
  void onEventsMissed(Consumer<PartitionId> listener);

  /**
   * Returns a new executor for listeners of the caller: runs one task at a time, in the order in
   * which they come, on threads on which nothing of the protocol runs. Tasks may take their time,
   * and wait for futures of primitives.
   */
  Executor newCallbackExecutor();

  /**
   * Returns a primitive's proxy as one of generic multicast.
   *
   * @throws ConfigurationException if the primitive is configured with another protocol
   */
  static <S> MulticastProxyClient<S> require(ProxyClient<S> proxy) {
    if (proxy instanceof MulticastProxyClient<S> multicast) {
      return multicast;
    }
    throw new ConfigurationException(
        "primitive '"
            + proxy.name()
            + "' of type "
            + proxy.type().name()
            + ": protocol = "
            + proxy.protocol().type().name()
            + ": this type needs protocol "
            + GenericMulticastProtocol.TYPE.name()
            + "; select it for the primitive, or use a primitive type of Atomix");
  }
}
