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
package io.atomix.mcast.history;

/**
 * One operation as its caller saw it.
 *
 * @param invoked when the caller began, on a clock that all callers share
 * @param returned when it had the result; {@link Long#MAX_VALUE} if it never learned the outcome,
 *     so that the operation may have taken effect at any time after it began, or not at all
 * @param result what it gave; without meaning if the outcome is unknown
 */
public record Event(
    String client, Operation operation, long invoked, long returned, Object result) {

  /** An operation whose caller knows its result. */
  public static Event completed(
      String client, Operation operation, long invoked, long returned, Object result) {
    if (invoked > returned) {
      throw new IllegalArgumentException(
          operation + " of " + client + " returned at " + returned + ", before " + invoked);
    }
    return new Event(client, operation, invoked, returned, result);
  }

  /** An operation that failed in a way that leaves open whether it took effect. */
  public static Event unknown(String client, Operation operation, long invoked) {
    return new Event(client, operation, invoked, Long.MAX_VALUE, null);
  }

  /** Whether its caller never learned what became of it. */
  public boolean isUnknown() {
    return returned == Long.MAX_VALUE;
  }
}
