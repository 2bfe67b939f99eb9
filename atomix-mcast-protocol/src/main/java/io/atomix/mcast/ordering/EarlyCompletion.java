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

import java.util.Collection;

/** Conclusions of a client from the answers to its submissions alone. */
public final class EarlyCompletion {
  private EarlyCompletion() {}

  /**
   * Rule 8: returns whether what a group tells with its vote holds when the message is executed:
   * nothing was below the message in any group, and the votes are equal. Then what it reads is
   * known before any group has executed it. (A caller that wants no result need not wait for that
   * much, only for {@link Stability}.)
   *
   * @param answers what each destination group answered to the submission (rule 2), from every one
   *     of them
   */
  public static boolean complete(Collection<MessageStatus> answers) {
    if (answers.isEmpty()) {
      return false;
    }
    // Equal votes are the final timestamp (rule 3); equal votes alone are not enough.
    long timestamp = answers.iterator().next().timestamp();
    return answers.stream()
        .allMatch(answer -> answer.isClosed(timestamp) && answer.timestamp() == timestamp);
  }
}
