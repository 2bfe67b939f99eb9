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
package io.atomix.mcast.client;

import java.time.Duration;

/**
 * Limits of a client in one group.
 *
 * @param maxInFlight how many operations may be under way
 * @param waits whether a caller beyond that waits; else it fails
 * @param maxEntryBytes how large an entry of the group's log may be
 * @param sessionTimeout after how long a silence the group takes the client for dead
 * @param askAgain how long to wait for a deferred result before asking for it again
 */
public record GroupLimits(
    int maxInFlight,
    boolean waits,
    int maxEntryBytes,
    Duration sessionTimeout,
    Duration askAgain) {}
