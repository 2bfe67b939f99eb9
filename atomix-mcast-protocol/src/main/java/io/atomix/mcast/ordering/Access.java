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
package io.atomix.mcast.ordering;

/** Access of a message to a key, or to the whole primitive, in one group. */
public enum Access implements Coded {
  /** It only reads: reads do not conflict with each other. */
  READ(0),
  /** It changes what it touches without telling anything, and commutes with others that do so. */
  COMMUTE(1),
  /** It writes: this conflicts with every other access. */
  WRITE(2);

  /** The constants by their codes. */
  public static final Codes<Access> CODES = Codes.of(values());

  private final int code;

  Access(int code) {
    this.code = code;
  }

  @Override
  public int code() {
    return code;
  }

  /** Returns whether two messages that touch the same thing in these ways must be ordered. */
  public boolean conflictsWith(Access that) {
    return this == WRITE || this != that;
  }
}
