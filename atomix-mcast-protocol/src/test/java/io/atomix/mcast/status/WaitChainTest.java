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
package io.atomix.mcast.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.observe.GroupView;
import io.atomix.mcast.observe.LogPosition;
import io.atomix.mcast.observe.PendingMessage;
import io.atomix.mcast.observe.ReplicaView;
import io.atomix.mcast.observe.StateChecksum;
import io.atomix.mcast.ordering.Below;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.ordering.PendingView;
import io.atomix.mcast.ordering.Position;
import io.atomix.mcast.status.WaitStep.WaitReason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class WaitChainTest {
  private static final GroupId G = new GroupId("data", 1);
  private static final GroupId H = new GroupId("data", 2);
  private static final GroupId K = new GroupId("data", 3);
  private static final int LIMIT = 10;

  private final Map<GroupId, ReplicaView> replicas = new TreeMap<>();

  /** What each leader here knows to be stable. */
  private final Set<MessageId> stable = new TreeSet<>();

  private static MessageId id(long sequence) {
    return new MessageId(1, 1, sequence);
  }

  private static PendingView message(long sequence, Long blockedBy, GroupId... destinations) {
    return message(
        sequence,
        new MessageStatus(
            MessageStatus.State.VOTED,
            0,
            blockedBy == null,
            blockedBy == null ? Below.NONE : below(blockedBy)),
        blockedBy,
        destinations);
  }

  private static Below below(long sequence) {
    return Below.of(List.of(new Position(0, id(sequence))));
  }

  private static PendingView message(
      long sequence, MessageStatus status, Long blockedBy, GroupId... destinations) {
    return new PendingView(
        id(sequence),
        status,
        new TreeSet<>(List.of(destinations)),
        "map",
        blockedBy == null ? null : id(blockedBy),
        1);
  }

  private void replica(GroupId group, PendingView... pending) {
    replica(group, "m1", Map.of(), Map.of(), pending);
  }

  private void replica(
      GroupId group,
      String leader,
      Map<MessageId, MessageStatus> remembered,
      Map<MessageId, Map<GroupId, MessageStatus>> heard,
      PendingView... pending) {
    List<PendingMessage> messages = new ArrayList<>();
    for (PendingView each : pending) {
      messages.add(new PendingMessage(each, "put", "m2", 0));
    }
    replicas.put(
        group,
        new ReplicaView(
            group,
            true,
            leader,
            new LogPosition(1, 1, 1),
            new GroupView(messages, remembered, List.of(), StateChecksum.NONE),
            heard,
            stable));
  }

  private List<WaitStep> why(GroupId group, PendingView message) {
    return new WaitChain(replicas, LIMIT, other -> "a member of " + other).of(group, message);
  }

  private static WaitStep step(
      long message, GroupId group, WaitReason reason, Long next, String ask) {
    return new WaitStep(
        id(message).toString(),
        group.toString(),
        reason,
        next == null ? null : id(next).toString(),
        ask);
  }

  @Test
  void theChainLeadsThroughTheGroupsToTheGroupThatHasNotVoted() {
    PendingView local = message(3, 2L);
    replica(G, message(2, null, G, H), local);
    replica(H, message(1, null, H, K), message(2, 1L, G, H));
    replica(K);

    assertThat(why(G, local))
        .containsExactly(
            step(3, G, WaitReason.NOT_CLOSED, 2L, null),
            step(2, H, WaitReason.NOT_CLOSED, 1L, null),
            step(1, K, WaitReason.NOT_VOTED, null, null));
  }

  @Test
  void whatAnotherNodeKnowsIsNotGuessed() {
    PendingView message = message(1, null, G, K);
    replica(G, message);
    assertThat(why(G, message))
        .containsExactly(step(1, K, WaitReason.UNKNOWN, null, "a member of data-3"));
  }

  @Test
  void whatALeaderHasHeardCounts() {
    PendingView waits = message(1, null, G, K);
    PendingView never = message(2, null, G, K);
    PendingView ready = message(3, null, G, K);
    Map<MessageId, Map<GroupId, MessageStatus>> heard = new HashMap<>();
    heard.put(id(1), Map.of(K, new MessageStatus(MessageStatus.State.VOTED, 0, false, below(9))));
    heard.put(id(2), Map.of(K, MessageStatus.ABSENT));
    heard.put(id(3), Map.of(K, new MessageStatus(MessageStatus.State.VOTED, 0, true)));
    replica(G, "m1", Map.of(), heard, waits, never, ready);

    assertThat(why(G, waits))
        .containsExactly(step(1, K, WaitReason.NOT_CLOSED, 9L, "a member of data-3"));
    assertThat(why(G, never))
        .containsExactly(step(2, K, WaitReason.NOT_VOTED, null, "a member of data-3"));
    assertThat(why(G, ready)).containsExactly(step(3, G, WaitReason.GOING_ON, null, null));
  }

  @Test
  void aGroupThatHasVotedLowerWaitsForItsRaise() {
    PendingView low = message(1, null, G, H);
    PendingView high =
        message(1, new MessageStatus(MessageStatus.State.VOTED, 4, true), null, G, H);
    replica(G, low);
    replica(H, high);
    assertThat(why(H, high)).containsExactly(step(1, G, WaitReason.NOT_RAISED, null, null));
    replicas.remove(H);
    replica(G, "m1", Map.of(), Map.of(id(1), Map.of(H, high.status())), low);
    assertThat(why(G, low)).containsExactly(step(1, G, WaitReason.NOT_RAISED, null, null));
    replica(G, high);
    replica(H, "m1", Map.of(), Map.of(id(1), Map.of(K, low.status())));
    PendingView three =
        message(1, new MessageStatus(MessageStatus.State.FINAL, 4, true), null, G, K);
    replica(G, three);
    assertThat(why(G, three))
        .containsExactly(step(1, K, WaitReason.NOT_RAISED, null, "a member of data-3"));
  }

  @Test
  void whereTooManyAreBelowTheOthersWaitUntilTheyAreLess() {
    MessageStatus many = new MessageStatus(MessageStatus.State.VOTED, 0, false, Below.TOO_MANY);
    PendingView here = message(3, many, 2L, G, H);
    replica(G, message(2, null, G, H), here);
    replica(H, message(2, null, G, H), message(3, null, G, H));
    assertThat(why(G, here))
        .containsExactly(
            step(3, G, WaitReason.TOO_MANY, 2L, null), step(2, G, WaitReason.GOING_ON, null, null));
    PendingView elsewhere = message(1, null, G, K);
    replica(G, "m1", Map.of(), Map.of(id(1), Map.of(K, many)), elsewhere);
    assertThat(why(G, elsewhere))
        .containsExactly(step(1, K, WaitReason.TOO_MANY, null, "a member of data-3"));
  }

  @Test
  void whatIsStableWaitsForItsExecutionAndForWhatIsBelowItHere() {
    PendingView first = message(1, null, G, K);
    PendingView second = message(2, 1L, G, K);
    stable.addAll(List.of(id(1), id(2)));
    replica(G, first, second);
    assertThat(why(G, second))
        .containsExactly(
            step(2, G, WaitReason.NOT_EXECUTED, 1L, null),
            step(1, G, WaitReason.NOT_EXECUTED, null, null));
  }

  @Test
  void whatIsStableButNotJudgedWaitsForTheVerdict() {
    MessageStatus open =
        new MessageStatus(
            MessageStatus.State.VOTED, 0, false, below(1), MessageStatus.Condition.OPEN);
    PendingView waits = message(2, null, G, H, K);
    stable.add(id(2));
    replica(G, "m1", Map.of(), Map.of(id(2), Map.of(H, open)), waits);
    replica(H, message(1, null, H), message(2, 1L, G, H, K));
    assertThat(why(G, waits))
        .containsExactly(
            step(2, H, WaitReason.NOT_JUDGED, 1L, null),
            step(1, H, WaitReason.GOING_ON, null, null));
    replica(G, "m1", Map.of(), Map.of(id(2), Map.of(K, open)), waits);
    assertThat(why(G, waits))
        .containsExactly(step(2, K, WaitReason.NOT_JUDGED, null, "a member of data-3"));
  }

  @Test
  void aGroupWithoutALeaderIsTheRoot() {
    PendingView message = message(1, null, G, H);
    replica(G, message);
    replica(H, null, Map.of(), Map.of(), message(1, 7L, G, H));
    assertThat(why(G, message)).containsExactly(step(1, H, WaitReason.NO_LEADER, null, null));
  }

  @Test
  void outcomesAreNoReasonToWaitExceptRefusals() {
    PendingView executed = message(1, null, G, H);
    PendingView refused = message(2, null, G, H);
    replica(G, executed, refused);
    replica(
        H,
        "m1",
        Map.of(
            id(1),
            MessageStatus.executed(3),
            id(2),
            MessageStatus.dropped(MessageStatus.State.REFUSED)),
        Map.of());
    assertThat(why(G, executed)).containsExactly(step(1, G, WaitReason.GOING_ON, null, null));
    assertThat(why(G, refused)).containsExactly(step(2, H, WaitReason.BEING_DROPPED, null, null));
  }

  @Test
  void viewsOfDifferentMomentsDoNotLeadInCircles() {
    PendingView first = message(1, 2L, G, H);
    replica(G, first, message(2, null, G, H));
    replica(H, message(1, null, G, H), message(2, 1L, G, H));
    assertThat(why(G, first)).hasSize(2);
  }
}
