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
package io.atomix.mcast.client.pipeline;

import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Delivery;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.primitive.session.SessionClient;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests to a group over a Raft session; none throws. Thread-safe. */
final class GroupLink {
  private static final Logger LOGGER = LoggerFactory.getLogger(GroupLink.class);

  private final GroupId group;
  private final SessionClient raft;

  /** Creates a link over an open Raft session. */
  GroupLink(GroupId group, SessionClient raft) {
    this.group = group;
    this.raft = raft;
  }

  /** Brings a batch into the group's log. */
  CompletableFuture<byte[]> send(byte[] batch) {
    return execute(Batch.OPERATION, batch);
  }

  /** Asks something without an entry. */
  CompletableFuture<byte[]> ask(OperationId operation, ReadRequest request) {
    return execute(operation, request.encode());
  }

  /**
   * Asks for the notifications that the group has besides those up to a number; empty if it does
   * not answer, or nothing that can be understood.
   */
  CompletableFuture<Optional<Delivery>> notificationsAfter(long received) {
    return execute(ReadRequest.OPERATION, new ReadRequest.FetchNotifications(received).encode())
        .handle((bytes, error) -> error == null ? decode(bytes) : Optional.empty());
  }

  private Optional<Delivery> decode(byte[] bytes) {
    try {
      return ReadAnswer.decode(bytes) instanceof ReadAnswer.StoredNotifications notifications
          ? Optional.of(notifications.delivery())
          : Optional.empty();
    } catch (RuntimeException e) {
      LOGGER.warn(
          "Client of group {} could not read the answer to a read request: {}",
          group,
          e.getMessage());
      return Optional.empty();
    }
  }

  private CompletableFuture<byte[]> execute(OperationId operation, byte[] value) {
    try {
      return raft.execute(PrimitiveOperation.operation(operation, value));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
