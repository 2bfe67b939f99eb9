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
package io.atomix.mcast.primitives.serialization;

import io.atomix.primitive.PrimitiveException;

/**
 * A key, value or payload that is stored cannot be read here: its class is missing, or has changed,
 * or another program wrote what only its own serializer reads. The stored value stays as it is. If
 * an operation both changes and returns something, its change has taken effect.
 */
public class UnreadableValueException extends PrimitiveException {
  private static final long serialVersionUID = 1L;

  /** Creates an exception that says what cannot be read, why, and what to do. */
  public UnreadableValueException(String message, Throwable cause) {
    super(message);
    initCause(cause);
  }
}
