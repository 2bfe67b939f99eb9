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
package io.atomix.mcast.exchange;

import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.simulation.World;
import io.atomix.mcast.wire.ExchangeMessage;
import io.atomix.mcast.wire.ExchangeMessage.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/**
 * Carries messages between the replicas of groups, and loses, delays, repeats and reorders them and
 * their replies.
 */
final class Network {
  private static final long PATIENCE = 2 * World.SECOND;

  private final World world;
  private final UnaryOperator<MessageStatus> lie;
  private final Map<GroupId, SimGroup> groups = new TreeMap<>();
  private int delivered;

  /**
   * Creates a network.
   *
   * @param lie what becomes of each status on its way; the truth, unless a fault is to be injected
   */
  Network(World world, UnaryOperator<MessageStatus> lie) {
    this.world = world;
    this.lie = lie;
  }

  void add(SimGroup group) {
    groups.put(group.id(), group);
  }

  int delivered() {
    return delivered;
  }

  OtherGroups from(GroupId sender) {
    return new OtherGroups() {
      @Override
      public List<String> members(GroupId group) {
        return groups.get(group).members();
      }

      @Override
      public CompletableFuture<byte[]> send(GroupId group, String member, byte[] message) {
        CompletableFuture<byte[]> reply = new CompletableFuture<>();
        do {
          if (!world.fault(0.15)) {
            world.in(delay(), () -> deliver(groups.get(group), member, message, reply));
          }
        } while (world.fault(0.1));
        world.in(PATIENCE, () -> reply.completeExceptionally(new TimeoutException()));
        return reply;
      }
    };
  }

  private long delay() {
    return world.fault(0.05) ? world.upTo(5000) : world.upTo(30);
  }

  private void deliver(
      SimGroup group, String member, byte[] message, CompletableFuture<byte[]> reply) {
    delivered++;
    group
        .replica(member)
        .exchange()
        .handle(statementsOf(message), group.leaderHint())
        .thenAccept(
            bytes -> {
              if (!world.fault(0.15)) {
                world.in(delay(), () -> reply.complete(statusesOf(bytes)));
              }
            });
  }

  private byte[] statementsOf(byte[] bytes) {
    ExchangeMessage message = ExchangeMessage.decode(bytes);
    List<Statement> statements =
        message.statements().stream()
            .map(
                each ->
                    new Statement(each.id(), told(each.status()), each.ask(), each.destinations()))
            .toList();
    return new ExchangeMessage(message.from(), statements).encode();
  }

  private byte[] statusesOf(byte[] bytes) {
    ExchangeMessage.Reply reply = ExchangeMessage.Reply.decode(bytes);
    return new ExchangeMessage.Reply(
            reply.leader(), reply.leaderHint(), reply.statuses().stream().map(this::told).toList())
        .encode();
  }

  private MessageStatus told(MessageStatus status) {
    return status == null ? null : lie.apply(status);
  }
}
