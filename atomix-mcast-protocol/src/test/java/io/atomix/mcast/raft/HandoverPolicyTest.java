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
package io.atomix.mcast.raft;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HandoverPolicyTest {
  private static final long SETTLE = 100;

  /** Any origin will do. */
  private static final long ORIGIN = Long.MAX_VALUE - 50;

  private final HandoverPolicy policy = new HandoverPolicy(SETTLE);
  private long now = ORIGIN;

  /**
   * Returns how long it takes until a move is due, for a member that is up to date all the time.
   */
  private long untilDue() {
    long began = now;
    while (!policy.due(now, true)) {
      now++;
      assertThat(now - began).isLessThan(1_000_000);
    }
    return now - began;
  }

  private void pass(long time) {
    now += time;
  }

  private void reign(long time) {
    policy.sees(now, true);
    pass(time);
    policy.sees(now, false);
  }

  @Test
  void aMemberThatIsUpToDateForAWhileIsDue() {
    assertThat(untilDue()).isEqualTo(SETTLE);
    assertThat(policy.due(now, true)).as("until something comes of it").isTrue();
  }

  @Test
  void onlyWhoHasBeenUpToDateAllTheTimeIs() {
    policy.due(now, true);
    pass(SETTLE - 1);
    assertThat(policy.due(now, false)).isFalse();
    pass(1);
    assertThat(untilDue()).isEqualTo(SETTLE);
    policy.notYet();
    assertThat(untilDue()).isEqualTo(SETTLE);
  }

  @Test
  void afterEachFailureTheNextMoveWaitsTwiceAsLongUpToALimit() {
    untilDue();
    for (int failures = 1; failures <= HandoverPolicy.MOST_DOUBLINGS; failures++) {
      policy.failed(now);
      assertThat(untilDue()).isEqualTo(SETTLE << failures);
    }
    policy.failed(now);
    assertThat(untilDue()).isEqualTo(SETTLE << HandoverPolicy.MOST_DOUBLINGS);
  }

  @Test
  void aMemberThatLosesTheLeadSoonWaitsTwiceAsLongEachTime() {
    reign(SETTLE);
    assertThat(untilDue()).isEqualTo(2 * SETTLE);
    reign(SETTLE);
    assertThat(untilDue()).isEqualTo(4 * SETTLE);
  }

  @Test
  void aLongReignMakesGoodWhatWasBefore() {
    for (int i = 0; i < 4; i++) {
      policy.failed(now);
    }
    reign(HandoverPolicy.LONG_REIGN * SETTLE);
    assertThat(untilDue()).isEqualTo(SETTLE);
  }

  @Test
  void whoSeesTheSameAgainLearnsNothing() {
    policy.sees(now, false);
    policy.sees(now, false);
    assertThat(untilDue()).isEqualTo(SETTLE);
    reign(SETTLE);
    policy.sees(now, false);
    assertThat(untilDue()).isEqualTo(2 * SETTLE);
  }
}
