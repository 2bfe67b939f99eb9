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
import static io.atomix.mcast.ordering.Fixtures.groups;
import static io.atomix.mcast.ordering.Fixtures.id;
import static io.atomix.mcast.ordering.Fixtures.reads;
import static io.atomix.mcast.ordering.Fixtures.writes;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the ordering core allocates for each operation, which does not depend on the machine. The
 * bounds are for code that is not compiled yet; compiled, it is a fraction. They do not depend on
 * how much is pending.
 */
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int WARM_UP = 2_000;
  private static final int OPERATIONS = 2_000;
  private static final long LOCAL_WRITE = 400;
  private static final long QUERY = 250;
  private static final long MULTICAST_WRITE = 2_500;
  private static final long FREE_KEY = -1;

  private final GroupOrdering group = new GroupOrdering(G);

  /** Returns the bytes that one operation allocates, other than its entries. */
  private static long bytes(Runnable operation) {
    for (int i = 0; i < WARM_UP; i++) {
      operation.run();
    }
    long before = THREADS.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < OPERATIONS; i++) {
      operation.run();
    }
    return (THREADS.getCurrentThreadAllocatedBytes() - before) / OPERATIONS;
  }

  private void submitPending(int pending) {
    for (int i = 0; i < pending; i++) {
      group.step(new Entry.SubmitMulticast(id(i), writes(i), groups(G, H)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10_000})
  void aLocalWriteWithoutConflict(int pending) {
    submitPending(pending);
    Entry write = new Entry.SubmitLocal(id(-1), writes(FREE_KEY));
    assertThat(bytes(() -> group.step(write))).isLessThanOrEqualTo(LOCAL_WRITE);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10_000})
  void aQueryWithoutConflict(int pending) {
    submitPending(pending);
    GroupFootprint read = reads(FREE_KEY);
    assertThat(bytes(() -> group.conflictsWithPending(read))).isLessThanOrEqualTo(QUERY);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 10_000})
  void aMulticastWriteFromItsVoteToItsBeingForgotten(int pending) {
    submitPending(pending);
    Entry submission = new Entry.SubmitMulticast(id(-1), writes(FREE_KEY), groups(G, H));
    Entry execution = new Entry.Execute(id(-1), 0);
    Entry forget = new Entry.Forget(List.of(id(-1)));
    assertThat(
            bytes(
                () -> {
                  group.step(submission);
                  group.step(execution);
                  group.step(forget);
                }))
        .isLessThanOrEqualTo(MULTICAST_WRITE);
  }
}
