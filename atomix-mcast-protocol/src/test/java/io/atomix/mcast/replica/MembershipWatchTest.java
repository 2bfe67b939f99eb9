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
package io.atomix.mcast.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.cluster.ClusterMembershipEvent;
import io.atomix.cluster.ClusterMembershipEventListener;
import io.atomix.cluster.ClusterMembershipService;
import io.atomix.cluster.Member;
import io.atomix.cluster.MemberId;
import io.atomix.mcast.observe.MemberSight;
import io.atomix.mcast.observe.MemberSight.Sight;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** How the cluster sees a member, by the list of members alone: Atomix fails when asked for one. */
class MembershipWatchTest {
  private static final MemberId TWO = MemberId.from("m2");

  private final Map<MemberId, Member> members = new HashMap<>();
  private ClusterMembershipEventListener listener;
  private long now;

  /** A member of which it can be set whether it answers. */
  private static final class Peer extends Member {
    private boolean reachable = true;

    Peer(String http) {
      super(TWO, io.atomix.utils.net.Address.from("127.0.0.1", 20102), null, null, null, of(http));
    }

    private static Properties of(String http) {
      Properties properties = new Properties();
      properties.setProperty("mcast.http", http);
      return properties;
    }

    @Override
    public boolean isReachable() {
      return reachable;
    }
  }

  private final ClusterMembershipService membership =
      (ClusterMembershipService)
          Proxy.newProxyInstance(
              MembershipWatchTest.class.getClassLoader(),
              new Class<?>[] {ClusterMembershipService.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "addListener" -> {
                      listener = (ClusterMembershipEventListener) arguments[0];
                      yield null;
                    }
                    case "getMembers" -> Set.copyOf(members.values());
                    default -> throw new UnsupportedOperationException(method.getName());
                  });

  private void event(ClusterMembershipEvent.Type type, Member member) {
    listener.event(new ClusterMembershipEvent(type, member));
  }

  @Test
  void aMemberIsSeenMissedAndGone() {
    now = 10;
    MembershipWatch watch = new MembershipWatch(membership, () -> now);
    now = 30;
    assertThat(watch.of(TWO))
        .isEqualTo(new MemberSight(Sight.NEVER_SEEN, 20, null, null, Map.of()));

    Peer peer = new Peer("127.0.0.1:8082");
    members.put(TWO, peer);
    event(ClusterMembershipEvent.Type.MEMBER_ADDED, peer);
    now = 45;
    assertThat(watch.of(TWO).sight()).isEqualTo(Sight.REACHABLE);
    assertThat(watch.of(TWO).sinceNanos()).isEqualTo(15);
    assertThat(watch.of(TWO).properties()).containsEntry("mcast.http", "127.0.0.1:8082");

    peer.reachable = false;
    event(ClusterMembershipEvent.Type.REACHABILITY_CHANGED, peer);
    now = 50;
    event(ClusterMembershipEvent.Type.METADATA_CHANGED, peer);
    now = 52;
    assertThat(watch.of(TWO).sight()).isEqualTo(Sight.UNREACHABLE);
    assertThat(watch.of(TWO).sinceNanos()).isEqualTo(7);

    members.clear();
    event(ClusterMembershipEvent.Type.MEMBER_REMOVED, peer);
    now = 60;
    MemberSight gone = watch.of(TWO);
    assertThat(gone.sight()).isEqualTo(Sight.GONE);
    assertThat(gone.sinceNanos()).isEqualTo(8);
    assertThat(gone.address()).isEqualTo("127.0.0.1:20102");
    assertThat(gone.properties()).containsEntry("mcast.http", "127.0.0.1:8082");
  }

  @Test
  void membersThatAreThereFromTheBeginningAreSeen() {
    members.put(TWO, new Peer("8082"));
    MembershipWatch watch = new MembershipWatch(membership, () -> now);
    now = 5;
    assertThat(watch.of(TWO).sight()).isEqualTo(Sight.REACHABLE);
    assertThat(watch.of(TWO).sinceNanos()).isEqualTo(5);
  }

  @Test
  void whatTheMembershipSaysNowCountsBeforeItsEventComes() {
    members.put(TWO, new Peer("8082"));
    MembershipWatch watch = new MembershipWatch(membership, () -> now);
    members.clear();
    assertThat(watch.of(TWO).sight()).isEqualTo(Sight.GONE);
  }
}
