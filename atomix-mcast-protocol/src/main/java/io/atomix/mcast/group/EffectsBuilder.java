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
import java.util.ArrayList;
import java.util.List;

/** Gathers what comes of one entry. Lists are made when there is something for them. */
final class EffectsBuilder {
  private final long index;
  private List<Command.Fence> fences = List.of();
  private List<StatusChange> statuses = List.of();
  private List<ClientChange> clients = List.of();
  private List<Observed> observed = List.of();
  private List<Captured> captured = List.of();
  private Loaded loaded;
  private boolean blocked;

  EffectsBuilder(long index) {
    this.index = index;
  }

  /** Returns the log index of the entry. */
  long index() {
    return index;
  }

  void fence(Command.Fence fence) {
    fences = with(fences, fence);
  }

  void stands(StatusChange change) {
    statuses = with(statuses, change);
  }

  void client(ClientChange change) {
    clients = with(clients, change);
  }

  void observed(Observed event) {
    observed = with(observed, event);
  }

  void captured(Captured cut) {
    captured = with(captured, cut);
  }

  void loaded(Loaded progress) {
    loaded = progress;
  }

  /** An operation has to wait for messages that are pending here. */
  void blocked() {
    blocked = true;
  }

  private static <T> List<T> with(List<T> list, T element) {
    List<T> longer = list.isEmpty() ? new ArrayList<>() : list;
    longer.add(element);
    return longer;
  }

  /** Returns what has gathered; nothing may be added later. */
  GroupEffects build(Answer.AnswerBatch answer, GroupCounts counts, TimersDue timers) {
    return new GroupEffects(
        index, answer, fences, statuses, clients, observed, captured, loaded, blocked, counts,
        timers);
  }
}
