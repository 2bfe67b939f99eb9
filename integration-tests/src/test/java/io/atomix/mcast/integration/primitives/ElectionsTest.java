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
package io.atomix.mcast.integration.primitives;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.core.election.LeaderElection;
import io.atomix.core.election.LeaderElector;
import io.atomix.core.election.Leadership;
import io.atomix.core.election.LeadershipEvent;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.testing.Heard;
import io.atomix.mcast.testing.Primitives;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedCluster.class)
class ElectionsTest {

  private static LeaderElection<String> election(Primitives primitives, int member) {
    return primitives.open(member, "election", Atomix::<String>leaderElectionBuilder);
  }

  private static LeaderElector<String> elector(Primitives primitives, int member) {
    return primitives.open(member, "elector", Atomix::<String>leaderElectorBuilder);
  }

  @Test
  void leadershipPassesToTheNextCandidateWhenTheLeaderCloses(Primitives primitives) {
    LeaderElection<String> first = election(primitives, 1);
    LeaderElection<String> second = election(primitives, 2);
    LeaderElection<String> third = election(primitives, 3);
    Heard<LeadershipEvent<String>> heard = new Heard<>();
    third.addListener(heard::add);
    Leadership<String> initial = first.run("one");
    assertThat(initial.leader().id()).isEqualTo("one");
    assertThat(second.run("two").leader().id()).isEqualTo("one");
    assertThat(third.run("three").candidates()).containsExactly("one", "two", "three");

    first.close();

    LeadershipEvent<String> change =
        heard.first("a new leader", e -> isLedBy(e.newLeadership(), "two"));
    assertThat(change.oldLeadership().leader().id()).isEqualTo("one");
    assertThat(third.getLeadership().leader().term()).isGreaterThan(initial.leader().term());
    assertThat(third.getLeadership().candidates()).containsExactly("two", "three");
  }

  private static boolean isLedBy(Leadership<String> leadership, String id) {
    return leadership.leader() != null && leadership.leader().id().equals(id);
  }

  @Test
  void leadersCanWithdrawAndBeAnointedPromotedOrEvicted(Primitives primitives) {
    LeaderElection<String> first = election(primitives, 1);
    LeaderElection<String> second = election(primitives, 2);
    first.run("one");
    second.run("two");
    second.run("three");

    assertThat(first.anoint("three")).isTrue();
    assertThat(second.getLeadership().leader().id()).isEqualTo("three");
    assertThat(first.anoint("nobody")).isFalse();
    second.withdraw("three");
    assertThat(first.getLeadership().leader().id()).isEqualTo("one");
    assertThat(second.promote("two")).isTrue();
    assertThat(first.getLeadership().candidates()).containsExactly("two", "one");
    second.evict("one");
    assertThat(first.getLeadership().leader().id()).isEqualTo("two");
    assertThat(first.getLeadership().candidates()).containsExactly("two");
  }

  @Test
  void anElectorHoldsOneElectionPerTopicInAllPartitions(Primitives primitives) {
    LeaderElector<String> first = elector(primitives, 1);
    LeaderElector<String> second = elector(primitives, 2);
    Heard<LeadershipEvent<String>> heard = new Heard<>();
    second.addListener(heard::add);

    for (int i = 0; i < 9; i++) {
      assertThat(first.run("topic-" + i, "one").leader().id()).isEqualTo("one");
      assertThat(second.run("topic-" + i, "two").candidates()).containsExactly("one", "two");
    }
    assertThat(second.getLeaderships()).hasSize(9);

    first.close();

    IntStream.range(0, 9)
        .forEach(
            i ->
                heard.first(
                    "a new leader of topic-" + i,
                    e -> e.topic().equals("topic-" + i) && isLedBy(e.newLeadership(), "two")));
    assertThat(second.getLeaderships().values())
        .allSatisfy(leadership -> assertThat(leadership.leader().id()).isEqualTo("two"));
  }

  @Test
  void evictingACandidateEndsItsLeadershipInEveryTopic(Primitives primitives) {
    LeaderElector<String> first = elector(primitives, 1);
    LeaderElector<String> third = elector(primitives, 3);
    for (int i = 0; i < 9; i++) {
      first.run("topic-" + i, "one");
      third.run("topic-" + i, "three");
    }
    assertThat(third.demote("topic-0", "three")).isTrue();
    assertThat(third.demote("topic-0", "one")).as("the leader stays").isFalse();

    third.evict("one");

    assertThat(first.getLeaderships()).hasSize(9);
    assertThat(first.getLeaderships().values())
        .allSatisfy(leadership -> assertThat(leadership.candidates()).containsExactly("three"));
  }
}
