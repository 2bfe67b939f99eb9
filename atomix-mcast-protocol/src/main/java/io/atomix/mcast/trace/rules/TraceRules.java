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
package io.atomix.mcast.trace.rules;

import io.atomix.mcast.trace.Trace;
import io.atomix.mcast.trace.TraceEvent;
import java.util.List;
import java.util.Map;

/**
 * Judge of traces: whether each step that is recorded is one that the rules of the protocol allow.
 * It knows the rules of {@code docs/protocol.md} and nothing of the code that carries them out.
 * Steps that a trace does not tell are taken to be right.
 */
public final class TraceRules {
  private TraceRules() {}

  /**
   * Result of a judgement.
   *
   * @param groups number of groups
   * @param steps number of steps of groups that were judged, each once for all replicas
   * @param messages number of messages that these steps are about
   * @param gaps number of places where entries lie between that nobody has recorded
   * @param broken what the rules do not allow
   */
  public record TraceFindings(
      int groups, long steps, long messages, long gaps, List<BrokenRule> broken) {}

  /**
   * Judges what nodes have recorded, each trace that of one process: it may begin anywhere, and
   * have gaps.
   *
   * @throws IllegalArgumentException if one of them cannot be judged, which says why
   */
  public static TraceFindings judge(List<Trace> traces) {
    return judge(traces, false);
  }

  /**
   * Judges a trace that has all that happened from the first entry of each group to the last.
   *
   * @throws IllegalArgumentException if it cannot be judged, which says why
   */
  public static TraceFindings judgeWhole(Trace trace) {
    return judge(List.of(trace), true);
  }

  private static TraceFindings judge(List<Trace> traces, boolean whole) {
    Map<String, RecordedLog> logs = RecordedLog.of(traces, whole);
    boolean sampled = traces.stream().anyMatch(trace -> trace.sampling() > 1);
    LogReplay replay = new LogReplay(logs, whole, sampled);
    replay.run();
    new EndRules(replay).check(traces);
    List<TraceEvent> steps =
        logs.values().stream()
            .flatMap(log -> log.steps().stream())
            .map(RecordedLog.RecordedStep::event)
            .toList();
    return new TraceFindings(
        logs.size(),
        steps.stream().filter(step -> step != null).count(),
        steps.stream().filter(step -> step != null).map(TraceEvent::message).distinct().count(),
        steps.stream().filter(step -> step == null).count(),
        replay.broken());
  }
}
