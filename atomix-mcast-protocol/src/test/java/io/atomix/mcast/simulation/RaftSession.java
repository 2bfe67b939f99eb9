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
package io.atomix.mcast.simulation;

import io.atomix.mcast.fakeraft.FakeRaftSession;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.operation.OperationType;
import io.atomix.primitive.operation.PrimitiveOperation;
import io.atomix.primitive.session.SessionClient;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What Atomix's Raft client does for one session: it sends commands until they are answered, each
 * takes effect once, and queries are answered by a leader that has what this session has seen.
 */
final class RaftSession extends FakeRaftSession {
  private static final int QUERY_ATTEMPTS = 6;

  private final RaftGroup group;
  private final World world;
  private final Node node;
  private final boolean anyReplica;
  private final Set<CompletableFuture<byte[]>> underWay = new LinkedHashSet<>();
  private long id;
  private long lastSequence;
  private long lastIndex;
  private boolean closing;
  private boolean over;

  /**
   * A query, with the last command before it and the index of what was answered before it.
   *
   * @param unconfirmed whether it may be answered without a check of leadership
   */
  record Question(long sequence, long index, byte[] request, boolean unconfirmed) {}

  RaftSession(RaftGroup group, Node node) {
    this(group, node, false);
  }

  /** Creates a session whose queries any replica answers, or the leader. */
  RaftSession(RaftGroup group, Node node, boolean anyReplica) {
    super(group.id(), PrimitiveState.CLOSED);
    this.group = group;
    this.world = group.world();
    this.node = node;
    this.anyReplica = anyReplica;
    node.sessions().add(this);
  }

  @Override
  protected long id() {
    return id;
  }

  Node node() {
    return node;
  }

  /** Returns whether it was opened as far as the group knows, and has not ended. */
  boolean isOpen() {
    return id > 0 && !group.isOver(id);
  }

  /** The group ends it, because it has heard nothing for too long; until it does, it tries. */
  void expire() {
    if (isOpen() && !group.end(id, true)) {
      world.in(200 * World.MILLI, this::expire);
    }
  }

  /** It hears that the group has ended it. */
  void lost() {
    end(PrimitiveState.EXPIRED);
  }

  private void end(PrimitiveState last) {
    if (over) {
      return;
    }
    over = true;
    boolean first = world.chance(0.5);
    if (first) {
      failAll();
    }
    change(last);
    failAll();
  }

  private void failAll() {
    for (CompletableFuture<byte[]> call : List.copyOf(underWay)) {
      fail(call);
    }
  }

  private void fail(CompletableFuture<byte[]> call) {
    underWay.remove(call);
    call.completeExceptionally(new PrimitiveException.ClosedSession("Raft session " + id));
  }

  private boolean reachesLeader() {
    RaftReplica leader = group.leader();
    return leader != null && !world.fault(0.03) && !group.isCut(node.name(), leader.node().name());
  }

  private long delay() {
    return world.fault(0.02) ? world.upTo(1500) : world.upTo(4);
  }

  private long pause() {
    return 50 * World.MILLI + world.upTo(500);
  }

  @Override
  public CompletableFuture<SessionClient> connect() {
    CompletableFuture<SessionClient> connected = new CompletableFuture<>();
    connect(connected);
    return connected;
  }

  private void connect(CompletableFuture<SessionClient> connected) {
    world.in(
        delay(),
        () -> {
          int index = reachesLeader() && !group.isBusy() ? group.open(this) : 0;
          if (index > 0) {
            id = index;
            if (!node.isAlive()) {
              world.in(2 * World.SECOND, this::expire);
            }
            node.in(delay(), () -> opened(connected));
          } else if (world.fault(0.1)) {
            node.in(
                pause(),
                () ->
                    connected.completeExceptionally(
                        new PrimitiveException.Unavailable("No leader")));
          } else {
            node.in(pause(), () -> connect(connected));
          }
        });
  }

  private void opened(CompletableFuture<SessionClient> connected) {
    if (!over) {
      silently(PrimitiveState.CONNECTED);
      connected.complete(this);
    } else {
      connected.completeExceptionally(new PrimitiveException.ClosedSession("Raft session " + id));
    }
  }

  @Override
  public CompletableFuture<byte[]> execute(PrimitiveOperation operation) {
    CompletableFuture<byte[]> call = new CompletableFuture<>();
    if (over || closing) {
      call.completeExceptionally(new PrimitiveException.ClosedSession("Raft session " + id));
      return call;
    }
    underWay.add(call);
    if (operation.id().type() == OperationType.COMMAND) {
      lastSequence++;
      if (world.fault(0.005)) {
        refuse(lastSequence, call);
      } else {
        send(lastSequence, operation.value(), call);
      }
    } else {
      boolean unconfirmed = operation.id().equals(ReadRequest.UNCONFIRMED);
      Question question = new Question(lastSequence, lastIndex, operation.value(), unconfirmed);
      ask(question, call, QUERY_ATTEMPTS);
    }
    return call;
  }

  /** The client gives a command up before it has sent it. */
  private void refuse(long sequence, CompletableFuture<byte[]> call) {
    node.in(
        pause(),
        () -> {
          group.skip(id, sequence);
          underWay.remove(call);
          call.completeExceptionally(new PrimitiveException.Unavailable("Refused"));
        });
  }

  private void send(long sequence, byte[] command, CompletableFuture<byte[]> call) {
    boolean lost = !reachesLeader();
    if (!lost) {
      world.in(delay(), () -> arrive(sequence, command, call));
    }
    // Sent again until it is answered; nothing but its answer may change before.
    node.in(lost ? pause() : 2 * pause(), () -> sendAgain(sequence, command, call));
  }

  private void sendAgain(long sequence, byte[] command, CompletableFuture<byte[]> call) {
    if (!call.isDone() && !over) {
      if (world.fault(0.2)) {
        change(PrimitiveState.SUSPENDED);
        if (world.fault(0.1)) {
          giveUp(sequence, command);
          return;
        }
      }
      send(sequence, command, call);
    }
  }

  /**
   * The client takes the session for lost before the group does; what it has sent is still on its
   * way, or is even sent once more.
   */
  private void giveUp(long sequence, byte[] command) {
    group.reach(Point.SESSION_GIVEN_UP);
    world.in(world.upTo(3000), () -> arrive(sequence, command, new CompletableFuture<>()));
    world.in(1000 * World.MILLI + world.upTo(4000), this::expire);
    end(PrimitiveState.EXPIRED);
  }

  private void arrive(long sequence, byte[] command, CompletableFuture<byte[]> call) {
    RaftGroup.Taken taken =
        group.take(
            id,
            node.name(),
            sequence,
            command,
            bytes -> {
              if (!world.fault(0.03)) {
                node.in(delay(), () -> answered(sequence, bytes, call));
              }
            });
    if (taken == RaftGroup.Taken.NEVER) {
      node.in(delay(), this::lost);
    }
  }

  private void answered(long sequence, byte[] bytes, CompletableFuture<byte[]> call) {
    if (underWay.remove(call)) {
      lastIndex = Math.max(lastIndex, group.indexOf(id, sequence));
      change(PrimitiveState.CONNECTED);
      call.complete(group.sabotage().answer(bytes));
    }
  }

  private void ask(Question question, CompletableFuture<byte[]> call, int attempts) {
    if (over || call.isDone()) {
      return;
    }
    if (attempts == 0) {
      underWay.remove(call);
      call.completeExceptionally(new PrimitiveException.QueryFailure("No leader answered"));
      return;
    }
    boolean lost = world.fault(0.03);
    if (!lost) {
      world.in(delay(), () -> askOne(question, call, attempts));
    }
    node.in(4 * pause(), () -> ask(question, call, attempts - 1));
  }

  private void askOne(Question question, CompletableFuture<byte[]> call, int attempts) {
    List<RaftReplica> asked =
        group.replicas().stream()
            .filter(replica -> anyReplica || replica.leads())
            .filter(replica -> replica.node().isAlive())
            .filter(replica -> !group.isCut(node.name(), replica.node().name()))
            .toList();
    if (group.isOver(id)) {
      return;
    }
    if (asked.isEmpty()) {
      node.in(world.upTo(50), () -> ask(question, call, attempts - 1));
      return;
    }
    asked
        .get(world.random().nextInt(asked.size()))
        .query(
            anyReplica,
            id,
            question,
            bytes -> {
              if (bytes == null) {
                node.in(delay(), () -> ask(question, call, attempts - 1));
              } else if (!world.fault(0.03)) {
                node.in(
                    delay(),
                    () -> {
                      if (underWay.remove(call)) {
                        call.complete(bytes);
                      }
                    });
              }
            });
  }

  @Override
  public CompletableFuture<Void> close() {
    closing = true;
    CompletableFuture<Void> closed = new CompletableFuture<>();
    tryClose(closed);
    return closed;
  }

  private void tryClose(CompletableFuture<Void> closed) {
    if (over || id == 0 || reachesLeader() && group.end(id, false)) {
      node.in(
          delay(),
          () -> {
            end(PrimitiveState.CLOSED);
            closed.complete(null);
          });
    } else {
      node.in(pause(), () -> tryClose(closed));
    }
  }
}
