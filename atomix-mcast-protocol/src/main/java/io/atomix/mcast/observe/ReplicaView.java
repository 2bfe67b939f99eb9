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
package io.atomix.mcast.observe;

import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import java.util.Map;
import java.util.Set;

/**
 * State of one replica of a group.
 *
 * @param group the group
 * @param leads whether this replica leads, and has applied an entry of its own since
 * @param leader the member that this replica takes for the leader, or null
 * @param position how far it is in the log
 * @param state what it has applied
 * @param statuses of a leader: what each destination group says of each pending multicast message,
 *     as {@code ExchangeView} tells it; empty of others
 * @param stable of a leader: the pending messages that it knows to be stable; empty of others
 */
public record ReplicaView(
    GroupId group,
    boolean leads,
    String leader,
    LogPosition position,
    GroupView state,
    Map<MessageId, Map<GroupId, MessageStatus>> statuses,
    Set<MessageId> stable) {}
