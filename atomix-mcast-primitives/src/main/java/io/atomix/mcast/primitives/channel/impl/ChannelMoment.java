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
package io.atomix.mcast.primitives.channel.impl;

import io.atomix.primitive.partition.PartitionId;
import java.util.Map;

/**
 * The ends of what each partition holds, at one moment of all of them: a message that is there in
 * one of its partitions is, or was, there in all.
 *
 * @param oldest the oldest position that is held, one more than the newest if none is
 * @param newest the newest position, 0 if there never was a message
 */
record ChannelMoment(Map<PartitionId, Long> oldest, Map<PartitionId, Long> newest) {}
