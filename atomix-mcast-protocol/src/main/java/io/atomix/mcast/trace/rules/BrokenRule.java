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

import io.atomix.mcast.trace.TraceEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A step of a trace that the rules of the protocol do not allow.
 *
 * @param rule the number of the rule in {@code docs/protocol.md}, or 0 where replicas that apply
 *     the same log entry differ
 * @param text what is wrong
 * @param steps the steps that it is about, the one that is not allowed first
 */
public record BrokenRule(int rule, String text, List<TraceEvent> steps) {
  /** Leaves out steps that are not known. */
  static BrokenRule of(int rule, String text, TraceEvent... steps) {
    return new BrokenRule(
        rule, text, Arrays.stream(steps).filter(Objects::nonNull).distinct().toList());
  }

  /** Returns the rule, what is wrong, and a line for each step. */
  @Override
  public String toString() {
    String name = rule == 0 ? "Replicas differ" : "Rule " + rule;
    return name + ": " + text + steps.stream().map(BrokenRule::line).collect(Collectors.joining());
  }

  private static String line(TraceEvent step) {
    return String.format(
        "%n    %s, entry %d, recorded by %s: %s %s%s%s",
        step.group(),
        step.index(),
        step.node(),
        step.kind(),
        step.message(),
        step.timestamp() == null ? "" : ", timestamp " + step.timestamp(),
        step.waitsFor() == null ? "" : ", waits for " + step.waitsFor());
  }
}
