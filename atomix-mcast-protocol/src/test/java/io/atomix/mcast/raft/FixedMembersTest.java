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

import io.atomix.cluster.MemberId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who may join a partition. */
class FixedMembersTest extends FollowerFixture {
  @Test
  void nobodyIsRefusedWhileTheMembersAreOnlyBeingPutTogether() throws Exception {
    server(true);
    FixedMembers members = new FixedMembers(context);
    List<Boolean> admitted = new ArrayList<>();
    onRaftThread(
        () -> {
          context
              .getCluster()
              .addListener(
                  event -> {
                    for (String id : List.of("m1", "m2", "m3")) {
                      admitted.add(members.admits(MemberId.from(id)));
                    }
                  });
          return context.getCluster().configure(threeMembers());
        });
    assertThat(admitted).hasSize(6).containsOnly(true);
    assertThat(members.admits(MemberId.from("m3"))).isTrue();
    assertThat(members.admits(MemberId.from("m4"))).isFalse();
  }
}
