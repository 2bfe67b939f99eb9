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
package io.atomix.mcast.agent.trace;

import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.trace.Trace;
import io.atomix.mcast.trace.rules.BrokenRule;
import io.atomix.mcast.trace.rules.TraceRules;
import java.io.PrintWriter;
import java.util.List;

/** Judges traces by the rules of the protocol, and says what was found. */
final class TraceChecks {
  private static final int MOST_SHOWN = 20;

  private TraceChecks() {}

  /**
   * Judges traces, one of each process.
   *
   * @return the exit code: 0, or 1 if a step is not allowed
   * @throws CommandException if a trace cannot be judged
   */
  static int check(List<Trace> traces, PrintWriter say) {
    TraceRules.TraceFindings findings;
    try {
      findings = TraceRules.judge(traces);
    } catch (IllegalArgumentException e) {
      throw new CommandException(e.getMessage());
    }
    List<BrokenRule> broken = findings.broken();
    broken.stream().limit(MOST_SHOWN).forEach(say::println);
    if (broken.size() > MOST_SHOWN) {
      say.printf("... and %d more%n", broken.size() - MOST_SHOWN);
    }
    say.printf(
        "%d steps of %d messages in %d groups were judged, with %d gaps: %s%n",
        findings.steps(),
        findings.messages(),
        findings.groups(),
        findings.gaps(),
        broken.isEmpty()
            ? "the rules allow all of them"
            : broken.size() + " are not as the rules say");
    say.flush();
    return broken.isEmpty() ? 0 : 1;
  }
}
