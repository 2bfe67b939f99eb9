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
package io.atomix.mcast.checker;

import java.util.Objects;

/**
 * One operation as its caller saw it.
 *
 * @param client who called; a client may have several operations under way
 * @param object what it was done to. Objects are independent of each other, except for time
 * @param invoked when the caller began, on a clock that all callers share, in any unit
 * @param returned when it had the result; {@link Long#MAX_VALUE} if it never learned the outcome,
 *     so that the operation may have taken effect at any time after it began, or not at all
 * @param result what it gave, as {@link Operation} says; null if it has no result or the outcome is
 *     unknown
 * @param versions what it told of versions; nothing if the outcome is unknown
 */
public record Event(
    String client,
    String object,
    Operation operation,
    long invoked,
    long returned,
    Object result,
    VersionClaims versions) {

  /** The object of events that name none. */
  public static final String OBJECT = "object";

  /**
   * Checks the times, and that the result is one that the operation can have, with versions of what
   * it found and wrote.
   *
   * @throws IllegalArgumentException if not
   */
  public Event {
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(object, "object");
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(versions, "versions");
    if (invoked > returned) {
      throw new IllegalArgumentException(
          operation + " of " + client + " returned at " + returned + ", before " + invoked);
    }
    if (returned == Long.MAX_VALUE) {
      result = null;
      versions = VersionClaims.NONE;
    } else {
      result = CanonicalResults.of(operation, result);
      versions.check(operation, result);
    }
  }

  /** An operation that told no versions. */
  public Event(
      String client,
      String object,
      Operation operation,
      long invoked,
      long returned,
      Object result) {
    this(client, object, operation, invoked, returned, result, VersionClaims.NONE);
  }

  /**
   * An operation whose caller knows its result.
   *
   * @param result as {@link Operation} says; of an operation on one key also the value by itself,
   *     of a {@link Operation.Transact} that reads nothing also a Boolean; a {@link
   *     VersionedAnswer} has it together with versions
   */
  public static Event completed(
      String client, Operation operation, long invoked, long returned, Object result) {
    return result instanceof VersionedAnswer answer
        ? new Event(
            client, OBJECT, operation, invoked, returned, answer.result(), answer.versions())
        : new Event(client, OBJECT, operation, invoked, returned, result);
  }

  /** An operation that failed in a way that leaves open whether it took effect. */
  public static Event unknown(String client, Operation operation, long invoked) {
    return new Event(client, OBJECT, operation, invoked, Long.MAX_VALUE, null);
  }

  /** The same, done to another object. */
  public Event on(String other) {
    return new Event(client, other, operation, invoked, returned, result, versions);
  }

  /** Returns whether the caller never learned the outcome of the operation. */
  public boolean isUnknown() {
    return returned == Long.MAX_VALUE;
  }

  @Override
  public String toString() {
    if (isUnknown()) {
      return "[" + client + " " + invoked + "..?] " + operation + ", outcome unknown";
    }
    return "["
        + client
        + " "
        + invoked
        + ".."
        + returned
        + "] "
        + operation
        + (result == null ? "" : " gave " + result)
        + (versions.isEmpty() ? "" : ", " + versions);
  }
}
