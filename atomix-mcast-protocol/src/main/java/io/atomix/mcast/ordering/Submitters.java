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
package io.atomix.mcast.ordering;

import java.util.HashMap;
import java.util.Map;

/**
 * Rule 10: the clients that have a session with a group, and which messages each may still submit
 * there. A client must have a session with every destination group before it submits a message to
 * any, and submit it in no other; so what it cannot submit in its session can never come.
 *
 * <p>It is no part of what {@link GroupOrdering#write} writes: who restores an ordering opens the
 * sessions anew. Not thread-safe.
 */
public final class Submitters {
  private final Map<ClientId, Submitter> sessions = new HashMap<>();

  private record ClientId(long high, long low) {}

  /** One client, in its session with the group. */
  public static final class Submitter {
    private final ClientId client;
    private long resolvedBelow;

    private Submitter(ClientId client) {
      this.client = client;
    }

    /**
     * The client has said that it submits no message with a lower sequence any more; numbers that
     * come late are lower, and change nothing.
     */
    public void resolved(long below) {
      resolvedBelow = Math.max(resolvedBelow, below);
    }

    /** Returns the lowest sequence that a message may have which the client still submits. */
    public long resolvedBelow() {
      return resolvedBelow;
    }
  }

  /** A client opens a session, in the place of one that it had. */
  public Submitter open(long clientHigh, long clientLow) {
    Submitter submitter = new Submitter(new ClientId(clientHigh, clientLow));
    sessions.put(submitter.client, submitter);
    return submitter;
  }

  /** A session is over. */
  public void close(Submitter submitter) {
    sessions.remove(submitter.client, submitter);
  }

  /** Returns whether a message may be submitted that has not been so far. */
  boolean maySubmit(MessageId id) {
    Submitter submitter = sessions.get(new ClientId(id.clientHigh(), id.clientLow()));
    return submitter != null && id.sequence() >= submitter.resolvedBelow;
  }
}
