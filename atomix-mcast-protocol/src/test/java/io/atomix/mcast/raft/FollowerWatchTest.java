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

import io.atomix.cluster.MemberId;
import io.atomix.mcast.wire.FollowerReport;
import io.atomix.mcast.wire.FollowerReport.FollowerProgress;
import io.atomix.protocols.raft.protocol.AppendResponse;
import io.atomix.protocols.raft.protocol.RaftResponse;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FollowerWatchTest {
  private static final MemberId TWO = MemberId.from("m2");
  private static final MemberId THREE = MemberId.from("m3");

  /** A clock whose origin is before zero, as that of the machine may be. */
  private long now = -5_000_000_000L;

  private final FollowerWatch watch = new FollowerWatch(null, () -> now);

  private static AppendResponse response(boolean succeeded, long last) {
    return AppendResponse.builder()
        .withStatus(RaftResponse.Status.OK)
        .withTerm(3)
        .withSucceeded(succeeded)
        .withLastLogIndex(last)
        .build();
  }

  private void pass(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private FollowerReport report(long term, long committed) {
    return watch.report(List.of(THREE, TWO), term, committed);
  }

  @Test
  void silenceBeginsWithTheLastAnswer() {
    watch.begin(3);
    pass(100);
    watch.answered(TWO, response(true, 10), 3);
    watch.answered(THREE, response(true, 12), 3);
    pass(40);
    watch.answered(THREE, response(true, 12), 3);
    assertThat(report(3, 12).followers())
        .containsExactly(new FollowerProgress("m2", 40, 2), new FollowerProgress("m3", 0, 0));
  }

  @Test
  void whoHasNotAnsweredThisLeaderHasBeenSilentSinceItLeads() {
    watch.answered(TWO, response(true, 10), 2);
    pass(500);
    watch.begin(3);
    pass(70);
    assertThat(report(3, 20).followers())
        .containsExactly(new FollowerProgress("m2", 70, -1), new FollowerProgress("m3", 70, -1));
  }

  @Test
  void aLeaderWhoseTermHasJustBegunHasMissedNobody() {
    watch.begin(2);
    pass(500);
    assertThat(report(3, 20).followers())
        .extracting(FollowerProgress::silentMillis)
        .containsExactly(0L, 0L);
  }

  @Test
  void anAnswerThatSaysNothingOfTheLogIsHeardAllTheSame() {
    watch.begin(3);
    watch.answered(TWO, response(true, 10), 3);
    pass(100);
    watch.answered(TWO);
    watch.answered(THREE, response(false, 15), 3);
    pass(1);
    assertThat(report(3, 12).followers())
        .containsExactly(new FollowerProgress("m2", 1, 2), new FollowerProgress("m3", 1, -1));
  }

  @Test
  void entriesThatAreNotCommittedYetAreNotMissing() {
    watch.begin(3);
    watch.answered(TWO, response(true, 14), 3);
    assertThat(report(3, 12).followers().get(0).behind()).isZero();
  }
}
