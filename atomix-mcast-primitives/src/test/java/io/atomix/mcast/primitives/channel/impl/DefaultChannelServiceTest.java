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
package io.atomix.mcast.primitives.channel.impl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.primitives.channel.ChannelMessageId;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.MulticastChannelConfig;
import io.atomix.mcast.primitives.channel.impl.SubscribeRequest.Start;
import io.atomix.primitive.PrimitiveException;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.utils.memory.MemorySize;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DefaultChannelServiceTest {
  private static final UUID SENDER = new UUID(1, 2);
  private static final Backlog WIDE = new Backlog(1000, 1_000_000);

  private final List<String> heard = new ArrayList<>();
  private ChannelReplica replica;
  private ChannelService service;
  private long sent;

  @BeforeEach
  void openChannel() {
    open(new MulticastChannelConfig().setHistorySize(5), 100);
  }

  private void open(MulticastChannelConfig config, long index) {
    replica = new ChannelReplica(config, index);
    replica.open(1, ChannelReplica.noting(heard::add));
    service = replica.as(1);
  }

  private Envelope envelope(int bytes) {
    sent++;
    return new Envelope(
        new ChannelMessageId(SENDER, sent),
        List.of(PartitionId.from("data", 1), PartitionId.from("data", 3)),
        Conflicts.on("a", "b"),
        new byte[bytes]);
  }

  private void send(int count) {
    for (int i = 0; i < count; i++) {
      service.multicast(envelope(3));
    }
  }

  private SubscribeAnswer subscribe(long id, Start start, long position, Backlog backlog) {
    return service.subscribe(SubscribeRequest.begin(id, start, position, backlog));
  }

  private List<String> heard() {
    List<String> all = List.copyOf(heard);
    heard.clear();
    return all;
  }

  private static List<Long> positions(HistoryAnswer answer) {
    return answer.messages().stream().map(StoredMessage::position).toList();
  }

  @Test
  void positionsCountFromOneWithoutHoles() {
    assertThat(service.multicast(envelope(1))).isEqualTo(1);
    assertThat(service.multicast(envelope(1))).isEqualTo(2);
    assertThat(service.multicast(envelope(1))).isEqualTo(3);
  }

  @Test
  void aMessageComesAsItWasSent() {
    service.multicast(envelope(7));
    Envelope message = service.history(1, 1).messages().get(0).envelope();
    assertThat(message.id()).isEqualTo(new ChannelMessageId(SENDER, 1));
    assertThat(message.destinations())
        .containsExactly(PartitionId.from("data", 1), PartitionId.from("data", 3));
    assertThat(message.conflicts()).isEqualTo(Conflicts.on("a", "b"));
    assertThat(message.payload()).hasSize(7);
  }

  @Test
  void theHistoryKeepsTheLatest() {
    assertThat(positions(service.history(1, 10))).isEmpty();
    assertThat(service.history(1, 10).oldest()).isEqualTo(1);
    send(12);
    HistoryAnswer all = service.history(1, 10);
    assertThat(positions(all)).containsExactly(8L, 9L, 10L, 11L, 12L);
    assertThat(all.oldest()).isEqualTo(8);
    assertThat(all.newest()).isEqualTo(12);
    assertThat(positions(service.history(10, 2))).containsExactly(10L, 11L);
    assertThat(positions(service.history(13, 2))).isEmpty();
    assertThat(positions(service.history(99, 2))).isEmpty();
  }

  @Test
  void theHistoryKeepsNoMoreBytesThanItMayButAlwaysTheNewest() {
    long three = 3 * envelope(1000).size();
    open(new MulticastChannelConfig().setHistoryBytes(MemorySize.from(three)), 1);
    for (int i = 0; i < 5; i++) {
      service.multicast(envelope(1000));
    }
    assertThat(positions(service.history(1, 10))).containsExactly(3L, 4L, 5L);
    service.multicast(envelope(100_000));
    assertThat(positions(service.history(1, 10))).containsExactly(6L);
    service.multicast(envelope(1));
    assertThat(positions(service.history(1, 10))).containsExactly(7L);
  }

  @Test
  void anAnswerStaysSmall() {
    open(new MulticastChannelConfig(), 1);
    for (int i = 0; i < 10; i++) {
      service.multicast(envelope(200_000));
    }
    assertThat(positions(service.history(2, 100))).containsExactly(2L, 3L, 4L);
  }

  @Test
  void aSubscriptionBeginsWhereItIsToldTo() {
    send(3);
    assertThat(subscribe(1, Start.NOW, 0, WIDE).next()).isEqualTo(4);
    assertThat(subscribe(2, Start.OLDEST, 0, WIDE).next()).isEqualTo(1);
    assertThat(subscribe(3, Start.POSITION, 3, WIDE).next()).isEqualTo(3);
    assertThat(subscribe(4, Start.POSITION, 4, WIDE).next()).isEqualTo(4);
    assertThat(heard()).containsExactly("2:1", "2:2", "2:3", "3:3");
    send(1);
    assertThat(heard()).containsExactly("1:4", "2:4", "3:4", "4:4");
  }

  @Test
  void aPositionThatIsNotThereYetIsRefused() {
    send(3);
    SubscribeAnswer answer = subscribe(1, Start.POSITION, 5, WIDE);
    assertThat(answer.accepted()).isFalse();
    assertThat(answer.newest()).isEqualTo(3);
    send(3);
    assertThat(heard()).isEmpty();
  }

  @Test
  void whatTheHistoryDoesNotHoldAnyMoreIsToldAsAGap() {
    send(12);
    subscribe(1, Start.POSITION, 4, WIDE);
    assertThat(heard()).containsExactly("1:gap 4-7", "1:8", "1:9", "1:10", "1:11", "1:12");
  }

  @Test
  void aGapThatIsLargerThanTheBacklogIsDealtWithFirst() {
    send(100);
    subscribe(1, Start.POSITION, 4, new Backlog(10, 1000));
    assertThat(heard()).containsExactly("1:gap 4-95", "1:overrun 96/100");
    StoredMessage oldest = service.history(96, 1).messages().get(0);
    service.handled(1, 95, oldest.offsetBefore());
    assertThat(heard()).containsExactly("1:96", "1:97", "1:98", "1:99", "1:100");
  }

  @Test
  void aSlowSubscriberGetsItsBacklogIsToldOnceAndGoesOnFromTheHistory() {
    subscribe(1, Start.NOW, 0, new Backlog(2, 1_000_000));
    subscribe(2, Start.NOW, 0, WIDE);
    send(4);
    assertThat(heard()).containsExactly("1:1", "2:1", "1:2", "2:2", "1:overrun 3/3", "2:3", "2:4");
    service.handled(1, 1, 0);
    assertThat(heard()).containsExactly("1:3");
    service.handled(1, 3, 0);
    assertThat(heard()).containsExactly("1:4");
    service.handled(1, 4, 0);
    send(3);
    assertThat(heard().stream().filter(each -> each.startsWith("1:")))
        .as("once it has caught up, it is told again")
        .containsExactly("1:5", "1:6", "1:overrun 7/7");
  }

  @Test
  void aSubscriberThatIsTooSlowForTheHistoryIsToldOfTheGap() {
    subscribe(1, Start.NOW, 0, new Backlog(2, 1_000_000));
    send(20);
    assertThat(heard()).containsExactly("1:1", "1:2", "1:overrun 3/3");
    service.handled(1, 2, 0);
    assertThat(heard()).containsExactly("1:gap 3-15");
    service.handled(1, 15, 0);
    assertThat(heard()).containsExactly("1:16", "1:17");
  }

  @Test
  void theBacklogIsBoundedInBytesToo() {
    long one = envelope(1000).size();
    subscribe(1, Start.NOW, 0, new Backlog(100, 2 * one));
    for (int i = 0; i < 4; i++) {
      service.multicast(envelope(1000));
    }
    assertThat(heard()).containsExactly("1:1", "1:2", "1:overrun 3/3");
    service.handled(1, 1, one);
    assertThat(heard()).containsExactly("1:3");
    service.handled(1, 3, 3 * one);
    assertThat(heard()).containsExactly("1:4");
    service.multicast(envelope(100_000));
    assertThat(heard()).as("a message larger than the backlog").containsExactly("1:5");
  }

  @Test
  void whoTellsTooMuchGetsNoMoreThanThereIs() {
    subscribe(1, Start.NOW, 0, new Backlog(2, 1_000_000));
    send(3);
    service.handled(1, 1_000_000, Long.MAX_VALUE);
    send(4);
    assertThat(heard())
        .containsExactly("1:1", "1:2", "1:overrun 3/3", "1:3", "1:4", "1:overrun 5/5");
    service.handled(77, 5, 5);
    assertThat(heard()).isEmpty();
  }

  @Test
  void theHistoryOfASubscriberComesInPieces() {
    open(new MulticastChannelConfig(), 1);
    List<Integer> pieces = new ArrayList<>();
    replica.open(
        2,
        new ChannelClient() {
          @Override
          public void messages(long subscription, List<StoredMessage> messages) {
            pieces.add(messages.size());
          }

          @Override
          public void gap(long subscription, long first, long last, long offset) {}

          @Override
          public void overrun(long subscription, long next, long newest) {}
        });
    for (int i = 0; i < 7; i++) {
      service.multicast(envelope(30_000));
    }
    replica
        .as(2)
        .subscribe(SubscribeRequest.begin(1, Start.OLDEST, 0, new Backlog(100, Long.MAX_VALUE)));
    assertThat(pieces).containsExactly(3, 3, 1);
  }

  @Test
  void aSubscriptionThatIsOverHearsNothing() {
    List<String> others = new ArrayList<>();
    replica.open(2, ChannelReplica.noting(others::add));
    replica.open(3, ChannelReplica.noting(others::add));
    subscribe(1, Start.NOW, 0, WIDE);
    subscribe(2, Start.NOW, 0, WIDE);
    for (long session : new long[] {2, 3}) {
      replica.as(session).subscribe(SubscribeRequest.begin(9, Start.NOW, 0, WIDE));
    }
    service.unsubscribe(1);
    service.unsubscribe(4);
    replica.expire(2);
    replica.close(3);
    send(1);
    assertThat(heard()).containsExactly("2:1");
    assertThat(others).isEmpty();
  }

  @Test
  void aSubscriptionGoesOnInAnotherSession() {
    SubscribeAnswer begun = subscribe(1, Start.NOW, 0, new Backlog(3, 1_000_000));
    send(4);
    replica.expire(1);
    replica.open(2, ChannelReplica.noting(heard::add));
    heard.clear();
    long offset = service(2).history(1, 1).messages().get(0).offset();
    // Two came of the three that were sent, one of them was dealt with.
    SubscribeAnswer answer =
        service(2)
            .subscribe(
                SubscribeRequest.resume(
                    1, 3, new Backlog(3, 1_000_000), begun.incarnation(), 1, offset));
    assertThat(answer.accepted()).isTrue();
    assertThat(heard()).containsExactly("1:3", "1:4");
  }

  private ChannelService service(long session) {
    return replica.as(session);
  }

  @Test
  void aSubscriptionDoesNotGoOnInAChannelThatWasCreatedAnew() {
    SubscribeAnswer begun = subscribe(1, Start.NOW, 0, WIDE);
    open(new MulticastChannelConfig(), 200);
    send(3);
    SubscribeAnswer answer =
        service.subscribe(SubscribeRequest.resume(1, 1, WIDE, begun.incarnation(), 0, 0));
    assertThat(answer.accepted()).isFalse();
    assertThat(heard()).isEmpty();
  }

  @Test
  void aRestoredReplicaIsTheSame() {
    send(9);
    subscribe(1, Start.OLDEST, 0, new Backlog(6, 1_000_000));
    subscribe(2, Start.NOW, 0, WIDE);
    send(3);
    ChannelReplica restored = replica.restored();
    assertThat(restored.backup()).isEqualTo(replica.backup());
    heard.clear();
    Envelope next = envelope(5);
    List<List<String>> both = new ArrayList<>();
    for (ChannelReplica each : List.of(replica, restored)) {
      ChannelService here = each.as(1);
      assertThat(here.multicast(next)).isEqualTo(13);
      here.handled(1, 7, 0);
      assertThat(positions(here.history(1, 99)))
          .containsExactlyElementsOf(LongStream.rangeClosed(9, 13).boxed().toList());
      both.add(heard());
    }
    assertThat(both.get(0)).isNotEmpty().isEqualTo(both.get(1));
    assertThat(restored.backup()).isEqualTo(replica.backup());
  }

  @Test
  void aSnapshotOfANewerVersionIsRefused() {
    assertThatThrownBy(() -> replica.restoreNewer())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("channel")
        .hasMessageContaining("version 2");
  }

  @Test
  void theHarnessKnowsSessions() {
    assertThatThrownBy(() -> replica.as(5).history(1, 1))
        .isInstanceOf(PrimitiveException.UnknownSession.class);
  }
}
