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
package io.atomix.mcast.simulation;

import io.atomix.primitive.PrimitiveState;
import io.atomix.primitive.proxy.ProxySession;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Listens to a ledger in one group, and checks that each event comes once, in order, and before any
 * answer that is as of a later state.
 */
public final class Listener implements LedgerClient {
  private final String name;
  private final Consumer<Problem> problems;
  private final ProxySession<Ledger> proxy;
  private final BiConsumer<Integer, Long> versions;

  /** The number of the last change that a session was told of, or that it began after. */
  private final Map<Long, Long> last = new HashMap<>();

  /** Creates a listener; {@code versions} is told of calls and the versions of their changes. */
  Listener(
      String name,
      Consumer<Problem> problems,
      ProxySession<Ledger> proxy,
      BiConsumer<Integer, Long> versions) {
    this.versions = versions;
    this.name = name;
    this.problems = problems;
    this.proxy = proxy;
    proxy.addStateChangeListener(
        state -> {
          if (state == PrimitiveState.CONNECTED) {
            listen();
          }
        });
  }

  /** Has the session hear of changes from now on. */
  void listen() {
    ask().whenComplete((answer, error) -> {});
  }

  /** Asks what the last change was, without an entry unless it has to be. */
  void look() {
    checked(proxy.apply(Ledger::changes)).whenComplete((answer, error) -> {});
  }

  private CompletableFuture<long[]> ask() {
    return checked(proxy.apply(Ledger::listen))
        .thenApply(
            answer -> {
              // It has nothing before it to be told of.
              last.putIfAbsent(answer[0], answer[1]);
              return answer;
            });
  }

  private CompletableFuture<long[]> checked(CompletableFuture<String> answer) {
    return answer.thenApply(
        text -> {
          String[] parts = text.split(":");
          long session = Long.parseLong(parts[0]);
          long number = Long.parseLong(parts[1]);
          Long heard = last.get(session);
          if (heard != null && heard < number) {
            problems.accept(
                Problem.of(
                    name
                        + ": an answer as of change "
                        + number
                        + " came before the changes behind "
                        + heard
                        + " in session "
                        + session));
          }
          return new long[] {session, number};
        });
  }

  @Override
  public void changed(long session, long number, int call, long version) {
    versions.accept(call, version);
    Long before = last.put(session, number);
    if (before != null && number != before + 1) {
      problems.accept(
          Problem.of(
              name + ": change " + number + " follows " + before + " in session " + session));
    }
  }

  /**
   * Asks what the last change was; when that future is done, says whether all changes up to it have
   * come.
   */
  CompletableFuture<Runnable> expectAll() {
    return ask()
        .thenApply(
            answer ->
                () -> {
                  Long has = last.get(answer[0]);
                  if (has != null && has < answer[1]) {
                    problems.accept(
                        Problem.of(
                            name
                                + ": session "
                                + answer[0]
                                + " was told of changes up to "
                                + has
                                + " of "
                                + answer[1]));
                  }
                });
  }

  @Override
  public String toString() {
    return name;
  }
}
