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
package io.atomix.mcast;

import io.atomix.primitive.partition.PartitionId;
import java.util.Map;

/**
 * Outcome of a conditional message (rule 11).
 *
 * @param <R> what is read
 * @param <T> what the branches return
 * @param held whether the conditions of all partitions held
 * @param reads what was read, by partition; partitions that read nothing are missing
 * @param results what the branch that was run returned, by partition; partitions that ran nothing
 *     are missing, and all are if no results were wanted
 */
public record Decision<R, T>(
    boolean held, Map<PartitionId, R> reads, Map<PartitionId, T> results) {}
