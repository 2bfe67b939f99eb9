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
 * A subscriber was too slow: more messages came than its backlog holds. It goes on with those that
 * the history holds, and misses none unless it is told of a {@link Gap}.
 *
 * @param partition the partition
 * @param next the position that did not fit into the backlog
 * @param newest the newest position when the subscriber was last sent something
 */
public record Overrun(PartitionId partition, long next, long newest) {}
