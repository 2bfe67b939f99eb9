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

import io.atomix.mcast.wire.Command;
import java.util.List;

/**
 * The time at which timers of a group's primitives are due. While a replica leads, it lets time
 * pass for them; replicas need not agree on it, since it is no part of the replicated state.
 *
 * @param stamp the first stamp of an entry with which one runs, {@link Long#MAX_VALUE} for none
 * @param held the primitives whose timers are due, and wait for {@link Command.Timers}
 */
public record TimersDue(long stamp, List<String> held) {
  /** No timer is set. */
  public static final TimersDue NONE = new TimersDue(ServiceTimers.NONE, List.of());

  /** Returns whether no timer is set, and none waits. */
  public boolean never() {
    return stamp == ServiceTimers.NONE && held.isEmpty();
  }

  /** Returns whether a timer is due by this stamp. */
  public boolean isBy(long now) {
    return stamp <= now || !held.isEmpty();
  }
}
