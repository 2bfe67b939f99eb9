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
package io.atomix.mcast;

import io.atomix.primitive.PrimitiveException;

/** An operation was applied nowhere, and will not be: it is safe to repeat it. */
public class NotAppliedException extends PrimitiveException.CommandFailure {
  private static final long serialVersionUID = 1L;

  private final boolean passing;

  /** Creates an exception that says why, for a reason that passes. */
  public NotAppliedException(String message) {
    this(message, true);
  }

  private NotAppliedException(String message, boolean passing) {
    super(message);
    this.passing = passing;
  }

  /** Returns an exception for a reason that will be the same next time. */
  public static NotAppliedException forGood(String message) {
    return new NotAppliedException(message, false);
  }

  /** Returns whether the same operation may succeed when it is tried again. */
  public boolean isTransient() {
    return passing;
  }
}
