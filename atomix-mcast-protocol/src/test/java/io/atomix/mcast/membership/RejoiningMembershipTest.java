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
package io.atomix.mcast.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.cluster.ClusterConfig;
import io.atomix.cluster.MemberId;
import io.atomix.cluster.protocol.HeartbeatMembershipProtocolConfig;
import io.atomix.cluster.protocol.SwimMembershipProtocolConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** That a member comes back at another address is tested with processes: MoveUnderLoadTest. */
class RejoiningMembershipTest {
  @Test
  void aMemberThatIsNotKnownIsNone() {
    assertThat(new RejoiningMembership().getMember(MemberId.from("nobody"))).isNull();
    assertThat(new RejoiningMembership().getMembers()).isEmpty();
  }

  @Test
  void takesTheOptionsOfSwimAndLeavesOtherProtocolsAlone() {
    ClusterConfig swim = new ClusterConfig();
    swim.setProtocolConfig(
        new SwimMembershipProtocolConfig()
            .setFailureTimeout(Duration.ofSeconds(7))
            .setGossipFanout(5));
    RejoiningMembership.replaceSwim(swim);
    assertThat(swim.getProtocolConfig())
        .isInstanceOfSatisfying(
            RejoiningMembershipConfig.class,
            config -> {
              assertThat(config.getFailureTimeout()).isEqualTo(Duration.ofSeconds(7));
              assertThat(config.getGossipFanout()).isEqualTo(5);
              assertThat(config.setRetainTombstones(true).isRetainTombstones()).isFalse();
              assertThat(config.getType().name()).isEqualTo("rejoining-swim");
            });
    ClusterConfig other = new ClusterConfig();
    HeartbeatMembershipProtocolConfig heartbeat = new HeartbeatMembershipProtocolConfig();
    other.setProtocolConfig(heartbeat);
    RejoiningMembership.replaceSwim(other);
    assertThat(other.getProtocolConfig()).isSameAs(heartbeat);
  }
}
