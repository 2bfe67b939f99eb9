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
import static io.atomix.mcast.ordering.Fixtures.H;
import static io.atomix.mcast.ordering.Fixtures.bytes;
import static io.atomix.mcast.ordering.Fixtures.groups;
import static io.atomix.mcast.ordering.Fixtures.id;
import static io.atomix.mcast.ordering.Fixtures.reads;
import static io.atomix.mcast.ordering.Fixtures.writes;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is shown of pending messages. */
class PendingMessagesTest {
  private final GroupOrdering ordering = new GroupOrdering(G);

  private void multicast(long sequence, GroupFootprint footprint) {
    ordering.step(new Entry.SubmitMulticast(id(sequence), footprint, groups(G, H)));
  }

  @Test
  void eachNamesTheLowestThatHoldsItUpAndTheLengthOfItsChain() {
    multicast(1, writes(1));
    multicast(2, writes(1, 2));
    multicast(3, writes(2));
    multicast(4, writes(9));
    ordering.step(new Entry.SubmitLocal(id(5), reads(1)));
    byte[] before = bytes(ordering);

    List<PendingView> shown = ordering.pendingMessages(10);

    assertThat(shown)
        .extracting(PendingView::id)
        .containsExactly(id(1), id(4), id(2), id(3), id(5));
    assertThat(shown)
        .extracting(PendingView::blockedBy)
        .containsExactly(null, null, id(1), id(2), id(1));
    assertThat(shown).extracting(PendingView::chain).containsExactly(1, 1, 2, 3, 3);
    assertThat(shown.get(0).destinations()).containsExactly(G, H);
    assertThat(shown.get(4).destinations()).as("of a local message").isEmpty();
    assertThat(bytes(ordering)).as("looking changes nothing").isEqualTo(before);
  }

  @Test
  void noMoreThanAskedForAreShown() {
    for (int i = 1; i <= 5; i++) {
      multicast(i, writes(1));
    }
    assertThat(ordering.pendingMessages(2))
        .extracting(PendingView::id)
        .containsExactly(id(1), id(2));
  }
}
