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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** All calls of a run, with when they began and ended. */
final class History {
  /** An order of cells, so that runs are the same whatever their hash codes are. */
  static final Comparator<Cell> CELLS =
      Comparator.comparing(Cell::primitive).thenComparing(Cell::group).thenComparing(Cell::key);

  /** What a caller is told for whom a timer will write. */
  static final String TIMER = "a timer is set";

  private final List<Call> calls = new ArrayList<>();
  private final Versions versions = new Versions(this);
  private final Trace trace;
  private long instant;

  History(Trace trace) {
    this.trace = trace;
  }

  /** A call begins. */
  Call begin(String client, String primitive) {
    return begin(client, primitive, instant());
  }

  /** A call has begun at an instant that was before. */
  Call begin(String client, String primitive, long start) {
    Call call = new Call(calls.size() + 1, client, primitive, start);
    calls.add(call);
    return call;
  }

  /** Returns an instant that is behind all that has happened. */
  long instant() {
    return ++instant;
  }

  /** Says what a call that has begun is about. */
  void begun(Call call) {
    trace.call(call.number(), call.touches.size(), () -> "begins as " + call);
  }

  /** A call ends. */
  void end(Call call, Call.Outcome outcome, String told) {
    call.end(++instant, outcome, told);
    int detail =
        Objects.hash(
                call.saw, call.everything, call.dumps, call.positions, call.versions, call.held)
            + outcome.ordinal();
    trace.call(call.number(), detail, () -> "ends as " + call);
  }

  Versions versions() {
    return versions;
  }

  List<Call> calls() {
    return calls;
  }

  Call call(int number) {
    return calls.get(number - 1);
  }
}
