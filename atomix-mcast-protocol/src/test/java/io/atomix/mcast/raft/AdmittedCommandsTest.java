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
package io.atomix.mcast.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.wire.Batch;
import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.protocols.raft.partition.impl.RaftNamespaces;
import io.atomix.protocols.raft.protocol.CommandRequest;
import io.atomix.protocols.raft.protocol.CommandResponse;
import io.atomix.protocols.raft.protocol.RaftResponse;
import io.atomix.utils.serializer.Serializer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What the leader lets into the log of what clients send. */
class AdmittedCommandsTest {
  private static final byte[] SENT = {9, 1, 2};

  private final StubCommunication communication = new StubCommunication();
  private final List<CommandRequest> logged = new ArrayList<>();

  private CompletableFuture<Object> send(UnaryOperator<byte[]> admitted) {
    new GuardedRaftServerProtocol(
            "data",
            Serializer.using(RaftNamespaces.RAFT_PROTOCOL),
            communication.service(),
            admitted,
            new CompletableFuture<>())
        .registerCommandHandler(
            request -> {
              logged.add(request);
              return CompletableFuture.completedFuture(
                  CommandResponse.builder()
                      .withStatus(RaftResponse.Status.OK)
                      .withIndex(1)
                      .withEventIndex(0)
                      .withLastSequence(8)
                      .build());
            });
    return communication
        .handlers
        .get("data-command")
        .apply(
            CommandRequest.builder()
                .withSession(7)
                .withSequence(8)
                .withOperation(PrimitiveOperation.operation(Batch.OPERATION, SENT))
                .build());
  }

  @Test
  void whatItCanReadIsLoggedAsItCame() {
    assertThat(send(bytes -> bytes)).isCompleted();
    assertThat(logged).singleElement().extracting(each -> each.operation().value()).isSameAs(SENT);
  }

  /** A gap in its session would hold up all that the client sends afterwards. */
  @Test
  void whatIsLoggedInPlaceOfItTakesItsPlaceInTheSession() {
    assertThat(send(Batch::admissible)).isCompleted();
    CommandRequest request = logged.get(0);
    assertThat(request.session()).isEqualTo(7);
    assertThat(request.sequenceNumber()).isEqualTo(8);
    assertThat(request.operation().id()).isEqualTo(Batch.OPERATION);
    assertThat(request.operation().value()).isEqualTo(Batch.admissible(SENT)).isNotEqualTo(SENT);
  }

  @Test
  void whatItDoesNotLetInFails() {
    assertThat(send(bytes -> null)).isCompletedExceptionally();
    assertThat(logged).isEmpty();
  }
}
