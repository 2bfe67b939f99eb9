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
package io.atomix.mcast.lab.torture;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.atomix.mcast.lab.torture.ElectionLine.Led;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A call of a {@code LeaderElection}, as it is recorded when it begins and once more at its end.
 *
 * @param number no other call of the process has it
 * @param kind what is called
 * @param candidate whom it is about
 * @param invoked when it began, on the histories' clock
 * @param returned when it was answered; {@link Long#MAX_VALUE} if that is not known
 * @param refused whether it was not applied and never will be
 * @param led the leadership that was answered, if that is what the call asks for
 * @param leads whether the candidate leads, if that is what the call asks for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ElectionCall(
    long number,
    ElectionCallKind kind,
    String candidate,
    long invoked,
    long returned,
    boolean refused,
    Led led,
    Boolean leads) {

  /** A kind of call. */
  enum ElectionCallKind {
    /** Stands for election, each candidate once. */
    RUN,
    /** Withdraws a candidate. */
    WITHDRAW,
    /** Makes a candidate the leader. */
    ANOINT,
    /** Removes a candidate. */
    EVICT
  }

  static ElectionCall begun(long number, ElectionCallKind kind, String candidate, long invoked) {
    return new ElectionCall(number, kind, candidate, invoked, Long.MAX_VALUE, false, null, null);
  }

  ElectionCall answered(long time, Led answer, Boolean whether) {
    return new ElectionCall(number, kind, candidate, invoked, time, false, answer, whether);
  }

  ElectionCall refusal() {
    return new ElectionCall(number, kind, candidate, invoked, Long.MAX_VALUE, true, null, null);
  }

  boolean isAnswered() {
    return returned != Long.MAX_VALUE;
  }

  /** Returns the calls of which the lines of a process tell, as the last of each tells. */
  static List<ElectionCall> last(Collection<ElectionCall> lines) {
    Map<Long, ElectionCall> calls = new LinkedHashMap<>();
    lines.forEach(each -> calls.put(each.number(), each));
    return List.copyOf(calls.values());
  }

  @Override
  public String toString() {
    return kind + " of " + candidate + (refused ? ", refused" : isAnswered() ? "" : ", unknown");
  }
}
