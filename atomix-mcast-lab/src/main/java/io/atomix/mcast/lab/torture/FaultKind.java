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

import java.util.Arrays;
import java.util.stream.Collectors;

/** Kinds of faults, as {@code --faults} names them. */
enum FaultKind {
  /** A node is killed with {@code kill -9} and started again. */
  KILL("kill"),
  /** A node is stopped with {@code SIGSTOP} and goes on with {@code SIGCONT}. */
  PAUSE("pause"),
  /** Links between nodes are cut. */
  PARTITION("partition"),
  /** Nodes are stopped and started: one, one after the other, or all at once by kill. */
  RESTART("restart"),
  /** A client process is killed and another one takes its place. */
  CLIENT("client"),
  /** The file system of a node stands still again and again. */
  SLOW_DISK("slow-disk"),
  /** The file system of a node is full. */
  FULL_DISK("full-disk"),
  /** A node is down until the others have dropped what it lacks, and comes back by snapshot. */
  SNAPSHOT("snapshot"),
  /** Nodes lose their power, and what they have not forced to the disk. */
  POWER("power"),
  /** A file of a node is damaged, or put back to what it was, between its end and its start. */
  DAMAGE("damage"),
  /** Nodes are restarted on the present build, one after the other. */
  UPGRADE("upgrade"),
  /** Nodes are restarted on the earlier build. */
  DOWNGRADE("downgrade");

  private final String text;

  FaultKind(String text) {
    this.text = text;
  }

  /** The name on the command line. */
  String text() {
    return text;
  }

  /** Returns whether there has to be an earlier build for it. */
  boolean needsEarlierBuild() {
    return this == UPGRADE || this == DOWNGRADE;
  }

  /**
   * Returns whether nothing else may go on meanwhile: who has lost what it had must get it from the
   * others before they lose theirs.
   */
  boolean isAlone() {
    return this == POWER || this == DAMAGE;
  }

  /**
   * The kind with this name.
   *
   * @throws IllegalArgumentException if there is none; says which there are
   */
  static FaultKind named(String text) {
    return Arrays.stream(values())
        .filter(kind -> kind.text.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no fault '"
                        + text
                        + "'; there are "
                        + Arrays.stream(values())
                            .map(FaultKind::text)
                            .collect(Collectors.joining(", "))));
  }

  @Override
  public String toString() {
    return text;
  }
}
