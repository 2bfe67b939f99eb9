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

import io.atomix.mcast.observe.GroupObserver;
import io.atomix.mcast.observe.GroupView;
import io.atomix.mcast.observe.PendingMessage;
import io.atomix.mcast.observe.ProtocolEvent;
import io.atomix.mcast.observe.Sampling;
import io.atomix.mcast.observe.StateChecksum;
import io.atomix.mcast.observe.StateView;
import io.atomix.mcast.observe.Tracer;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.ordering.PendingView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ObservationTest {
  private static final GroupId GROUP = new GroupId("data", 1);
  private static final MessageId FIRST = new MessageId(1, 1, 1);
  private static final MessageId SECOND = new MessageId(1, 1, 2);
  private static final MessageStatus VOTED = new MessageStatus(MessageStatus.State.VOTED, 0, true);

  private long now = 1_000;
  private final Leadership leadership = new Leadership();
  private final Observation observation = new Observation(GROUP, () -> now, leadership);
  private final List<String> told = new ArrayList<>();

  private final GroupObserver observer =
      new GroupObserver() {
        @Override
        public void waited(MessageKind kind, long nanos) {
          told.add(kind + " waited " + nanos);
        }

        @Override
        public void refused() {
          told.add("refused");
        }

        @Override
        public void aborted() {
          told.add("aborted");
        }
      };

  private void hosts(MessageId... pending) {
    List<PendingMessage> messages =
        Stream.of(pending)
            .map(id -> new PendingView(id, VOTED, new TreeSet<>(), "map", null, 1))
            .map(view -> new PendingMessage(view, "put", "m1", 0))
            .toList();
    observation.hosting(
        new StateView() {
          @Override
          public List<PendingMessage> pending(int limit) {
            return messages;
          }

          @Override
          public GroupView all(int limit) {
            return new GroupView(messages, Map.of(), List.of(), StateChecksum.NONE);
          }
        });
  }

  private List<Long> ages() {
    return observation.view(10).pending().stream().map(PendingMessage::ageNanos).toList();
  }

  @Test
  void agesAreCountedFromTheFirstThatIsHeardOfAMessage() {
    hosts(FIRST, SECOND);
    observation.stands(FIRST, VOTED);
    now += 10;
    observation.stands(FIRST, new MessageStatus(MessageStatus.State.FINAL, 3, false));
    observation.waits(SECOND);
    now += 5;
    assertThat(ages()).containsExactly(15L, 5L);
    assertThat(observation.oldestNanos()).isEqualTo(15);

    observation.stands(FIRST, MessageStatus.executed(3));
    observation.waitsNoMore(SECOND, GroupObserver.MessageKind.LOCAL);
    assertThat(observation.oldestNanos()).isZero();
  }

  @Test
  void aSnapshotKeepsTheAgesOfWhatItHolds() {
    observation.stands(FIRST, VOTED);
    now += 10;
    hosts(SECOND);
    observation.waits(SECOND);
    now += 10;
    observation.restored();
    now += 1;
    assertThat(observation.oldestNanos()).isEqualTo(11);
    assertThat(ages()).containsExactly(11L);
  }

  @Test
  void onlyTheLeaderTellsAndEachRefusalOnce() {
    observation.observe(observer);
    observation.stands(FIRST, VOTED);
    observation.stands(FIRST, MessageStatus.executed(0));
    assertThat(told).isEmpty();

    leadership.begin();
    observation.stands(FIRST, VOTED);
    now += 7;
    observation.stands(FIRST, MessageStatus.executed(0));
    observation.stands(SECOND, MessageStatus.dropped(MessageStatus.State.REFUSED));
    observation.stands(SECOND, MessageStatus.dropped(MessageStatus.State.REFUSED));
    observation.stands(FIRST, VOTED);
    observation.stands(FIRST, MessageStatus.dropped(MessageStatus.State.ABORTED));
    observation.stands(FIRST, MessageStatus.dropped(MessageStatus.State.ABORTED));
    assertThat(told).containsExactly("MULTICAST waited 7", "refused", "aborted");
  }

  @Test
  void aTracerHearsOfWhatItWantsAndWhetherTheReplicaLeads() {
    Sampling sampling =
        IntStream.iterate(2, n -> n + 1)
            .mapToObj(Sampling::new)
            .filter(each -> each.chooses(SECOND) && !each.chooses(FIRST))
            .findFirst()
            .orElseThrow();
    observation.trace(
        new Tracer() {
          @Override
          public Sampling sampling() {
            return sampling;
          }

          @Override
          public void inGroup(
              GroupId where, long index, boolean leads, long micros, ProtocolEvent event) {
            told.add(where + " at " + index + (leads ? ", leading: " : ": ") + event);
          }
        });
    assertThat(observation.traces(FIRST)).isFalse();
    assertThat(observation.traces(SECOND)).isTrue();
    ProtocolEvent executed = new ProtocolEvent.Executed(SECOND, true);
    observation.traced(7, executed);
    leadership.begin();
    observation.traced(8, executed);
    assertThat(told)
        .containsExactly("data-1 at 7: " + executed, "data-1 at 8, leading: " + executed);
    observation.trace(Tracer.NONE);
    assertThat(observation.traces(SECOND)).isFalse();
  }
}
