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
package io.atomix.mcast.client.pipeline;

import io.atomix.mcast.testing.schedules.Schedules;
import io.atomix.mcast.testing.schedules.ThreadNotes;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Schedules of threads at the queues beside a pipeline: of callbacks, and of questions. */
class QueuesSchedulesTest {
  @Test
  void eachCompletionRunsOnceInItsOrderAndAlone() {
    Schedules.explore(
        300,
        () -> {
          Completions completions = new Completions("test", new Object());
          ThreadNotes<String> ran = new ThreadNotes<>();
          AtomicInteger running = new AtomicInteger();
          Schedules.sideBySide(
              () -> {
                completions.add(() -> run("a", running, ran));
                completions.add(() -> run("b", running, ran));
                completions.run();
              },
              () -> {
                completions.add(() -> run("c", running, ran));
                completions.run();
              });
          List<String> all = ran.all();
          Schedules.same("number that ran", 3, all.size());
          Schedules.holds("in order: " + all, all.indexOf("a") < all.indexOf("b"));
          Schedules.holds("all of them: " + all, all.contains("c"));
        });
  }

  private static void run(String name, AtomicInteger running, ThreadNotes<String> ran) {
    ran.add(running.incrementAndGet() == 1 ? name : "beside another");
    running.decrementAndGet();
  }

  /** Requests that are answered when a thread says so. */
  private static final class Requests {
    private final Queue<Request> underWay = new ArrayDeque<>();

    private record Request(List<String> questions, CompletableFuture<byte[]> answer) {}

    private synchronized CompletableFuture<byte[]> ask(List<String> questions) {
      underWay.add(new Request(questions, new CompletableFuture<>()));
      Schedules.same("requests under way", 1, underWay.size());
      return underWay.element().answer();
    }

    private boolean answer() {
      Request next;
      synchronized (this) {
        next = underWay.poll();
      }
      return next != null && next.answer().complete(new byte[0]);
    }
  }

  @Test
  void eachQuestionIsAnsweredOnceByOneRequestAtATime() {
    Schedules.explore(
        300,
        () -> {
          Requests requests = new Requests();
          ThreadNotes<String> answered = new ThreadNotes<>();
          Gathering<String> gathering =
              new Gathering<>(
                  requests::ask, (questions, bytes) -> questions.forEach(answered::add));
          Schedules.sideBySide(
              () -> {
                gathering.add("a");
                gathering.send();
              },
              () -> {
                gathering.add("b");
                gathering.send();
              },
              requests::answer);
          boolean more = true;
          while (more) {
            more = requests.answer();
          }
          Schedules.same("answered", List.of("a", "b"), answered.all().stream().sorted().toList());
        });
  }

  @Test
  void eachQuestionIsAnsweredOrGivenOutAtTheEnd() {
    Schedules.explore(
        300,
        () -> {
          Requests requests = new Requests();
          ThreadNotes<String> told = new ThreadNotes<>();
          Gathering<String> gathering =
              new Gathering<>(requests::ask, (questions, bytes) -> questions.forEach(told::add));
          Schedules.sideBySide(
              () -> {
                if (!gathering.add("a")) {
                  told.add("a");
                }
                gathering.send();
              },
              () -> gathering.close().forEach(told::add),
              requests::answer);
          requests.answer();
          Schedules.same("told", List.of("a"), told.all());
        });
  }
}
