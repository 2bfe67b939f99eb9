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
import io.atomix.mcast.primitives.channel.ChannelPosition;
import io.atomix.mcast.primitives.channel.ChannelPosition.PartitionPlace;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.primitive.partition.PartitionId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Subscribers of several partitions that come and go at random, with backlogs and histories that
 * are too small: what is told is compared with what a naive merge tells, and must be each message
 * once, whole, and in the order of each partition where messages conflict.
 */
class OrderedMergeRandomTest {
  private static final int RUNS = Integer.getInteger("mcast.runs", 60);
  private static final int STEPS = 400;

  /** A fault of the merge that must be found. */
  private enum Sabotage {
    NONE,
    /** Tells a message as soon as one of its halves may be told. */
    ONE_HALF,
    /** Takes all messages for such as commute. */
    NO_CONFLICTS,
    /** Has full partitions wait for each other. */
    NO_RELIEF,
    /** Reads no moment behind a gap. */
    NO_MOMENT,
    /** Keeps no more than the first position of each partition that is not heard. */
    NO_HOLES
  }

  /** Something that the listener was told. */
  private record Told(ChannelMessageId id, PartitionId partition, long first, long last) {}

  /** What a user keeps: a position, and what was told up to there. */
  private record Kept(String position, int told) {}

  private static final class Run {
    private final Random random;
    private final Sabotage sabotage;
    private final Backlog backlog;
    private final ScatteredMessages messages;
    private final List<PartitionId> listenedTo;
    private final Map<PartitionId, PartitionPlace> begin = new HashMap<>();
    private final Map<PartitionId, Subscriber> subscribers = new HashMap<>();
    private final Map<PartitionId, Deque<Runnable>> events = new TreeMap<>(PartitionFinder.ORDER);
    private final Map<PartitionId, long[]> handled = new HashMap<>();
    private final List<Told> told = new ArrayList<>();
    private final Set<ChannelMessageId> toldBySubscription = new HashSet<>();
    private final boolean longHistory;
    private OrderedMerge merge;
    private NaiveMerge naive;
    private boolean momentIsWanted;
    private Kept kept;
    private int resumed;
    private int relieved;

    private Run(long seed, Sabotage sabotage) {
      random = new Random(seed);
      this.sabotage = sabotage;
      backlog = new Backlog(1 + random.nextInt(12), 1 + random.nextInt(3000));
      longHistory = random.nextBoolean();
      int partitions = 2 + random.nextInt(3);
      messages =
          new ScatteredMessages(
              random, partitions, longHistory ? 100_000 : 1 + random.nextInt(60), 30);
      List<PartitionId> all = messages.partitions();
      listenedTo = random.nextInt(4) == 0 ? all.subList(0, partitions - 1) : all;
      messages.send();
      Map<PartitionId, Long> moment = messages.newest();
      for (PartitionId id : listenedTo) {
        long first =
            random.nextBoolean()
                ? messages.log(id).oldest()
                : 1 + random.nextInt(moment.get(id).intValue() + 1);
        begin.put(id, new PartitionPlace(1, first - 1, Set.of()));
      }
      subscribe(begin, moment);
    }

    private void subscribe(
        Map<PartitionId, PartitionPlace> places, Map<PartitionId, Long> allNewest) {
      Map<PartitionId, Long> moment = new HashMap<>(allNewest);
      moment.keySet().retainAll(listenedTo);
      merge = new OrderedMerge(places, backlog);
      merge.moment(moment, true);
      naive = new NaiveMerge(places, moment);
      toldBySubscription.clear();
      momentIsWanted = false;
      for (PartitionId id : listenedTo) {
        long next = places.get(id).next();
        RecentMessages log = messages.log(id);
        long offset = log.offsetBefore(Math.max(next, log.oldest()));
        subscribers.put(id, new Subscriber(1, backlog, next, next - 1, offset));
        handled.put(id, new long[] {next - 1, offset});
        events.put(id, new ArrayDeque<>());
      }
    }

    /** Has a partition send what there is room for. */
    private void serve(PartitionId id) {
      subscribers
          .get(id)
          .send(
              messages.log(id),
              new ChannelClient() {
                @Override
                public void messages(long same, List<StoredMessage> some) {
                  some.forEach(each -> events.get(id).add(() -> message(id, each)));
                }

                @Override
                public void gap(long same, long first, long last, long offset) {
                  events.get(id).add(() -> lose(id, first, last, offset));
                }

                @Override
                public void overrun(long same, long next, long newest) {}
              });
    }

    private void message(PartitionId id, StoredMessage message) {
      naive.message(id, message);
      merge.message(id, sabotaged(id, message));
    }

    private StoredMessage sabotaged(PartitionId id, StoredMessage message) {
      Envelope is = message.envelope();
      List<PartitionId> to = sabotage == Sabotage.ONE_HALF ? List.of(id) : is.destinations();
      Conflicts conflicts = sabotage == Sabotage.NO_CONFLICTS ? Conflicts.none() : is.conflicts();
      return new StoredMessage(
          message.position(),
          message.offset(),
          new Envelope(is.id(), to, conflicts, new byte[is.payload().length]));
    }

    private void lose(PartitionId id, long first, long last, long offset) {
      naive.gap(id, last);
      merge.gap(id, first, last, offset);
      momentIsWanted = sabotage != Sabotage.NO_MOMENT;
    }

    private void tell() {
      for (Merged next = merge.poll(); next != null; next = merge.poll()) {
        Merged each = next;
        each.accept(new Listener());
        if (random.nextInt(10) == 0) {
          keep(each);
        }
        merge.told(each);
      }
      Set<ChannelMessageId> expected = new HashSet<>(naive.told());
      expected.removeAll(toldBySubscription);
      assertThat(expected).as("messages that are not told").isEmpty();
      assertThat(naive.told()).as("messages that may be told").containsAll(toldBySubscription);
      if (sabotage != Sabotage.NO_RELIEF) {
        relieved += merge.relieve().size();
      }
      listenedTo.forEach(this::tellRoom);
    }

    /** Tells a partition as a {@link PartitionSubscription} does. */
    private void tellRoom(PartitionId id) {
      long[] place = handled.get(id);
      long position = merge.room(id);
      long offset = merge.roomOffset(id);
      if (position - place[0] >= Math.max(1, backlog.size() / 2)
          || offset - place[1] >= Math.max(1, backlog.bytes() / 2)) {
        place[0] = position;
        place[1] = offset;
        subscribers.get(id).handled(position, offset, messages.log(id));
      }
    }

    private void keep(Merged underWay) {
      Map<PartitionId, Long> ones = new HashMap<>();
      listenedTo.forEach(id -> ones.put(id, 1L));
      Map<PartitionId, PartitionPlace> places = merge.places(ones, underWay);
      if (sabotage == Sabotage.NO_HOLES) {
        places.replaceAll((id, place) -> new PartitionPlace(1, place.next() - 1, Set.of()));
      }
      kept = new Kept(new ChannelPosition("channel", places).toJson(), told.size());
    }

    /** Begins behind what was kept, as a user that died and lost all that it did not keep. */
    private void resume() {
      if (kept == null) {
        return;
      }
      ChannelPosition position = ChannelPosition.fromJson(kept.position());
      Map<PartitionId, Long> moment = messages.newest();
      for (PartitionId id : listenedTo) {
        if (position.places().get(id).next() < messages.log(id).oldest()) {
          return;
        }
      }
      resumed++;
      told.subList(kept.told(), told.size()).clear();
      subscribe(position.places(), moment);
    }

    private boolean deliver(PartitionId id) {
      serve(id);
      Runnable event = events.get(id).poll();
      if (event == null) {
        return false;
      }
      event.run();
      tell();
      return true;
    }

    private void readMoment() {
      Map<PartitionId, Long> moment = messages.newest();
      moment.keySet().retainAll(listenedTo);
      momentIsWanted = false;
      naive.moment(moment);
      merge.moment(moment, true);
      tell();
    }

    private void run() {
      for (int step = 0; step < STEPS; step++) {
        int what = random.nextInt(100);
        if (what < 3) {
          messages.send();
        } else if (what < 40) {
          messages.execute();
        } else if (what < 42) {
          resume();
        } else if (what < 45 && momentIsWanted) {
          readMoment();
        } else {
          deliver(listenedTo.get(random.nextInt(listenedTo.size())));
        }
      }
      settle();
      check();
    }

    private void settle() {
      messages.newest();
      for (boolean some = true; some; ) {
        some = momentIsWanted;
        if (momentIsWanted) {
          readMoment();
        }
        for (PartitionId id : listenedTo) {
          some |= deliver(id);
        }
      }
      assertThat(merge.size()).as("messages that wait for ever").isZero();
      assertThat(merge.waitingFor()).isEmpty();
    }

    private void check() {
      for (PartitionId id : listenedTo) {
        checkPositions(id);
      }
      if (longHistory && begin.values().stream().allMatch(place -> place.upTo() == 0)) {
        assertThat(told).allMatch(each -> each.id() != null);
      }
      List<ChannelMessageId> order = told.stream().map(Told::id).filter(Objects::nonNull).toList();
      assertThat(order).doesNotHaveDuplicates();
      for (int i = 0; i < order.size(); i++) {
        for (int j = i + 1; j < order.size(); j++) {
          checkOrder(order.get(i), order.get(j));
        }
      }
    }

    /** Each position came once, in a message or in a gap. */
    private void checkPositions(PartitionId id) {
      List<Long> heard = new ArrayList<>();
      for (Told each : told) {
        if (each.id() == null && each.partition().equals(id)) {
          for (long position = each.first(); position <= each.last(); position++) {
            heard.add(position);
          }
        } else if (each.id() != null
            && messages.sent().get(each.id()).destinations().contains(id)) {
          heard.add(messages.position(each.id(), id));
        }
      }
      List<Long> expected = new ArrayList<>();
      for (long i = begin.get(id).next(); i <= messages.log(id).newest(); i++) {
        expected.add(i);
      }
      assertThat(heard).as("positions of %s", id).containsExactlyInAnyOrderElementsOf(expected);
    }

    private void checkOrder(ChannelMessageId one, ChannelMessageId other) {
      Envelope first = messages.sent().get(one);
      Envelope second = messages.sent().get(other);
      if (first.conflicts().with(second.conflicts())) {
        for (PartitionId id : first.destinations()) {
          if (listenedTo.contains(id) && second.destinations().contains(id)) {
            assertThat(messages.position(one, id)).isLessThan(messages.position(other, id));
          }
        }
      }
    }

    private final class Listener implements Merged.MergedVisitor {
      @Override
      public void whole(Merged.WholeMessage message) {
        PartitionId first = message.halves().firstKey();
        ChannelMessageId id = message.halves().get(first).envelope().id();
        told.add(new Told(id, first, 0, 0));
        toldBySubscription.add(id);
      }

      @Override
      public void broken(Merged.BrokenMessage message) {
        message
            .halves()
            .forEach(
                (id, half) -> {
                  told.add(new Told(null, id, half.position(), half.position()));
                  toldBySubscription.add(half.envelope().id());
                });
      }

      @Override
      public void lost(Merged.LostPositions positions) {
        told.add(new Told(null, positions.partition(), positions.first(), positions.last()));
      }
    }
  }

  @Test
  void tellsEachMessageOnceAndInOneOrder() {
    long seed = Long.getLong("mcast.seed", System.nanoTime());
    System.out.println("OrderedMergeRandomTest seed " + seed + ", runs " + RUNS);
    int resumed = 0;
    int relieved = 0;
    int gaps = 0;
    int messages = 0;
    for (int i = 0; i < RUNS; i++) {
      Run run = new Run(seed + i, Sabotage.NONE);
      try {
        run.run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("-Dmcast.runs=1 -Dmcast.seed=" + (seed + i), e);
      }
      resumed += run.resumed;
      relieved += run.relieved;
      gaps += run.told.stream().filter(each -> each.id() == null).count();
      messages += run.told.stream().filter(each -> each.id() != null).count();
    }
    System.out.printf(
        "%d messages, %d gaps, resumed %d times, relieved %d times%n",
        messages, gaps, resumed, relieved);
    if (RUNS > 50) {
      assertThat(messages).isGreaterThan(RUNS * 20);
      assertThat(gaps).isGreaterThan(RUNS / 2);
      assertThat(resumed).isGreaterThan(RUNS);
      assertThat(relieved).isGreaterThan(RUNS / 10);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Sabotage.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void findsSabotage(Sabotage sabotage) {
    int runs = 0;
    boolean found = false;
    for (; !found && runs < 40; runs++) {
      try {
        new Run(runs, sabotage).run();
      } catch (AssertionError | RuntimeException e) {
        found = true;
      }
    }
    System.out.println(sabotage + " is found in run " + runs);
    assertThat(found).isTrue();
  }
}
