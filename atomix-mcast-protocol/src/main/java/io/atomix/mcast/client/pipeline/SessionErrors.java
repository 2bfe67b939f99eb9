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
package io.atomix.mcast.client.pipeline;

import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.OutcomeUnknownException;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.primitive.PrimitiveException;

/** Errors that callers get when a Raft session or the log fails. */
final class SessionErrors {
  private final GroupId group;

  SessionErrors(GroupId group) {
    this.group = group;
  }

  NotAppliedException notSent(Throwable reason) {
    return notApplied("operation was sent", reason);
  }

  NotAppliedException notAnswered(Throwable reason) {
    return notApplied("query was answered", reason);
  }

  private NotAppliedException notApplied(String before, Throwable reason) {
    String what =
        "The session of this client in group "
            + group
            + " ended before the "
            + before
            + " ("
            + message(reason)
            + "): nothing was applied";
    // A client that is closed for good opens no other session.
    return reason instanceof PrimitiveException.ClosedSession
        ? NotAppliedException.forGood(what)
        : new NotAppliedException(what + ", and it may be tried again");
  }

  OutcomeUnknownException unknown(Throwable reason) {
    return new OutcomeUnknownException(
        "The session of this client in group "
            + group
            + " ended while the operation was under way ("
            + message(reason)
            + "): whether it was applied is unknown; read the state before you repeat it");
  }

  OutcomeUnknownException refusedByLog(Throwable reason) {
    return new OutcomeUnknownException(
        "The log of group "
            + group
            + " gave no answer to the entry that held the operation ("
            + message(reason)
            + "): whether it was applied is unknown; read the state before you repeat it. If it"
            + " happens again, compare storage.maxEntrySize here with that of the group's members");
  }

  private static String message(Throwable error) {
    return error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
  }
}
