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
package io.atomix.mcast.client;

import static io.atomix.mcast.client.ClientLab.opened;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.client.pipeline.FakeSession;
import io.atomix.mcast.client.pipeline.Lab;
import io.atomix.mcast.wire.Delivery;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.StableNotice;
import io.atomix.mcast.wire.WireException;
import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.Recovery;
import io.atomix.primitive.event.EventType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Events, and what else a group tells of the sessions of primitives: each reaches its session once.
 */
class GroupClientNotificationsTest extends GroupClientFixture {
  @Test
  void statesOfRaftAreToldToOpenSessions() {
    HostedSessionClient session = lab.open("map", Recovery.RECOVER, 1);
    List<PrimitiveState> told = lab.states(session);
    lab.raftEnds(PrimitiveState.SUSPENDED);
    lab.raftEnds(PrimitiveState.SUSPENDED);
    lab.raftEnds(PrimitiveState.CONNECTED);
    assertThat(told).containsExactly(PrimitiveState.SUSPENDED, PrimitiveState.CONNECTED);
  }

  @Test
  void statesOfRaftSessionsThatAreReplacedMeanNothing() {
    HostedSessionClient session = lab.open("map", Recovery.RECOVER, 1);
    FakeSession first = lab.raft();
    lab.raftEnds(PrimitiveState.EXPIRED);
    lab.greet();
    lab.raft().answer(opened(2));
    lab.threads.runAll();
    List<PrimitiveState> told = lab.states(session);
    first.state(PrimitiveState.SUSPENDED);
    first.state(PrimitiveState.CLOSED);
    lab.threads.runAll();
    assertThat(told).isEmpty();
    assertThat(lab.rafts).hasSize(2);
  }

  @Test
  void eventsReachTheirSessionOnce() {
    HostedSessionClient session = lab.open("map", Recovery.RECOVER, 3);
    List<byte[]> heard = new ArrayList<>();
    session.addEventListener(EventType.from("changed"), event -> heard.add(event.value()));
    assertThat(lab.deliver(1, Lab.event(1, 1))).isEqualTo(1);
    assertThat(lab.deliver(1, Lab.event(1, 1))).isEqualTo(1);
    assertThat(heard).hasSize(1);
  }

  @Test
  void eventsThatComeBeforeTheSessionIsKnownAreKept() {
    lab.open("other", Recovery.RECOVER, 1);
    HostedSessionClient session = lab.session("map", Recovery.RECOVER);
    session.connect();
    List<byte[]> heard = new ArrayList<>();
    session.addEventListener(EventType.from("changed"), event -> heard.add(event.value()));
    lab.deliver(1, Lab.event(1, 1), Lab.event(2, 1));
    assertThat(heard).isEmpty();
    lab.raft().answer(opened(3));
    lab.threads.runAll();
    assertThat(heard).hasSize(2);
  }

  @Test
  void aDeliveryForASessionThatIsBeingOpenedIsNotTaken() {
    lab.session("map", Recovery.RECOVER).connect();
    assertThat(lab.deliver(1, Lab.event(1, 1))).isZero();
  }

  @Test
  void aDeliveryForASessionThatIsOverIsNotWantedAgain() {
    HostedSessionClient session = lab.open("map", Recovery.RECOVER, 3);
    List<byte[]> heard = new ArrayList<>();
    session.addEventListener(EventType.from("changed"), event -> heard.add(event.value()));
    assertThat(lab.deliver(99, Lab.event(1, 1), Lab.event(2, 1))).isEqualTo(2);
    assertThat(heard).isEmpty();
  }

  @Test
  void aDeliveryThatCannotBeUnderstoodIsRefused() {
    lab.open("map", Recovery.RECOVER, 3);
    String subject = Delivery.subject(ClientLab.G, lab.local.id());
    assertThatThrownBy(() -> lab.communication.bring(subject, new byte[] {1, 2, 3}))
        .isInstanceOf(WireException.class);
  }

  @Test
  void whatIsStableInAnotherSessionIsIgnoredAndWhatIsDamagedRefused() {
    lab.session("map", Recovery.RECOVER).connect();
    String subject = StableNotice.subject(ClientLab.G, lab.local.id());
    byte[] notice = new StableNotice(99, List.of(1L)).encode();
    assertThat(lab.communication.bring(subject, notice)).as("while it is opened").isEmpty();
    lab.greet();
    assertThat(lab.communication.bring(subject, notice)).isEmpty();
    assertThatThrownBy(() -> lab.communication.bring(subject, new byte[] {1, 2, 3}))
        .isInstanceOf(WireException.class);
    assertThatThrownBy(() -> lab.communication.bring(subject, new byte[] {2, 1, 0}))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("upgrade");
  }

  @Test
  void aPrimitiveThatIsDeletedClosesItsSessions() {
    HostedSessionClient session = lab.open("map", Recovery.RECOVER, 3);
    List<PrimitiveState> told = lab.states(session);
    lab.deliver(1, new Notification.SessionOver(1, 1, 3));
    assertThat(told).containsExactly(PrimitiveState.CLOSED);
    assertThat(session.isClosed()).isTrue();
  }

  @Test
  void notificationsAreAcknowledgedAndLateResultsAskedForByATimer() {
    lab.open("map", Recovery.RECOVER, 3);
    lab.deliver(1, Lab.event(1, 1));
    lab.after(Duration.ofMillis(2500));
    assertThat(lab.raft().batch().received()).isEqualTo(1);
    lab.raft().answer();
  }
}
