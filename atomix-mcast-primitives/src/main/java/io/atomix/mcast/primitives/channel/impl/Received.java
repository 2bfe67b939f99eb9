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

/** An event or answer that a subscription has from a partition. */
sealed interface Received {
  /** Has the visitor take it. */
  void accept(ReceivedVisitor visitor);

  /** Takes what comes, each kind in its way. */
  interface ReceivedVisitor {
    /** Takes a message. */
    void message(ReceivedMessage received);

    /** Takes a gap. */
    void lost(Lost received);

    /** Takes the end for want of room. */
    void late(Late received);
  }

  /**
   * A message.
   *
   * @param message the message
   */
  record ReceivedMessage(StoredMessage message) implements Received {
    @Override
    public void accept(ReceivedVisitor visitor) {
      visitor.message(this);
    }
  }

  /**
   * Positions that are lost.
   *
   * @param first the first
   * @param last the last
   * @param offset the offset of the last
   */
  record Lost(long first, long last, long offset) implements Received {
    @Override
    public void accept(ReceivedVisitor visitor) {
      visitor.lost(this);
    }
  }

  /**
   * More came than the backlog holds.
   *
   * @param next the position that did not fit
   * @param newest the newest position then
   */
  record Late(long next, long newest) implements Received {
    @Override
    public void accept(ReceivedVisitor visitor) {
      visitor.late(this);
    }
  }
}
