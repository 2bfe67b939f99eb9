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

import io.atomix.cluster.MemberId;
import io.atomix.mcast.testing.schedules.Schedules;
import io.atomix.mcast.testing.schedules.ThreadNotes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Schedules of threads that ask a {@link LeadershipCheck}, while another leader is elected. */
class LeadershipCheckSchedulesTest {
  private static final LeadershipCheck.Others ONE =
      new LeadershipCheck.Others(List.of(MemberId.from("other")), 1);

  /**
   * A question.
   *
   * @param latest the latest term when it was asked
   */
  private record Asked(long latest, CompletableFuture<Boolean> holds) {}

  @Test
  void nobodyIsToldOfAMomentBeforeItCame() {
    Schedules.explore(
        300,
        () -> {
          AtomicLong term = new AtomicLong(7);
          LeadershipCheck check =
              new LeadershipCheck(
                  member -> {
                    long found = term.get();
                    return CompletableFuture.completedFuture(found);
                  });
          ThreadNotes<Asked> asked = new ThreadNotes<>();
          Runnable reader = () -> asked.add(new Asked(term.get(), check.holds(7, ONE)));
          Schedules.sideBySide(reader, reader, () -> term.set(8));
          for (Asked each : asked.all()) {
            Schedules.holds("answered", each.holds().isDone());
            Schedules.holds(
                "no later leader when it was asked", !each.holds().join() || each.latest() == 7);
          }
        });
  }
}
