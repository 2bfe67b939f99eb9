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
package io.atomix.mcast.status;

/**
 * One link of the chain from a message that waits to the reason that it does.
 *
 * @param message the message that waits
 * @param group the group that it waits for
 * @param reason what is the matter there
 * @param waitsFor the message that is below it in that group, or null
 * @param ask where more is known: the leader of that group, or its members; null if all is known
 *     here
 */
public record WaitStep(
    String message, String group, WaitReason reason, String waitsFor, String ask) {

  /** Reasons why a message waits for a group. */
  public enum WaitReason {
    /** The group has no leader that this node knows of. */
    NO_LEADER("has no leader that this node knows of"),
    /** Another group has refused the message; it is about to be dropped. */
    BEING_DROPPED("has refused or dropped it; it is about to be dropped here"),
    /** The message has not come to the group, or not yet. */
    NOT_VOTED(
        "has not voted: the message never came there, and is refused after the refusalTimeout"),
    /** Another message is below it there, and not known to be stable. */
    NOT_CLOSED("has not closed it"),
    /** More is below it there than the group can tell others, who wait until it is less. */
    TOO_MANY("has more below it than it can tell the others"),
    /** Another group has voted higher, and the raise is not in this group's log yet. */
    NOT_RAISED("has not logged the raise to its final timestamp"),
    /** It is stable, and the group has not judged its condition. */
    NOT_JUDGED("has not judged its condition, though it is stable"),
    /** It is stable, and waits for the entry that executes it, or what is below it there. */
    NOT_EXECUTED("has not executed it, though it is stable"),
    /** This node has no replica of the group, and does not lead one that has heard from it. */
    UNKNOWN("is not known here"),
    /** It waits for nothing but the next steps of the protocol. */
    GOING_ON("waits for nothing but the next log entries");

    private final String text;

    WaitReason(String text) {
      this.text = text;
    }

    /** Returns the reason in words that go on from the group's name. */
    public String text() {
      return text;
    }
  }
}
