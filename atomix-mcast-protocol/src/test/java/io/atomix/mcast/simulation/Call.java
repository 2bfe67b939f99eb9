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

import io.atomix.mcast.ordering.GroupId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** One call of a client: what it was to do, and what its caller was told. */
final class Call {
  private final int number;
  private final String client;
  private final String primitive;
  private final long start;
  private long end = Long.MAX_VALUE;
  private Outcome outcome = Outcome.RUNNING;
  private String text;
  private boolean ordered;
  private boolean sequential;

  /** What it touches, for what is promised about the order of one client's calls. */
  final List<Touch> touches = new ArrayList<>();

  /** The cells that it may write: all of one of these sets. */
  final List<Set<Cell>> branches = new ArrayList<>();

  /** The groups of which it writes all keys that there are. */
  final List<GroupId> stamps = new ArrayList<>();

  /** What it asked to be last in each cell, if it is conditional. */
  final Map<Cell, Integer> conditions = new TreeMap<>(History.CELLS);

  /** What it was told that these cells held. */
  final Map<Cell, List<Integer>> saw = new TreeMap<>(History.CELLS);

  /** What it was told that all cells of a group held. */
  final Map<GroupId, Map<String, List<Integer>>> dumps = new TreeMap<>();

  /** What it was told that all cells of all primitives held; null but for the cut of a backup. */
  Map<Cell, List<Integer>> everything;

  /** How many it was told that it came after. */
  final Map<Cell, Integer> positions = new TreeMap<>(History.CELLS);

  /** Which versions it was told that its changes have. */
  final Map<Cell, Long> versions = new TreeMap<>(History.CELLS);

  /** Whether a timer writes for it, after it has ended. */
  boolean timed;

  /** Whether it was told that its conditions held; null if it was told nothing. */
  Boolean held;

  /** What a client knows of a call. */
  enum Outcome {
    /** It has heard nothing yet. */
    RUNNING,
    /** It was done. */
    DONE,
    /** It was not done, and never will be. */
    NOT_APPLIED,
    /** It may have been done, or may still be. */
    UNKNOWN
  }

  /** What a call does to a key, or to a whole ledger, in a group. */
  record Touch(String primitive, GroupId group, String key, Kind kind) {
    enum Kind {
      READ,
      ADD,
      WRITE
    }

    boolean conflictsWith(Touch that) {
      return primitive.equals(that.primitive)
          && group.equals(that.group)
          && (key == null || that.key == null || key.equals(that.key))
          && (kind == Kind.WRITE || kind != that.kind);
    }
  }

  Call(int number, String client, String primitive, long start) {
    this.number = number;
    this.client = client;
    this.primitive = primitive;
    this.start = start;
  }

  int number() {
    return number;
  }

  String client() {
    return client;
  }

  String primitive() {
    return primitive;
  }

  long start() {
    return start;
  }

  long end() {
    return end;
  }

  Outcome outcome() {
    return outcome;
  }

  void end(long time, Outcome how, String told) {
    end = time;
    outcome = how;
    text = told;
  }

  /** It takes effect in the order of its client's calls, because it is never tried again. */
  void setOrdered() {
    ordered = true;
  }

  /** Returns whether a timer was set that must have written for it in the end. */
  boolean isTimerSet() {
    return History.TIMER.equals(text);
  }

  /** It may take effect behind later calls of its client. */
  void setUnordered() {
    ordered = false;
  }

  boolean isOrdered() {
    return ordered && !timed;
  }

  /** It may miss what others have done, as a read of any replica. */
  void setSequential() {
    sequential = true;
  }

  boolean isSequential() {
    return sequential;
  }

  boolean conflictsWith(Call that) {
    return touches.stream().anyMatch(one -> that.touches.stream().anyMatch(one::conflictsWith));
  }

  @Override
  public String toString() {
    return "call "
        + number
        + " of "
        + client
        + " ("
        + primitive
        + " "
        + touches
        + (conditions.isEmpty() ? "" : " if " + conditions)
        + ", "
        + outcome
        + (text == null ? "" : ": " + text)
        + (saw.isEmpty() ? "" : ", saw " + saw)
        + (dumps.isEmpty() ? "" : ", saw " + dumps)
        + (positions.isEmpty() ? "" : ", came after " + positions)
        + (versions.isEmpty() ? "" : ", has versions " + versions)
        + (held == null ? "" : ", held: " + held)
        + ")";
  }
}
