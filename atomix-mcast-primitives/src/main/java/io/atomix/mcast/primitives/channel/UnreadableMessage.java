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
package io.atomix.mcast.primitives.channel;

import io.atomix.mcast.primitives.serialization.UnreadableValueException;
import io.atomix.primitive.partition.PartitionId;

/**
 * A message whose payload this program cannot read, because it lacks its class or the serializer
 * that wrote it. Others may read it.
 *
 * @param partition the partition
 * @param position its place in that partition
 * @param id its identity, the same in all its partitions
 * @param reason why it cannot be read, and what to do
 */
public record UnreadableMessage(
    PartitionId partition, long position, ChannelMessageId id, UnreadableValueException reason) {}
