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
package io.atomix.mcast.status;

import java.util.List;

/**
 * A pending message.
 *
 * @param id the message's id: who sent it, and a number
 * @param ageMillis for how long this node has known it, by its own clock; after a restart it counts
 *     from the restart
 * @param primitive the primitive that it touches
 * @param operation the name of the operation, without arguments
 * @param client the node that sent it, or null if the group made it itself, or that client is gone
 * @param state {@code VOTED} or {@code FINAL}: whether its timestamp is final here
 * @param timestamp its timestamp here
 * @param destinations all its destination groups; only this one for a local message
 * @param why what it waits for, and what that waits for in turn, to the root as far as it is known
 *     here
 */
public record PendingStatus(
    String id,
    long ageMillis,
    String primitive,
    String operation,
    String client,
    String state,
    long timestamp,
    List<String> destinations,
    List<WaitStep> why) {}
