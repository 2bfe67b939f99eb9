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

import io.atomix.primitive.partition.PartitionId;
import java.util.Set;

/**
 * A message, as one of its partitions has it.
 *
 * @param partition the partition
 * @param position its place in that partition: 1, 2, 3 and so on, without holes. Positions of
 *     different partitions have nothing to do with each other
 * @param id its identity, the same in all its partitions
 * @param destinations the partitions that it was sent to, in the order of their groups and numbers
 * @param conflicts what it conflicts with
 * @param payload what was sent
 * @param <E> the type of the payload
 */
public record ChannelMessage<E>(
    PartitionId partition,
    long position,
    ChannelMessageId id,
    Set<PartitionId> destinations,
    Conflicts conflicts,
    E payload) {}
