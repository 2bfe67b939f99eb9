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

import java.util.List;
import java.util.SortedSet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a submission costs while many messages on other keys are pending. Run it with
 *
 * <pre>
 * mvn -pl atomix-mcast-protocol test-compile org.codehaus.mojo:exec-maven-plugin:3.5.0:exec \
 *   -Dexec.classpathScope=test -Dexec.executable=java \
 *   -Dexec.args="-cp %classpath org.openjdk.jmh.Main SubmissionBenchmark -prof gc"
 * </pre>
 *
 * <p>{@code gc.alloc.rate.norm} is what one operation allocates, in bytes.
 *
 * <p>Each benchmark leaves the group as it found it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class SubmissionBenchmark {
  private static final SortedSet<GroupId> DESTINATIONS = groups(G, H);
  private static final long FREE_KEY = -1;
  private static final long TAKEN_KEY = 0;
  private static final long CHAIN_KEY = -2;
  private static final int CHAIN = 10;

  /**
   * The number of multicast messages that are pending, each with a key of its own, beside a chain
   * of ten on one key.
   */
  @Param({"0", "1000", "100000"})
  public int pending;

  private final GroupOrdering group = new GroupOrdering(G);
  private final Entry localWrite = new Entry.SubmitLocal(id(-1), writes(FREE_KEY));
  private final Entry multicast = multicast(-1, FREE_KEY);
  private final Entry execution = new Entry.Execute(id(-1), 0);
  private final Entry blocked = multicast(-1, TAKEN_KEY);
  private final Entry lastOfChain = multicast(-1, CHAIN_KEY);
  private final Entry abort = new Entry.Abort(id(-1));
  private final Entry forget = new Entry.Forget(List.of(id(-1)));
  private final GroupFootprint freeRead = reads(FREE_KEY);

  private static Entry multicast(long id, long key) {
    return new Entry.SubmitMulticast(id(id), writes(key), DESTINATIONS);
  }

  @Setup
  public void submitPending() {
    for (int i = 0; i < pending; i++) {
      group.step(multicast(i, i));
    }
    for (int i = 0; i < CHAIN; i++) {
      group.step(multicast(pending + i, CHAIN_KEY));
    }
    if (group.pendingCount() != pending + CHAIN) {
      throw new IllegalStateException("Not all are pending: " + group.pendingCount());
    }
  }

  /** Rule 7 for one key that nobody touches. */
  @Benchmark
  public boolean queryWithoutConflict() {
    return group.conflictsWithPending(freeRead);
  }

  /** Rule 1 without conflict: one entry. */
  @Benchmark
  public List<Effect> localWriteWithoutConflict() {
    return group.step(localWrite);
  }

  /** Rules 2, 6 and 10 without conflict: three entries. */
  @Benchmark
  public List<Effect> multicastWithoutConflict() {
    group.step(multicast);
    group.step(execution);
    return group.step(forget);
  }

  /** Rules 2, 9 and 10 with one conflict, where more than the chain is pending: three entries. */
  @Benchmark
  public List<Effect> multicastWithOneConflict() {
    group.step(blocked);
    group.step(abort);
    return group.step(forget);
  }

  /** The same, behind a chain of ten that conflict with each other. */
  @Benchmark
  public List<Effect> multicastBehindAChain() {
    group.step(lastOfChain);
    group.step(abort);
    return group.step(forget);
  }
}
