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

import java.util.List;

/**
 * The contents of a group's state that its replica passes on, after the state was restored.
 *
 * @param statuses the multicast messages that are pending or whose outcome is remembered
 * @param undelivered what clients have not acknowledged
 * @param counts how much the group holds
 * @param loaded how far the group has been restored from a backup
 * @param timers when timers are due
 */
public record GroupContents(
    List<StatusChange> statuses,
    List<ClientChange> undelivered,
    GroupCounts counts,
    Loaded loaded,
    TimersDue timers) {}
