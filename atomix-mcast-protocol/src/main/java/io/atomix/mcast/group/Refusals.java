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
package io.atomix.mcast.group;

import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Result;
import java.util.SortedSet;

/** The answers to commands that a group does not carry out, which say why and what to do. */
final class Refusals {
  private Refusals() {}

  static Answer malformed(String message) {
    return failed(Result.Cause.MALFORMED, message);
  }

  static Answer failed(Result.Cause cause, String message) {
    return new Answer.Finished(new Result.Failed(cause, message));
  }

  /** The result of a message that another group has refused. */
  static Result.Failed aborted(MessageId id) {
    return new Result.Failed(
        Result.Cause.ABORTED,
        "Message "
            + id
            + " was refused by a destination group that had waited too long for it: nothing was"
            + " applied");
  }

  static Answer twice(MessageId id, GroupId self) {
    return malformed(
        "Message "
            + id
            + " was submitted twice to "
            + self
            + ": give each message a sequence of its own");
  }

  static Answer astray(MessageId id, GroupId self, SortedSet<GroupId> destinations) {
    return malformed(
        "Message " + id + " came to " + self + " but its destinations are " + destinations);
  }

  static Answer tooLate(long raftSession, GroupId self) {
    return failed(
        Result.Cause.UNKNOWN_SESSION,
        "Raft session "
            + raftSession
            + " of "
            + self
            + " is over, because its client has opened another: nothing was applied");
  }
}
