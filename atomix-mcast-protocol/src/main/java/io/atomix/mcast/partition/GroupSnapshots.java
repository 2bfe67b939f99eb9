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
package io.atomix.mcast.partition;

import io.atomix.cluster.MemberId;
import io.atomix.cluster.messaging.ClusterCommunicationService;
import io.atomix.utils.serializer.Namespaces;
import io.atomix.utils.serializer.Serializer;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** Asks the members of a group to take snapshots, and does what the others ask. */
final class GroupSnapshots {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Serializer SERIALIZER = Serializer.using(Namespaces.BASIC);

  private final String subject;
  private final ClusterCommunicationService communication;

  GroupSnapshots(String group, ClusterCommunicationService communication) {
    this.subject = "generic-multicast-" + group + "-snapshot";
    this.communication = communication;
  }

  /**
   * From now on, calls the handler with the number of the partition that a member is asked to take
   * a snapshot of.
   */
  void serve(Function<Integer, CompletableFuture<Void>> handler) {
    communication.<Integer, Void>subscribe(
        subject, SERIALIZER::decode, handler, SERIALIZER::encode);
  }

  void stop() {
    communication.unsubscribe(subject);
  }

  /**
   * Asks each member. Fails if one of them does, or takes longer than a minute; the others go on
   * then.
   */
  CompletableFuture<Void> request(int partition, Collection<MemberId> members) {
    return CompletableFuture.allOf(
        members.stream()
            .map(
                member ->
                    communication.<Integer, Void>send(
                        subject,
                        partition,
                        SERIALIZER::encode,
                        SERIALIZER::decode,
                        member,
                        TIMEOUT))
            .toArray(CompletableFuture[]::new));
  }
}
