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

import io.atomix.mcast.time.LocalTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Asks the same question several times at once, and has each answer judged.
 *
 * @param <T> type of the answers
 */
final class Watcher<T> implements Worker {
  private final Supplier<CompletableFuture<T>> question;
  private final Supplier<AnswerJudge<T>> judges;
  private final int atOnce;

  /**
   * Creates a watcher.
   *
   * @param question asks
   * @param judges makes a judge, just before a question is asked
   * @param atOnce how many questions are under way at once
   */
  Watcher(Supplier<CompletableFuture<T>> question, Supplier<AnswerJudge<T>> judges, int atOnce) {
    this.question = question;
    this.judges = judges;
    this.atOnce = atOnce;
  }

  @Override
  public void step(Tally tally) {
    List<CompletableFuture<Sighting>> asked = Stream.generate(this::ask).limit(atOnce).toList();
    asked.forEach(answer -> tally.observed(answer.join()));
  }

  private CompletableFuture<Sighting> ask() {
    AnswerJudge<T> judge = judges.get();
    long begin = LocalTime.nanos();
    return question
        .get()
        .thenApply(seen -> new Sighting(LocalTime.nanos() - begin, judge.tornness(seen)));
  }

  /**
   * Knows what could have been seen from the moment of the question to that of the answer.
   *
   * @param <T> type of the answers
   */
  @FunctionalInterface
  interface AnswerJudge<T> {

    /** Returns in words why the answer that has just come is torn, or null if it is not. */
    String tornness(T answer);
  }

  /**
   * One answer.
   *
   * @param nanos how long it took, in nanoseconds
   * @param torn why it is torn, or null
   */
  record Sighting(long nanos, String torn) {}
}
