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
package io.atomix.mcast.lab.demo;

import io.atomix.core.map.AtomicCounterMap;
import java.util.ArrayList;
import java.util.List;

/**
 * One writer clears a map of counters and counts each of them up again, one after the other;
 * watchers ask for the size of the map. What is torn is defined by {@link WriterTimeline}.
 */
final class CounterLoad implements DemoProgram {
  private static final int QUESTIONS_AT_ONCE = 4;
  private static final int COUNTERS = 6;

  private final List<AtomicCounterMap<String>> maps;
  private final WriterTimeline timeline = new WriterTimeline(COUNTERS + 1);

  /** Takes the same map as each node sees it. */
  CounterLoad(List<AtomicCounterMap<String>> maps) {
    this.maps = maps;
  }

  @Override
  public void prepare() {
    maps.get(0).clear();
  }

  @Override
  public List<Worker> workers() {
    List<Worker> workers = new ArrayList<>();
    workers.add(new CounterWriter());
    maps.forEach(
        map -> workers.add(new Watcher<>(map.async()::size, this::judge, QUESTIONS_AT_ONCE)));
    return workers;
  }

  @Override
  public void verify() {
    long state = timeline.completed();
    int size = maps.get(0).size();
    if (!timeline.explains(size, state, state)) {
      throw new IllegalStateException(
          "After step %d the map of counters has %d of %d".formatted(state, size, COUNTERS));
    }
  }

  private Watcher.AnswerJudge<Integer> judge() {
    long from = timeline.completed();
    return size ->
        timeline.explains(size, from, timeline.begun())
            ? null
            : "size() was %d, while %d counters were cleared at once or counted up one by one"
                .formatted(size, COUNTERS);
  }

  /** Does the steps of the timeline, one a time. */
  private final class CounterWriter implements Worker {
    private int next;

    @Override
    public void step(Tally tally) {
      AtomicCounterMap<String> map = maps.get(0);
      int counter = next++ % (COUNTERS + 1);
      if (counter == COUNTERS) {
        timeline.step(() -> tally.write(map::clear));
      } else {
        timeline.step(() -> tally.write(() -> map.incrementAndGet("counter-" + counter)));
      }
    }
  }
}
