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
package io.atomix.mcast.ordering;

import static io.atomix.mcast.ordering.Fixtures.G;
import static io.atomix.mcast.ordering.Fixtures.bytes;
import static io.atomix.mcast.ordering.Fixtures.id;
import static io.atomix.mcast.ordering.Fixtures.restored;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random logs of one group: against {@link DumbOrdering}, and through snapshots. {@link Seeds}
 * tells how to run more of them, or one again.
 */
class GroupOrderingRandomTest {
  private static final int ENTRIES = 300;

  @Test
  void itDoesWhatTheDumbVersionDoes() {
    Seeds.forEach(
        "GroupOrderingRandomTest#itDoesWhatTheDumbVersionDoes", 200, this::compareWithDumbVersion);
  }

  private void compareWithDumbVersion(long seed) {
    Random random = new Random(seed);
    RandomEntries entries = new RandomEntries(random);
    GroupOrdering ordering = new GroupOrdering(G);
    DumbOrdering dumb = new DumbOrdering(G);
    Submitters.Submitter client = random.nextBoolean() ? ordering.submitters().open(0, 0) : null;
    dumb.comingFrom = client == null ? Long.MAX_VALUE : 0;
    Map<MessageId, MessageStatus> told = new HashMap<>();
    for (int i = 0; i < ENTRIES; i++) {
      if (client != null && random.nextInt(20) == 0) {
        dumb.comingFrom = Math.max(dumb.comingFrom, random.nextInt(RandomEntries.HIGHEST_ID));
        client.resolved(dumb.comingFrom);
      }
      Entry entry = entries.next(dumb::status);
      List<Effect> effects = ordering.step(entry);
      assertThat(withoutReasons(effects))
          .as("effects of entry %d, %s", i, entry)
          .isEqualTo(dumb.step(entry));
      listen(effects, told);
      assertThat(ordering.pendingCount()).isEqualTo(dumb.pendingCount());
      assertThat(ordering.outcomeCount()).isEqualTo(dumb.outcomeCount());
      for (int message = 0; message < RandomEntries.HIGHEST_ID; message++) {
        Optional<MessageStatus> status =
            ordering.status(id(message)).map(GroupOrderingRandomTest::withoutBelow);
        if (!status.equals(dumb.status(id(message)))) {
          assertThat(status)
              .as("standing of %d after entry %d, %s", message, i, entry)
              .isEqualTo(dumb.status(id(message)));
        }
        // What others are told is all that there is to tell.
        if (!status.equals(Optional.ofNullable(told.get(id(message))))) {
          assertThat(told.get(id(message)))
              .as("told of %d after entry %d, %s", message, i, entry)
              .isEqualTo(status.orElse(null));
        }
      }
      GroupFootprint footprint = entries.footprint();
      assertThat(ordering.conflictsWithPending(footprint))
          .as("rule 7 for %s after entry %d, %s", footprint, i, entry)
          .isEqualTo(dumb.conflictsWithPending(footprint));
      assertThat(ordering.anyPending("set")).isEqualTo(dumb.anyPending("set"));
    }
  }

  private static void listen(List<Effect> effects, Map<MessageId, MessageStatus> told) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Stands stands) {
        told.put(stands.id(), withoutBelow(stands.status()));
        told.values().remove(MessageStatus.ABSENT);
      } else if (effect instanceof Effect.Forgotten forgotten) {
        told.remove(forgotten.id());
      }
    }
  }

  private static List<Effect> withoutReasons(List<Effect> effects) {
    return effects.stream().map(GroupOrderingRandomTest::comparable).toList();
  }

  private static Effect comparable(Effect effect) {
    if (effect instanceof Effect.Stands stands) {
      return new Effect.Stands(stands.id(), withoutBelow(stands.status()));
    }
    return effect instanceof Effect.Ignored ignored
        ? DumbOrdering.ignored(ignored.entry())
        : effect;
  }

  /** {@link StabilityTest} checks what is told to be below. */
  private static MessageStatus withoutBelow(MessageStatus status) {
    return status.state().pending() ? status.withBelow(Below.NONE) : status;
  }

  @Test
  void restoredFromASnapshotItGoesOnAsIfNothingHadHappened() {
    Seeds.forEach(
        "GroupOrderingRandomTest#restoredFromASnapshotItGoesOnAsIfNothingHadHappened",
        60,
        this::compareWithRestored);
  }

  private void compareWithRestored(long seed) {
    Random random = new Random(seed);
    RandomEntries entries = new RandomEntries(random);
    GroupOrdering ordering = new GroupOrdering(G);
    List<GroupOrdering> restored = new ArrayList<>();
    for (int i = 0; i < ENTRIES; i++) {
      if (random.nextInt(20) == 0) {
        restored.add(restored(G, bytes(ordering)));
      }
      Entry entry = entries.next(ordering::status);
      List<Effect> effects = ordering.step(entry);
      for (GroupOrdering other : restored) {
        assertThat(other.step(entry)).as("effects of entry %d", i).isEqualTo(effects);
      }
      if (random.nextInt(4) == 0) {
        byte[] expected = bytes(ordering);
        for (GroupOrdering other : restored) {
          assertThat(bytes(other)).as("state after entry %d", i).isEqualTo(expected);
        }
      }
    }
    assertThat(restored).allSatisfy(it -> assertThat(bytes(it)).isEqualTo(bytes(ordering)));
  }
}
