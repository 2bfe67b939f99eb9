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
package io.atomix.mcast.client;

import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.ordering.GroupId;

/** Checks the size of commands. */
final class CommandSize {
  private CommandSize() {}

  /**
   * Checks that a log entry can hold a command of a primitive.
   *
   * @throws NotAppliedException if it cannot; nothing must be sent then
   */
  static void check(int size, String primitive, GroupId group, int most) {
    if (size > most) {
      throw NotAppliedException.forGood(
          "An operation of primitive '"
              + primitive
              + "' takes about "
              + size
              + " bytes in the log of group "
              + group
              + ", which holds at most "
              + most
              + " bytes of operations in an entry: nothing was sent; store less in one operation,"
              + " or raise storage.maxEntrySize of the partition group");
    }
  }
}
