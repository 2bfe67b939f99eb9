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

import org.junit.jupiter.api.Test;

/** The fence of rule 7: what a replica may answer at once, and from when on. */
class LeadershipTest {

  private final Leadership leadership = new Leadership();

  @Test
  void aReplicaThatDoesNotLeadIsNeverFenced() {
    assertThat(leadership.leads()).isFalse();
    assertThat(leadership.isFenced()).isFalse();

    leadership.fence(leadership.current());

    assertThat(leadership.isFenced()).isFalse();
  }

  @Test
  void aNewLeaderIsFencedOnceAnEntryOfItsOwnIsApplied() {
    long number = leadership.begin();
    assertThat(leadership.leads()).isTrue();
    assertThat(leadership.isFenced())
        .as("its predecessor's entries may not be applied yet")
        .isFalse();

    leadership.fence(number);

    assertThat(leadership.isFenced()).isTrue();
  }

  @Test
  void anEntryOfAnEarlierLeadershipIsNoFence() {
    long first = leadership.begin();
    leadership.end();
    leadership.begin();

    leadership.fence(first);

    assertThat(leadership.isFenced())
        .as("between the two another member led, whose entries may not be applied yet")
        .isFalse();
  }

  @Test
  void theFenceFallsWithTheLeadership() {
    leadership.fence(leadership.begin());

    leadership.end();

    assertThat(leadership.isFenced()).isFalse();
    leadership.begin();
    assertThat(leadership.isFenced()).as("the next leadership has a fence of its own").isFalse();
  }

  @Test
  void leadershipsOfDifferentRunsDiffer() {
    assertThat(new Leadership().begin()).isNotEqualTo(leadership.begin());
  }
}
