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

/** A message at its place in a partition. Immutable. */
public final class StoredMessage {
  private final long position;
  private final long offset;
  private final Envelope envelope;

  StoredMessage(long position, long offset, Envelope envelope) {
    this.position = position;
    this.offset = offset;
    this.envelope = envelope;
  }

  long position() {
    return position;
  }

  /** Returns the size of all messages of the partition up to and including this one. */
  long offset() {
    return offset;
  }

  Envelope envelope() {
    return envelope;
  }

  /** Returns the size of all messages of the partition before this one. */
  long offsetBefore() {
    return offset - envelope.size();
  }
}
