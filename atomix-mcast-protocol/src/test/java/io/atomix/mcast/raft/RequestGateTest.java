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
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RequestGateTest {
  private final RequestGate gate = new RequestGate();
  private final List<String> handled = new ArrayList<>();
  private final Function<String, CompletableFuture<Integer>> handler =
      gate.behind(
          request -> {
            handled.add(request);
            return CompletableFuture.completedFuture(request.length());
          });

  @Test
  void requestsPassWhileNobodyHoldsIt() {
    assertThat(handler.apply("a")).isCompletedWithValue(1);
  }

  @Test
  void whatComesMeanwhileWaitsAndGoesOnInItsOrder() {
    gate.hold();
    CompletableFuture<Integer> first = handler.apply("a");
    CompletableFuture<Integer> second = handler.apply("bb");
    assertThat(first).isNotDone();
    assertThat(handled).isEmpty();
    gate.release();
    assertThat(first).isCompletedWithValue(1);
    assertThat(second).isCompletedWithValue(2);
    assertThat(handled).containsExactly("a", "bb");
    assertThat(handler.apply("ccc")).isCompletedWithValue(3);
  }

  @Test
  void whatFailsBehindTheGateFailsForWhoeverWaits() {
    Function<String, CompletableFuture<Integer>> failing =
        gate.behind(request -> CompletableFuture.failedFuture(new IllegalStateException(request)));
    Function<String, CompletableFuture<Integer>> throwing =
        gate.behind(
            request -> {
              throw new IllegalStateException(request);
            });
    gate.hold();
    CompletableFuture<Integer> failed = failing.apply("failed");
    CompletableFuture<Integer> thrown = throwing.apply("thrown");
    CompletableFuture<Integer> next = handler.apply("next");
    gate.release();
    assertThatThrownBy(failed::join).hasRootCauseMessage("failed");
    assertThatThrownBy(thrown::join).hasRootCauseMessage("thrown");
    assertThat(next).isCompletedWithValue(4);
  }
}
