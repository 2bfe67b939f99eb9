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

/**
 * Messages that a subscriber does not get, because the history does not hold them any more, or, if
 * it is ordered, does not hold another half of them.
 *
 * @param partition the partition
 * @param first the first position that is missing
 * @param last the last position that is missing
 */
public record Gap(PartitionId partition, long first, long last) {}
