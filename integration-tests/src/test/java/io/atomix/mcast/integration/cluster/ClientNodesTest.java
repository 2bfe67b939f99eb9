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
package io.atomix.mcast.integration.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.core.election.LeaderElection;
import io.atomix.core.lock.AtomicLock;
import io.atomix.core.map.AtomicMap;
import io.atomix.core.map.AtomicMapEvent;
import io.atomix.core.workqueue.Task;
import io.atomix.core.workqueue.WorkQueue;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Heard;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.utils.time.Version;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Nodes that hold no partition. The client that has the groups in its own configuration stays until
 * the cluster closes: once such a client has left, Atomix fails to start others in that cluster
 * (SwimMembershipProtocol.getMember of a member that they do not know).
 */
@ExtendWith(SharedCluster.class)
class ClientNodesTest {

  private static final Duration SESSION_LIMIT = Duration.ofSeconds(45);

  @Test
  void clientsThatLearnedTheGroupsOrHaveThemConfiguredUsePrimitivesLikeMembers(
      TestCluster cluster, Primitives primitives) {
    Atomix learned = cluster.addClient();
    Atomix configured = cluster.addConfiguredClient();
    AtomicMap<String, String> one =
        primitives.open(learned, "map", Atomix::<String, String>atomicMapBuilder);
    AtomicMap<String, String> two =
        primitives.open(configured, "map", Atomix::<String, String>atomicMapBuilder);
    AtomicMap<String, String> member =
        primitives.open(1, "map", Atomix::<String, String>atomicMapBuilder);
    Heard<AtomicMapEvent<String, String>> heard = new Heard<>();
    one.addListener(heard::add);

    for (int i = 0; i < 9; i++) {
      one.put("one-" + i, "x");
      two.put("two-" + i, "x");
    }

    assertThat(one.size()).isEqualTo(18);
    assertThat(two.size()).isEqualTo(18);
    assertThat(member.containsValue("x")).isTrue();
    heard.atLeast(18);
    two.clear();
    assertThat(one.isEmpty()).isTrue();
    primitives.close();
    cluster.stopClient(learned);
  }

  @Test
  void whatAClientHeldIsPassedOnWhenItStops(TestCluster cluster, Primitives primitives) {
    Atomix client = cluster.addClient();
    AtomicLock held =
        client.atomicLockBuilder(primitives.name("lock")).withProtocol(cluster.protocol()).build();
    LeaderElection<String> leads =
        client
            .<String>leaderElectionBuilder(primitives.name("election"))
            .withProtocol(cluster.protocol())
            .build();
    WorkQueue<String> works =
        client
            .<String>workQueueBuilder(primitives.name("work"))
            .withProtocol(cluster.protocol())
            .build();
    AtomicLock lock = primitives.open(1, "lock", Atomix::atomicLockBuilder);
    LeaderElection<String> election =
        primitives.open(2, "election", Atomix::<String>leaderElectionBuilder);
    WorkQueue<String> work = primitives.open(3, "work", Atomix::<String>workQueueBuilder);
    held.lock();
    CompletableFuture<Version> waiting = lock.async().lock();
    leads.run("client");
    election.run("member");
    work.addMultiple(List.of("task"));
    assertThat(works.take().payload()).isEqualTo("task");
    assertThat(waiting).isNotDone();

    cluster.stopClient(client);

    Await.result("the lock", SESSION_LIMIT, waiting);
    Await.until(
        "leadership passes on",
        SESSION_LIMIT,
        () -> election.getLeadership().leader().id(),
        "member"::equals);
    Task<String> again =
        Await.until("the task is offered again", SESSION_LIMIT, work::take, task -> task != null);
    assertThat(again.payload()).isEqualTo("task");
  }
}
