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
package io.atomix.mcast.group;

import static io.atomix.mcast.group.Texts.G;
import static io.atomix.mcast.group.Texts.STORE;
import static io.atomix.mcast.group.Texts.putBoth;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.observe.StateChecksum;
import io.atomix.mcast.ordering.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What tells replicas apart. That equal ones have equal checksums is checked by TestGroup. */
class ChecksumTest {
  private final TestClient ann = new TestClient(1);

  @Test
  void aReplicaThatHasAppliedNothingHasNone() {
    assertThat(new TestReplica(G, "m1").checksum().index()).isZero();
    TestGroup group = new TestGroup(G);
    group.tick();
    assertThat(TestReplica.restored(G, "m3", 1, group.snapshot()).checksum().index())
        .as("the snapshot does not say which entry was the last")
        .isZero();
  }

  @Test
  void itBelongsToTheLastEntryAndIsThatOfTheState() {
    TestGroup group = new TestGroup(G);
    group.tick();
    StateChecksum first = group.checksum();
    assertThat(first.index()).isEqualTo(1);
    group.tick();
    assertThat(group.checksum()).isEqualTo(new StateChecksum(2, first.value()));
    group.open(ann, STORE, StoreService.TYPE);
    assertThat(group.checksum().value()).as("with a session").isNotEqualTo(first.value());
  }

  /** As when one log has another entry there, or an entry had no effect. */
  @Test
  void aReplicaThatMissedWhatBecameOfAMessageDiffers() {
    TestGroup one = new TestGroup(G);
    TestGroup other = new TestGroup(G);
    long message = ann.next();
    for (TestGroup group : List.of(one, other)) {
      long session = group.open(ann, STORE, StoreService.TYPE);
      group.submit(ann, putBoth(message, session, "x", "1"));
    }
    one.order(new Entry.Execute(ann.message(message), 0));
    other.tick();
    assertThat(one.checksum().index()).isEqualTo(other.checksum().index());
    assertThat(one.checksum().value()).isNotEqualTo(other.checksum().value());
  }
}
