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

/** Answer of a partition to a {@link SubscribeRequest}. Immutable. */
public final class SubscribeAnswer {
  private final boolean accepted;
  private final long incarnation;
  private final long next;
  private final long offset;
  private final long newest;

  SubscribeAnswer(boolean accepted, long incarnation, long next, long offset, long newest) {
    this.accepted = accepted;
    this.incarnation = incarnation;
    this.next = next;
    this.offset = offset;
    this.newest = newest;
  }

  /** Returns whether there is such a place to begin with. */
  boolean accepted() {
    return accepted;
  }

  /** Returns a number that a channel deleted and created anew does not share. */
  long incarnation() {
    return incarnation;
  }

  /** Returns the first position that the subscription gets, or gets a gap for. */
  long next() {
    return next;
  }

  /** Returns the offset of the position before. */
  long offset() {
    return offset;
  }

  /** Returns the newest position of the partition. */
  long newest() {
    return newest;
  }
}
