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

import io.atomix.core.map.AtomicMap;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Movers put a token under a new key and then remove it from its old one, mostly in another
 * partition; watchers ask for the size of the map.
 *
 * <p>In any serial order there is one entry for each token, and one more for each mover that has
 * added its token and not yet removed it. Where each mover can have been between the moments when
 * the question was asked and when its answer came, a {@link WriterTimeline} tells. A size that
 * these places cannot make up is torn: a token was nowhere, or in too many places. (Not every torn
 * observation is found: one too many and one too few make up for each other.)
 */
final class TokenLoad implements DemoProgram {
  private static final int QUESTIONS_AT_ONCE = 4;
  private static final int TOKENS_OF_EACH = 4;

  private final List<AtomicMap<String, String>> maps;
  private final List<Mover> movers = new ArrayList<>();
  private final int tokens;

  /** Takes the same map as each node sees it: each has a mover and a watcher. */
  TokenLoad(List<AtomicMap<String, String>> maps) {
    this.maps = maps;
    for (AtomicMap<String, String> map : maps) {
      movers.add(new Mover(map, movers.size() * TOKENS_OF_EACH));
    }
    this.tokens = movers.size() * TOKENS_OF_EACH;
  }

  @Override
  public void prepare() {
    IntStream.range(0, tokens).forEach(token -> maps.get(0).put(key(token, 0), name(token)));
  }

  @Override
  public List<Worker> workers() {
    List<Worker> workers = new ArrayList<>(movers);
    maps.forEach(
        map -> workers.add(new Watcher<>(map.async()::size, this::judge, QUESTIONS_AT_ONCE)));
    return workers;
  }

  @Override
  public void verify() {
    Set<String> found = new HashSet<>();
    maps.get(0).values().forEach(value -> found.add(value.value()));
    int size = maps.get(0).size();
    if (size != tokens || found.size() != tokens) {
      throw new IllegalStateException(
          "Of %d tokens, %d are left, in %d entries".formatted(tokens, found.size(), size));
    }
  }

  private Watcher.AnswerJudge<Integer> judge() {
    long[] from = movers.stream().mapToLong(mover -> mover.timeline.completed()).toArray();
    return size -> {
      int least = tokens;
      int most = tokens;
      for (int i = 0; i < from.length; i++) {
        WriterTimeline timeline = movers.get(i).timeline;
        long to = timeline.begun();
        least += timeline.explains(0, from[i], to) ? 0 : 1;
        most += timeline.explains(1, from[i], to) ? 1 : 0;
      }
      return size >= least && size <= most
          ? null
          : "size() was %d, where from %d to %d was possible, with %d tokens"
              .formatted(size, least, most, tokens);
    };
  }

  private static String name(int token) {
    return "token-" + token;
  }

  private static String key(int token, int place) {
    return name(token) + "-at-" + place;
  }

  /** Moves its tokens in turn, each from place to place. */
  private static final class Mover implements Worker {
    private final AtomicMap<String, String> map;
    private final int first;
    private final Random random;
    private final int[] places = new int[TOKENS_OF_EACH];

    /** In state 0 each token is in one place, in state 1 one of them is in two. */
    private final WriterTimeline timeline = new WriterTimeline(2);

    private int turn;

    Mover(AtomicMap<String, String> map, int first) {
      this.map = map;
      this.first = first;
      this.random = new Random(first);
    }

    @Override
    public void step(Tally tally) {
      int mine = turn++ % TOKENS_OF_EACH;
      int token = first + mine;
      String old = key(token, places[mine]);
      places[mine] += 1 + random.nextInt(100);
      String next = key(token, places[mine]);
      timeline.step(() -> tally.write(() -> map.put(next, name(token))));
      timeline.step(() -> tally.write(() -> map.remove(old)));
    }
  }
}
