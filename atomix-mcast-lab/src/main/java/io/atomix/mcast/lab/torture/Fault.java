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

import java.time.Duration;
import java.util.Locale;

/**
 * One fault as the seed has it.
 *
 * @param form what is done
 * @param first the number of the node or client concerned, from 1 on
 * @param second the other node, for forms with two; else the same
 * @param length how long until it is healed, or until a node that is down is started; forms that
 *     wait for something else do not use it
 */
record Fault(Form form, int first, int second, Duration length) {

  /** Forms of faults, and the kind of each. */
  enum Form {
    KILL_NODE(FaultKind.KILL),
    PAUSE_NODE(FaultKind.PAUSE),
    CUT_LINK(FaultKind.PARTITION),
    CUT_ONE_WAY(FaultKind.PARTITION),
    ISOLATE_NODE(FaultKind.PARTITION),
    STOP_NODE(FaultKind.RESTART),
    RESTART_IN_TURN(FaultKind.RESTART),
    KILL_ALL_NODES(FaultKind.RESTART),
    KILL_CLIENT(FaultKind.CLIENT),
    SLOW_DISK(FaultKind.SLOW_DISK),
    FULL_DISK(FaultKind.FULL_DISK),
    CATCH_UP(FaultKind.SNAPSHOT),
    CUT_POWER(FaultKind.POWER),
    CUT_ALL_POWER(FaultKind.POWER),
    DAMAGE_STOPPED_FILE(FaultKind.DAMAGE),
    DAMAGE_KILLED_FILE(FaultKind.DAMAGE),
    AGE_STOPPED_FILE(FaultKind.DAMAGE),
    AGE_KILLED_FILE(FaultKind.DAMAGE),
    UPGRADE_IN_TURN(FaultKind.UPGRADE),
    DOWNGRADE_NODE(FaultKind.DOWNGRADE),
    DOWNGRADE_IN_TURN(FaultKind.DOWNGRADE);

    private final FaultKind kind;

    Form(FaultKind kind) {
      this.kind = kind;
    }

    FaultKind kind() {
      return kind;
    }
  }

  FaultKind kind() {
    return form.kind();
  }

  @Override
  public String toString() {
    return switch (form) {
      case KILL_NODE -> "kill -9 of m" + first + ", started again after " + seconds();
      case PAUSE_NODE -> "SIGSTOP of m" + first + ", SIGCONT after " + seconds();
      case CUT_LINK -> "link between m" + first + " and m" + second + " cut for " + seconds();
      case CUT_ONE_WAY ->
          "link from m" + first + " to m" + second + " cut one way for " + seconds();
      case ISOLATE_NODE -> "links of m" + first + " to the other nodes cut for " + seconds();
      case STOP_NODE -> "clean stop of m" + first + ", started again after " + seconds();
      case RESTART_IN_TURN -> "restart of all nodes, one after the other";
      case KILL_ALL_NODES -> "kill -9 of all nodes, started again after " + seconds();
      case KILL_CLIENT -> "kill -9 of client " + first + ", a new one after " + seconds();
      case SLOW_DISK -> "disk of m" + first + " standing still now and then for " + seconds();
      case FULL_DISK ->
          "disk of m" + first + " full for " + seconds() + ", then killed and started";
      case CATCH_UP -> "kill -9 of m" + first + " until the others have dropped what it lacks";
      case CUT_POWER -> "power cut of m" + first + " for " + seconds();
      case CUT_ALL_POWER -> "power cut of all nodes for " + seconds();
      case DAMAGE_STOPPED_FILE -> "damage to a file of m" + first + " after a clean stop";
      case DAMAGE_KILLED_FILE -> "damage to a file of m" + first + " after kill -9";
      case AGE_STOPPED_FILE ->
          "an older copy in place of a file of m" + first + " after a clean stop";
      case AGE_KILLED_FILE -> "an older copy in place of a file of m" + first + " after kill -9";
      case UPGRADE_IN_TURN ->
          "upgrade of all nodes, one after the other, the next after " + seconds();
      case DOWNGRADE_NODE -> "return of m" + first + " to the earlier build";
      case DOWNGRADE_IN_TURN ->
          "return of all nodes to the earlier build, one after the other, the next after "
              + seconds();
    };
  }

  private String seconds() {
    return String.format(Locale.ROOT, "%.1f s", length.toMillis() / 1000.0);
  }
}
