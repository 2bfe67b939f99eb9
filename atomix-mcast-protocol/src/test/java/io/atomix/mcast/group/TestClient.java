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

import io.atomix.mcast.ordering.MessageId;
import java.util.UUID;

/** A client of one or more groups: an identity and its numbers. */
final class TestClient {
  private final UUID id;
  private final long raftSession;
  private long lastSequence;
  private long resolvedBelow;

  /** Creates a client; its Raft session has the same number in every group. */
  TestClient(long raftSession) {
    this(new UUID(7, raftSession), raftSession);
  }

  private TestClient(UUID id, long raftSession) {
    this.id = id;
    this.raftSession = raftSession;
  }

  /** Returns the same client, which has opened another Raft session. */
  TestClient reconnected(long newRaftSession) {
    TestClient again = new TestClient(id, newRaftSession);
    again.lastSequence = lastSequence;
    return again;
  }

  UUID id() {
    return id;
  }

  long raftSession() {
    return raftSession;
  }

  String member() {
    return "client-" + raftSession;
  }

  /** Returns the sequence of a new message. */
  long next() {
    return ++lastSequence;
  }

  MessageId message(long sequence) {
    return new MessageId(id.getMostSignificantBits(), id.getLeastSignificantBits(), sequence);
  }

  long resolvedBelow() {
    return resolvedBelow;
  }

  /** From the next batch on, the client says that no lower message will be submitted any more. */
  void resolveBelow(long sequence) {
    resolvedBelow = sequence;
  }
}
