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

/** Situations in which things go wrong if they ever do: some run of every build comes to each. */
enum Point {
  LATE_RAISE("a raise comes behind the execution"),
  RAISED_PAST_OTHERS("a raise takes a message past others that are pending"),
  EXECUTED_AGAIN("an execution is logged of what is executed already"),
  DECIDED_OTHERWISE("the groups decide against what one of them has found"),
  CHAIN_AT_ONCE("one entry executes three messages"),
  REFUSAL_MEETS_VOTE("a refusal meets a vote that is under way"),
  REFUSAL_MEETS_EXECUTION("a refusal meets what is executed"),
  SUBMITTED_BEHIND_REFUSAL("a message is submitted behind its refusal"),
  ABORTED_VOTE("a message is aborted that was voted on"),
  CONFIRMED_ABSENT("it is logged that a message is not known"),
  LOCAL_WAITS("a message of one group waits for one of several"),
  TIMER_HELD("a timer is due while a message is pending"),
  CUT_AMONG_PENDING("the cut of a backup is executed while messages are pending"),
  CLIENT_GONE("a session ends while messages of its client are pending"),
  SAVED_STABLE_CHAIN("a snapshot while a chain is stable and not executed"),
  SAVED_AMONG_WAITING("a snapshot while messages wait"),
  RESTORED_AMONG_PENDING("a replica is restored while messages are pending"),
  LEADER_BEHIND("a new leader has applied less than another member"),
  TWO_LEADERS("a new leader is there while an old one believes to lead"),
  OUTLIVES_ELECTIONS("a message of leaders arrives three elections after it was sent"),
  COMMAND_AGAIN("a command comes to the leader again"),
  SESSION_GIVEN_UP("a client gives up a session that is still open"),
  SESSION_SUCCEEDED("a client's next session begins before the group has ended the last"),
  QUERY_BLOCKED("a query has to wait for a message that is pending"),
  UNLOGGED_READ("a read of several groups takes no log entry"),
  CLAIM_DENIED("a group does not confirm what another read has found"),
  PREVIEWED("a condition is judged on a preview"),
  PREVIEW_WAITS("a condition cannot be judged before another is decided"),
  CALL_REFUSED("a caller is told that nothing was done"),
  OUTCOME_UNKNOWN("a caller is told that the outcome is unknown");

  private final String text;

  Point(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return name() + " (" + text + ")";
  }
}
