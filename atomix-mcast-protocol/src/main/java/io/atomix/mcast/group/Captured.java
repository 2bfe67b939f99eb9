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
package io.atomix.mcast.group;

import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.wire.BackupContent;
import java.util.List;

/**
 * All primitives of a group as the cut of a backup found them, on one replica. It is no part of
 * what replicas agree on: the bytes of two replicas may differ, what they mean does not.
 *
 * @param group the group
 * @param cut the message that is the cut
 * @param index the log index of the entry that executed it
 * @param contents the primitives, in the order of their names
 * @param state what {@link Loading} restores; null if it could not be written
 * @param failure why it could not be written, or null
 */
public record Captured(
    GroupId group,
    MessageId cut,
    long index,
    List<BackupContent> contents,
    byte[] state,
    Throwable failure) {

  static Captured of(GroupId group, MessageId cut, long index, HostedPrimitives primitives) {
    try {
      CaptureFormat written = CaptureFormat.write(primitives);
      return new Captured(group, cut, index, written.contents(), written.state(), null);
    } catch (RuntimeException | Error e) {
      // A service that cannot write itself fails the backup, and nothing else.
      return new Captured(group, cut, index, List.of(), null, e);
    }
  }
}
