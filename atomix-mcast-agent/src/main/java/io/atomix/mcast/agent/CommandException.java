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
package io.atomix.mcast.agent;

/**
 * A command cannot go on. The message is all that its user sees: it says what, where and what to
 * do.
 */
public final class CommandException extends RuntimeException {

  /** Creates an exception with the message for the user. */
  public CommandException(String message) {
    super(message);
  }

  /** Creates an exception with the message for the user, to which what the cause says is added. */
  public CommandException(String message, Throwable cause) {
    super(message + ": " + describe(cause), cause);
  }

  /** Returns what an exception says, or its kind if it says nothing; not of mere wrappings. */
  public static String describe(Throwable exception) {
    Throwable told = exception;
    while (told.getCause() != null
        && (told.getMessage() == null || told.getMessage().equals(told.getCause().toString()))) {
      told = told.getCause();
    }
    return told.getMessage() == null ? told.getClass().getSimpleName() : told.getMessage();
  }
}
