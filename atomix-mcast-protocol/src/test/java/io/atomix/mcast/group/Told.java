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
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.wire.Notification;
import java.util.SortedSet;

/** One thing that a group told its host because of an entry. */
sealed interface Told {
  record Fence(String member, long leadership) implements Told {}

  record Stands(MessageId id, MessageStatus status, SortedSet<GroupId> destinations)
      implements Told {}

  record Forgotten(MessageId id) implements Told {}

  record ForClient(ClientAddress client, Notification notification) implements Told {}

  record Received(ClientAddress client, long number) implements Told {}

  record Gone(ClientAddress client) implements Told {}

  record Applied() implements Told {}
}
