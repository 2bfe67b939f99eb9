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
import io.atomix.mcast.wire.ExchangeMessage;
import io.atomix.mcast.wire.ExchangeMessage.Statement;
import io.atomix.mcast.wire.WireException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends statements to the leaders of other groups, many in one message, and finds out who leads
 * them. Not thread-safe; all is done on the executor.
 */
final class Dispatch {
  private static final Logger LOGGER = LoggerFactory.getLogger(Dispatch.class);
  private static final int STATEMENTS_PER_MESSAGE = 500;

  /** Takes what a replica of another group answers to statements, in their order. */
  @FunctionalInterface
  interface Replies {
    void take(GroupId group, List<Statement> statements, ExchangeMessage.Reply reply);
  }

  private final GroupId self;
  private final OtherGroups otherGroups;
  private final Executor executor;
  private final BooleanSupplier leading;
  private final Replies replies;
  private final Map<GroupId, String> leaders = new HashMap<>();
  private final Map<GroupId, Integer> nextMember = new HashMap<>();
  private final Map<GroupId, List<Statement>> toSend = new TreeMap<>();

  /**
   * Creates one that has nothing to say and knows no leaders.
   *
   * @param leading whether replies are of use
   */
  Dispatch(
      GroupId self,
      OtherGroups otherGroups,
      Executor executor,
      BooleanSupplier leading,
      Replies replies) {
    this.self = self;
    this.otherGroups = otherGroups;
    this.executor = executor;
    this.leading = leading;
    this.replies = replies;
  }

  /** Adds a statement, to be sent by {@link #send}. */
  void say(GroupId group, Statement statement) {
    toSend.computeIfAbsent(group, key -> new ArrayList<>()).add(statement);
  }

  void clear() {
    toSend.clear();
  }

  /** Sends what has gathered. */
  void send() {
    if (toSend.isEmpty()) {
      return;
    }
    Map<GroupId, List<Statement>> sending = new TreeMap<>(toSend);
    toSend.clear();
    sending.forEach(
        (group, statements) -> {
          for (int i = 0; i < statements.size(); i += STATEMENTS_PER_MESSAGE) {
            int end = Math.min(statements.size(), i + STATEMENTS_PER_MESSAGE);
            send(group, leader(group), List.copyOf(statements.subList(i, end)), true);
          }
        });
  }

  private void send(GroupId group, String member, List<Statement> statements, boolean followHint) {
    if (member == null) {
      return;
    }
    byte[] message = new ExchangeMessage(self, statements).encode();
    otherGroups
        .send(group, member, message)
        .whenCompleteAsync(
            (bytes, error) -> answered(group, member, statements, followHint, bytes, error),
            executor);
  }

  private void answered(
      GroupId group,
      String member,
      List<Statement> statements,
      boolean followHint,
      byte[] bytes,
      Throwable error) {
    if (error != null) {
      leaders.remove(group, member);
      return;
    }
    ExchangeMessage.Reply reply;
    try {
      reply = ExchangeMessage.Reply.decode(bytes);
    } catch (WireException e) {
      LOGGER.warn(
          "Group {} ignores what {} of group {} answered: {}", self, member, group, e.getMessage());
      return;
    }
    if (!leading.getAsBoolean() || reply.statuses().size() != statements.size()) {
      return;
    }
    if (reply.leader()) {
      leaders.put(group, member);
    } else {
      leaders.remove(group, member);
      String hint = reply.leaderHint();
      if (hint != null && !hint.equals(member) && followHint) {
        leaders.put(group, hint);
        send(group, hint, statements, false);
      }
    }
    replies.take(group, statements, reply);
  }

  private String leader(GroupId group) {
    String leader = leaders.get(group);
    if (leader != null) {
      return leader;
    }
    List<String> members = otherGroups.members(group);
    return members.isEmpty()
        ? null
        : members.get(Math.floorMod(nextMember.merge(group, 1, Integer::sum), members.size()));
  }
}
