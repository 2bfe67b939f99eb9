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
package io.atomix.mcast.replica;

import java.io.File;
import java.time.Duration;

/**
 * Options of one replica of a group.
 *
 * @param sessionTimeout how long a Raft session of the replica's own lives without a sign of life
 * @param resendInterval how often a leader says again what was not answered
 * @param refusalTimeout how long a message is waited for that another group waits for, before it is
 *     refused
 * @param maxEntryBytes the size of the largest log entry
 * @param directory where the replica's files are
 */
public record ReplicaOptions(
    Duration sessionTimeout,
    Duration resendInterval,
    Duration refusalTimeout,
    int maxEntryBytes,
    File directory) {}
