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

import java.util.SortedSet;

/**
 * View of a pending message from outside; it says nothing of what the message does.
 *
 * @param status how far the message is in this group
 * @param destinations all destination groups, this one included; none for a local message
 * @param primitive the primitive that it touches
 * @param blockedBy the conflicting pending message with the lowest (timestamp, id) below its own,
 *     or null if there is none
 * @param chain how many pending messages of this group, itself included, have to be executed one
 *     after the other until it is; it may be more
 */
public record PendingView(
    MessageId id,
    MessageStatus status,
    SortedSet<GroupId> destinations,
    String primitive,
    MessageId blockedBy,
    int chain) {}
