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

import io.atomix.mcast.testing.Await;
import io.atomix.mcast.wire.LeadershipOffer;
import io.atomix.mcast.wire.MemberLog;
import io.atomix.protocols.raft.RaftServer;
import io.atomix.protocols.raft.impl.RaftContext;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One follower of Atomix's Raft with ten entries, of which it knows that eight are committed. */
class LeadershipOffersTest extends FollowerFixture {
  private static final LeadershipOffer GOOD = new LeadershipOffer(3, "m1", 10, 3, 10);

  private boolean broken;

  @BeforeEach
  void startFollower() throws Exception {
    follower(true);
    append(0, 0, 3, 1, 10, 8);
    Await.until("it is ready", () -> context.getState() == RaftContext.State.READY, ready -> ready);
  }

  @Test
  void aFollowerThatHasAllStandsForElectionWithAllAppliedThatIsCommitted() throws Exception {
    assertThat(log(true))
        .isEqualTo(new MemberLog(3, "m1", 10, 3, context.getLastApplied(), true, true));
    assertThat(consider(true, GOOD)).isEqualTo(LeadershipOffer.OfferAnswer.ACCEPTED);
    assertThat(context.getRole()).isEqualTo(RaftServer.Role.CANDIDATE);
    assertThat(context.getTerm()).isEqualTo(4);
    assertThat(context.getLastApplied()).as("it has heard of it with the offer").isEqualTo(10);
  }

  @Test
  void whoHasLessOrOtherThanTheLeaderDoesNot() throws Exception {
    assertRefused(new LeadershipOffer(3, "m1", 11, 3, 10), "its log ends at entry 10");
    assertRefused(new LeadershipOffer(3, "m1", 10, 2, 10), "its log ends at entry 10");
    assertRefused(new LeadershipOffer(3, "m1", 9, 3, 9), "its log ends at entry 10");
  }

  @Test
  void anOfferOfWhoeverDoesNotLeadHereMeansNothing() throws Exception {
    assertRefused(new LeadershipOffer(2, "m1", 10, 3, 10), "it is in term 3");
    assertRefused(new LeadershipOffer(4, "m1", 10, 3, 10), "it is in term 3");
    assertRefused(new LeadershipOffer(3, "m3", 10, 3, 10), "it is in term 3");
    assertThat(context.getTerm()).isEqualTo(3);
  }

  @Test
  void whoShouldNotLeadOrCannotDoesNot() throws Exception {
    assertThat(consider(false, GOOD).refusal()).contains("by its own configuration");
    assertThat(log(false).willing()).isFalse();
    broken = true;
    assertRefused(GOOD, "its log is broken");
    assertThat(log(true).willing()).isFalse();
    broken = false;
    onRaftThread(
        () -> {
          context.transition(RaftServer.Role.CANDIDATE);
          return null;
        });
    assertThat(consider(true, GOOD).refusal()).contains("it is no follower");
  }

  private void assertRefused(LeadershipOffer offer, String reason) throws Exception {
    assertThat(consider(true, offer).refusal()).contains(reason);
    assertThat(context.getRole()).isEqualTo(RaftServer.Role.FOLLOWER);
  }

  private LeadershipOffers offers(boolean preferred) {
    return new LeadershipOffers(
        context, preferred, () -> broken, request -> context.getRaftRole().onAppend(request));
  }

  private LeadershipOffer.OfferAnswer consider(boolean preferred, LeadershipOffer offer)
      throws Exception {
    return onRaftThread(() -> offers(preferred).consider(offer)).get(60, TimeUnit.SECONDS);
  }

  private MemberLog log(boolean preferred) throws Exception {
    return onRaftThread(() -> offers(preferred).log());
  }
}
