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
package io.atomix.mcast.checker.impl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Infers the order of the versions of registers from what was read of them. Where a value can have
 * been written by one operation only, whoever read it came after that operation, and every other
 * write came either before that operation or after the read: once one of the two is known to be
 * wrong, the other is known to be right.
 */
final class RegisterInference {

  private static final int FEW = 8;

  private final List<PlacedOperation> actions;
  private final Variables variables;
  private final OrderGraph graph;
  private final boolean[] collected;
  private final List<List<FoundValue>> findings = new ArrayList<>();
  private boolean learned;

  RegisterInference(List<PlacedOperation> actions, Variables variables, OrderGraph graph) {
    this.actions = actions;
    this.variables = variables;
    this.graph = graph;
    this.collected = new boolean[actions.size()];
    for (int i = 0; i < variables.registerCount(); i++) {
      findings.add(new ArrayList<>());
    }
  }

  /**
   * Goes once through all that was read.
   *
   * @return whether that helped
   */
  boolean round() throws Contradiction {
    learned = false;
    int edges = graph.edges();
    collectFindings();
    List<Versions> versions = new ArrayList<>();
    for (int i = 0; i < variables.registerCount(); i++) {
      versions.add(new Versions());
    }
    for (PlacedOperation action : actions) {
      for (Branch branch : action.isCertain() ? List.of(action.branch()) : action.branches) {
        for (int i = 0; i < branch.setVariables.length; i++) {
          if (variables.isRegister(branch.setVariables[i])) {
            versions.get(branch.setVariables[i]).add(action, branch, branch.setValues[i]);
          }
        }
      }
    }
    for (int i = 0; i < variables.registerCount(); i++) {
      versions.get(i).freeze();
      for (FoundValue finding : findings.get(i)) {
        if (!finding.resolved) {
          resolve(finding, versions.get(i));
        }
        if (finding.resolved) {
          orderOtherWrites(finding, versions.get(i));
        }
      }
    }
    return learned || graph.edges() > edges;
  }

  private void collectFindings() {
    for (PlacedOperation action : actions) {
      if (action.isCertain() && !collected[action.id]) {
        collected[action.id] = true;
        Branch branch = action.branch();
        for (int i = 0; i < branch.readVariables.length; i++) {
          int variable = branch.readVariables[i];
          if (variables.isRegister(variable)) {
            findings.get(variable).add(new FoundValue(action, variable, branch.readValues[i]));
          }
        }
      }
    }
  }

  /** The writers of one register, and the values that they wrote. */
  private static final class Versions {
    private record VersionWrite(PlacedOperation action, Branch branch) {
      private boolean writes(FoundValue finding) {
        for (int i = 0; i < branch.setVariables.length; i++) {
          if (branch.setVariables[i] == finding.variable) {
            return branch.setValues[i] == finding.value;
          }
        }
        return false;
      }
    }

    private final Map<Long, List<VersionWrite>> byValue = new HashMap<>();
    private final List<PlacedOperation> certain = new ArrayList<>();

    /** By those of which it was open whether they took effect when this was gathered. */
    private final List<VersionWrite> uncertain = new ArrayList<>();

    private PlacementTimeline timeline;

    private void add(PlacedOperation action, Branch branch, long value) {
      byValue
          .computeIfAbsent(value, key -> new ArrayList<>(1))
          .add(new VersionWrite(action, branch));
      if (action.isCertain()) {
        certain.add(action);
      } else {
        uncertain.add(new VersionWrite(action, branch));
      }
    }

    private List<VersionWrite> others(long value, PlacedOperation reader) {
      List<VersionWrite> writes = byValue.getOrDefault(value, List.of());
      if (writes.size() > FEW || reader.branch().setVariables.length == 0) {
        return writes;
      }
      return writes.stream().filter(write -> write.action() != reader).toList();
    }

    private void freeze() {
      timeline = new PlacementTimeline(certain);
    }
  }

  private void resolve(FoundValue finding, Versions versions) throws Contradiction {
    PlacedOperation reader = finding.reader;
    boolean maybeFirst = finding.value == Variables.ABSENT;
    Versions.VersionWrite only = null;
    List<Versions.VersionWrite> writes = versions.others(finding.value, reader);
    if (writes.size() == 1 && !maybeFirst) {
      only = writes.get(0);
    } else if (!writes.isEmpty() || !maybeFirst) {
      PlacedOperation overwriter = versions.timeline.lastWhollyBefore(reader.earliest);
      maybeFirst &= overwriter == null;
      List<Versions.VersionWrite> possible =
          possible(finding, versions, overwriter, writes, maybeFirst ? 1 : 2);
      if (possible.size() + (maybeFirst ? 1 : 0) > 1) {
        return;
      }
      only = possible.isEmpty() ? null : possible.get(0);
      if (only == null && !maybeFirst) {
        throw new Contradiction(reason(finding, writes, overwriter), actors(finding, overwriter));
      }
    }
    finding.resolved = true;
    learned = true;
    if (only != null) {
      finding.source = only.action();
      if (!only.action().isCertain()) {
        only.action().seen(only.branch());
      }
      graph.add(
          only.action(), reader, Edge.EdgeKind.WRITE_READ, finding.variable, finding.value, null);
    }
  }

  private boolean mayBeSource(
      PlacedOperation writer, PlacedOperation reader, PlacedOperation overwriter) {
    return writer != reader
        && (overwriter == null || writer.latest >= overwriter.earliest)
        && writer.earliest <= reader.latest
        && !graph.isBefore(reader, writer);
  }

  /**
   * Returns the writes among {@code writes} that may have written what was found, at most {@code
   * most}.
   */
  private List<Versions.VersionWrite> possible(
      FoundValue finding,
      Versions versions,
      PlacedOperation overwriter,
      List<Versions.VersionWrite> writes,
      int most) {
    PlacedOperation reader = finding.reader;
    List<Versions.VersionWrite> possible = new ArrayList<>();
    if (writes.size() <= FEW) {
      for (Versions.VersionWrite write : writes) {
        if (possible.size() < most && mayBeSource(write.action(), reader, overwriter)) {
          possible.add(write);
        }
      }
      return possible;
    }
    // With many writes of one value only those at about the same time are worth a look.
    versions.timeline.overlapping(
        overwriter == null ? Long.MIN_VALUE : overwriter.earliest,
        reader.latest,
        action -> {
          Versions.VersionWrite write = new Versions.VersionWrite(action, action.branch());
          if (write.writes(finding) && mayBeSource(action, reader, overwriter)) {
            possible.add(write);
          }
          return possible.size() < most;
        });
    for (Versions.VersionWrite write : versions.uncertain) {
      if (possible.size() < most
          && write.writes(finding)
          && mayBeSource(write.action(), reader, overwriter)) {
        possible.add(write);
      }
    }
    return possible;
  }

  private String reason(
      FoundValue finding, List<Versions.VersionWrite> writes, PlacedOperation overwriter) {
    String found = variables.describe(finding.variable, finding.value);
    if (overwriter == null) {
      return writes.isEmpty()
          ? "1 found " + found + ", which nobody wrote."
          : "1 found " + found + ", which nobody wrote before 1 ended.";
    }
    return "1 found "
        + found
        + ", but 2 had written "
        + variables.name(finding.variable)
        + " before 1, and "
        + (writes.isEmpty() ? "nobody wrote that value." : "nobody wrote that value since.");
  }

  private static List<PlacedOperation> actors(FoundValue finding, PlacedOperation overwriter) {
    return overwriter == null ? List.of(finding.reader) : List.of(finding.reader, overwriter);
  }

  private void orderOtherWrites(FoundValue finding, Versions versions) throws Contradiction {
    PlacedOperation reader = finding.reader;
    PlacedOperation source = finding.source;
    List<PlacedOperation> others = new ArrayList<>();
    versions.timeline.overlapping(
        source == null ? Long.MIN_VALUE : source.earliest,
        reader.latest,
        other -> {
          if (other != reader && other != source) {
            others.add(other);
          }
          return true;
        });
    for (PlacedOperation other : others) {
      if (source == null) {
        add(reader, other, Edge.EdgeKind.READ_WRITE, finding, null);
      } else if (graph.isBefore(other, reader)) {
        add(other, source, Edge.EdgeKind.WRITE_WRITE, finding, reader);
      } else if (graph.isBefore(source, other)) {
        add(reader, other, Edge.EdgeKind.READ_WRITE, finding, source);
      }
    }
  }

  private void add(
      PlacedOperation from,
      PlacedOperation to,
      Edge.EdgeKind kind,
      FoundValue finding,
      PlacedOperation via)
      throws Contradiction {
    graph.add(from, to, kind, finding.variable, finding.value, via);
  }
}
