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

import io.atomix.mcast.testing.schedules.Schedules;
import io.atomix.mcast.testing.schedules.ThreadNotes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Schedules of threads at a {@link RequestGate}. */
class RequestGateSchedulesTest {
  @Test
  void nothingPassesWhileItIsHeldAndAllInOrder() {
    Schedules.explore(
        300,
        () -> {
          RequestGate gate = new RequestGate();
          ThreadNotes<String> seen = new ThreadNotes<>();
          Function<String, CompletableFuture<String>> handler =
              gate.behind(
                  request -> {
                    seen.add(request);
                    return CompletableFuture.completedFuture("answer to " + request);
                  });
          ThreadNotes<String> answers = new ThreadNotes<>();
          Schedules.sideBySide(
              () -> {
                handler.apply("a").thenAccept(answers::add);
                handler.apply("b").thenAccept(answers::add);
              },
              () -> {
                gate.hold();
                seen.add("held");
                seen.add("released");
                gate.release();
              });
          List<String> all = seen.all();
          Schedules.same("released", all.indexOf("held") + 1, all.indexOf("released"));
          Schedules.holds("in order: " + all, all.indexOf("a") < all.indexOf("b"));
          Schedules.same("seen", 4, all.size());
          Schedules.same("answers", List.of("answer to a", "answer to b"), answers.all());
        });
  }
}
