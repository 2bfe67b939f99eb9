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

/** Asks a partition to begin a subscription, or to go on with it. Immutable. */
public final class SubscribeRequest {
  private final long subscription;
  private final Start start;
  private final long position;
  private final int backlogSize;
  private final long backlogBytes;
  private final long incarnation;
  private final long handled;
  private final long handledOffset;

  /** The beginning of a subscription. */
  public enum Start {
    /** After the newest message. */
    NOW(0),
    /** With the oldest message of the history. */
    OLDEST(1),
    /** With a position. */
    POSITION(2),
    /** With a position, as a subscription that has been there before. */
    RESUME(3);

    private final int code;

    Start(int code) {
      this.code = code;
    }

    /** Returns the number that is written for it, which never changes. */
    public int code() {
      return code;
    }
  }

  private SubscribeRequest(
      long subscription,
      Start start,
      long position,
      Backlog backlog,
      long incarnation,
      long handled,
      long handledOffset) {
    this.subscription = subscription;
    this.start = start;
    this.position = position;
    this.backlogSize = backlog.size();
    this.backlogBytes = backlog.bytes();
    this.incarnation = incarnation;
    this.handled = handled;
    this.handledOffset = handledOffset;
  }

  /** Returns a request to begin; the position matters for {@link Start#POSITION} only. */
  static SubscribeRequest begin(long subscription, Start start, long position, Backlog backlog) {
    return new SubscribeRequest(subscription, start, position, backlog, 0, 0, 0);
  }

  /**
   * Returns a request to go on, in a new session or in the same.
   *
   * @param position the first position that did not come yet
   * @param incarnation the channel's, as the first answer told it
   * @param handled the last position that the listener has dealt with
   * @param handledOffset its offset
   */
  static SubscribeRequest resume(
      long subscription,
      long position,
      Backlog backlog,
      long incarnation,
      long handled,
      long handledOffset) {
    return new SubscribeRequest(
        subscription, Start.RESUME, position, backlog, incarnation, handled, handledOffset);
  }

  long subscription() {
    return subscription;
  }

  Start start() {
    return start;
  }

  long position() {
    return position;
  }

  Backlog backlog() {
    return new Backlog(backlogSize, backlogBytes);
  }

  long incarnation() {
    return incarnation;
  }

  long handled() {
    return handled;
  }

  long handledOffset() {
    return handledOffset;
  }
}
