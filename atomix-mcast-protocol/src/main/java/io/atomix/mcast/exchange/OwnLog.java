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
package io.atomix.mcast.exchange;

import io.atomix.mcast.wire.Command;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The way into the own group's log. Calls must not block. */
@FunctionalInterface
public interface OwnLog {

  /**
   * Appends commands as one entry; the future fails if it is not known that they were appended.
   * Repeating is harmless.
   */
  CompletableFuture<?> append(List<Command> commands);
}
