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
package io.atomix.mcast.raft;

import io.atomix.cluster.MemberId;
import java.util.function.LongSupplier;

/**
 * Wishes for who leads a partition.
 *
 * @param preferred the member that should lead whenever it can; null if any will do
 * @param turns shared by the partitions of the group on this node
 * @param clock tells the time in nanoseconds of any origin
 * @param listener is told of moves away from this node
 */
public record Spreading(
    MemberId preferred, HandoverTurns turns, LongSupplier clock, Listener listener) {
  /** Any member may lead. */
  public static final Spreading OFF = new Spreading(null, null, null, null);

  /** Listener to moves of the leadership; called on a thread that must not be held up. */
  public interface Listener {
    /**
     * Takes note of a move that has ended.
     *
     * @param done whether the preferred member leads now
     * @param nanos for how long requests were held up
     */
    void moved(boolean done, long nanos);
  }

  boolean isOn() {
    return preferred != null;
  }
}
