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

import io.atomix.mcast.ordering.Footprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.Command;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Part of a multicast message that goes to one group.
 *
 * @param entrance where the message waits in turn for the session in which it goes
 * @param footprint what it touches there
 * @param command makes the command
 */
record MulticastTarget(
    Supplier<CompletableFuture<HostedSessionClient.Open>> entrance,
    Footprint footprint,
    CommandFactory command) {

  /** Makes the command for one group, given the message's number and its session there. */
  @FunctionalInterface
  interface CommandFactory {
    Command make(long sequence, long session, Footprint footprint, SortedSet<GroupId> destinations);
  }
}
