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

import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import java.util.List;

/**
 * All that came of one log entry, or of the time that it brought, on one replica.
 *
 * @param index the log index of the entry
 * @param answer the answer to a batch; null for anything else
 * @param fences the fences that were applied (rule 7)
 * @param statuses what the log says of multicast messages now, in this order
 * @param clients what there is for clients now, in this order
 * @param observed what observers are told besides, in this order
 * @param captured what cuts of backups found
 * @param loaded how far the group has been restored from a backup; null if the entry did nothing
 *     for that
 * @param blocked whether an operation has to wait for messages that are pending here
 * @param counts how much the group holds
 * @param timers when timers are due
 */
public record GroupEffects(
    long index,
    Answer.AnswerBatch answer,
    List<Command.Fence> fences,
    List<StatusChange> statuses,
    List<ClientChange> clients,
    List<Observed> observed,
    List<Captured> captured,
    Loaded loaded,
    boolean blocked,
    GroupCounts counts,
    TimersDue timers) {}
