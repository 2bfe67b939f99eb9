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

import io.atomix.mcast.primitives.channel.ChannelMessageId;
import io.atomix.mcast.primitives.channel.ChannelPosition.PartitionPlace;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.primitive.partition.PartitionId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is told, and what waits for what. */
class OrderedMergeTest {
  private static final PartitionId P = PartitionId.from("data", 1);
  private static final PartitionId Q = PartitionId.from("data", 2);
  private static final PartitionId R = PartitionId.from("data", 3);

  private final Map<PartitionId, Long> positions = new HashMap<>();
  private OrderedMerge merge = merge(Map.of(), 100);

  private OrderedMerge merge(Map<PartitionId, PartitionPlace> places, int backlog) {
    Map<PartitionId, PartitionPlace> all = new HashMap<>();
    for (PartitionId id : List.of(P, Q, R)) {
      PartitionPlace place = places.getOrDefault(id, new PartitionPlace(7, 0, Set.of()));
      all.put(id, place);
      positions.put(id, place.next());
    }
    OrderedMerge made = new OrderedMerge(all, new Backlog(backlog, 1_000_000));
    made.moment(Map.of(P, 0L, Q, 0L, R, 0L), true);
    return made;
  }

  private static Envelope message(int number, Conflicts conflicts, PartitionId... to) {
    ChannelMessageId id = new ChannelMessageId(new UUID(0, 0), number);
    return new Envelope(id, List.of(to), conflicts, new byte[0]);
  }

  /** Has a message come; returns what is told then. */
  private List<String> comes(PartitionId partition, Envelope message) {
    long position = positions.merge(partition, 1L, Long::sum) - 1;
    merge.message(partition, new StoredMessage(position, position * message.size(), message));
    return told();
  }

  private List<String> told() {
    List<String> told = new ArrayList<>();
    for (Merged next = merge.poll(); next != null; next = merge.poll()) {
      next.accept(
          new Merged.MergedVisitor() {
            @Override
            public void whole(Merged.WholeMessage message) {
              told.add("" + message.halves().values().iterator().next().envelope().id().number());
            }

            @Override
            public void broken(Merged.BrokenMessage message) {
              message
                  .halves()
                  .forEach((id, half) -> told.add("broken " + id.id() + ": " + half.position()));
            }

            @Override
            public void lost(Merged.LostPositions lost) {
              told.add("lost " + lost.partition().id() + ": " + lost.first() + "-" + lost.last());
            }
          });
      merge.told(next);
    }
    return told;
  }

  private PartitionPlace place(PartitionId partition) {
    return merge.places(Map.of(P, 7L, Q, 7L, R, 7L), null).get(partition);
  }

  @Test
  void aMessageOfTwoPartitionsIsToldWhenBothHaveIt() {
    Envelope both = message(1, Conflicts.all(), P, Q);
    assertThat(comes(P, both)).isEmpty();
    assertThat(merge.waitingFor()).isEqualTo(Map.of(Q, 1));
    assertThat(comes(Q, both)).containsExactly("1");
    assertThat(merge.waitingFor()).isEmpty();
    assertThat(merge.size()).isZero();
  }

  @Test
  void whatWaitsHoldsUpOnlyWhatConflictsWithIt() {
    Envelope both = message(1, Conflicts.on("a", "b"), P, Q);
    comes(P, both);
    assertThat(comes(P, message(2, Conflicts.on("a"), P))).isEmpty();
    assertThat(comes(P, message(3, Conflicts.on("c"), P))).containsExactly("3");
    assertThat(comes(P, message(4, Conflicts.none(), P))).containsExactly("4");
    assertThat(comes(P, message(5, Conflicts.all(), P))).isEmpty();
    assertThat(comes(P, message(6, Conflicts.none(), P))).isEmpty();
    assertThat(comes(P, message(7, Conflicts.on("a"), P))).isEmpty();
    assertThat(comes(Q, both)).containsExactly("1", "2", "5", "6", "7");
  }

  @Test
  void thePositionKnowsWhatWasToldAheadAndWhatWasNot() {
    Envelope both = message(1, Conflicts.on("a"), P, Q);
    comes(P, both);
    comes(P, message(2, Conflicts.none(), P));
    assertThat(place(P)).isEqualTo(new PartitionPlace(7, 2, Set.of(1L)));
    assertThat(place(Q)).isEqualTo(new PartitionPlace(7, 0, Set.of()));

    merge = merge(Map.of(P, place(P), Q, place(Q)), 100);
    assertThat(comes(P, both)).isEmpty();
    assertThat(comes(P, message(2, Conflicts.none(), P))).as("told before").isEmpty();
    assertThat(comes(P, message(3, Conflicts.none(), P))).containsExactly("3");
    assertThat(comes(Q, both)).containsExactly("1");
    assertThat(place(P)).isEqualTo(new PartitionPlace(7, 3, Set.of()));
  }

  @Test
  void whatIsBeingToldCountsOnlyForTheListener() {
    merge.message(P, new StoredMessage(1, 64, message(1, Conflicts.none(), P)));
    Merged next = merge.poll();
    assertThat(merge.places(Map.of(), null).get(P).next()).isEqualTo(1);
    assertThat(merge.places(Map.of(), next).get(P).next()).isEqualTo(2);
    merge.told(next);
    assertThat(merge.places(Map.of(), null).get(P).next()).isEqualTo(2);
  }

  @Test
  void aMessageOfWhichAHalfIsLostIsToldAsGapsInItsPlace() {
    Envelope both = message(1, Conflicts.on("a"), P, Q);
    assertThat(comes(Q, both)).isEmpty();
    assertThat(comes(Q, message(2, Conflicts.on("a"), Q))).isEmpty();
    merge.gap(P, 1, 3, 0);
    assertThat(told()).as("where it is is not known yet").containsExactly("lost 1: 1-3");
    merge.moment(Map.of(P, 4L, Q, 2L, R, 0L), true);
    assertThat(told()).as("it may be at 4").isEmpty();
    positions.put(P, 4L);
    assertThat(comes(P, message(3, Conflicts.none(), P))).containsExactly("3", "broken 2: 1", "2");
  }

  @Test
  void aHalfThatComesBehindAGapIsNotLost() {
    Envelope both = message(1, Conflicts.on("a"), P, Q);
    comes(Q, both);
    merge.gap(P, 1, 3, 0);
    merge.moment(Map.of(P, 4L, Q, 1L, R, 0L), true);
    told();
    positions.put(P, 4L);
    assertThat(comes(P, both)).containsExactly("1");
  }

  @Test
  void aMessageThatStandsBeforeTheBeginningInOnePartitionIsAGapInTheOther() {
    merge = merge(Map.of(P, new PartitionPlace(7, 5, Set.of())), 100);
    merge.moment(Map.of(P, 5L, Q, 2L, R, 0L), true);
    assertThat(comes(Q, message(1, Conflicts.none(), P, Q))).containsExactly("broken 2: 1");
    assertThat(comes(Q, message(2, Conflicts.none(), Q))).containsExactly("2");
    assertThat(comes(Q, message(3, Conflicts.none(), P, Q))).as("behind the moment").isEmpty();
  }

  @Test
  void partitionsThatAreNotSubscribedDoNotCount() {
    Envelope elsewhere = message(1, Conflicts.all(), P, PartitionId.from("data", 9));
    assertThat(comes(P, elsewhere)).containsExactly("1");
  }

  /** Commuting messages, in other orders than the bound would have it. */
  @Test
  void fullPartitionsDoNotWaitForEachOther() {
    merge = merge(Map.of(), 4);
    List<Envelope> messages =
        IntStream.rangeClosed(1, 20).mapToObj(i -> message(i, Conflicts.none(), P, Q)).toList();
    for (int i = 0; i < 3; i++) {
      comes(P, messages.get(i));
      comes(Q, messages.get(19 - i));
    }
    assertThat(merge.room(P)).as("three are held").isZero();
    assertThat(merge.relieve()).containsExactlyInAnyOrder(P, Q);
    assertThat(merge.room(P)).as("they do not count any more").isEqualTo(3);
    assertThat(merge.relieve()).isEmpty();
  }

  @Test
  void aPartitionThatGoesOnIsWaitedForAndNoOtherHoldsMoreThanItsBound() {
    merge = merge(Map.of(), 4);
    comes(P, message(1, Conflicts.all(), P, R));
    for (int i = 2; i <= 3; i++) {
      comes(P, message(i, Conflicts.none(), P, Q));
    }
    for (int i = 14; i <= 16; i++) {
      comes(Q, message(i, Conflicts.none(), P, Q));
    }
    assertThat(merge.waitingFor()).isEqualTo(Map.of(P, 3, Q, 2, R, 1));
    assertThat(merge.relieve()).as("R makes room in P, and P then in Q").isEmpty();
  }
}
