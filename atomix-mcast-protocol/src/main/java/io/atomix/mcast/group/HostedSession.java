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

import io.atomix.cluster.MemberId;
import io.atomix.primitive.event.PrimitiveEvent;
import io.atomix.primitive.session.SessionId;
import io.atomix.primitive.session.impl.AbstractSession;

/** A session of a hosted primitive, as the primitive's service sees it. */
final class HostedSession extends AbstractSession<Object> {
  private final long raftSession;
  private final HostedPrimitive primitive;
  private State state = State.OPEN;

  HostedSession(long id, long raftSession, MemberId member, HostedPrimitive primitive) {
    super(SessionId.from(id), primitive.name(), primitive.type(), member, primitive.serializer());
    this.raftSession = raftSession;
    this.primitive = primitive;
  }

  long raftSession() {
    return raftSession;
  }

  @Override
  public State getState() {
    return state;
  }

  /** A session that is over swallows events, on every replica alike. */
  void end(State last) {
    state = last;
  }

  @Override
  public void publish(PrimitiveEvent event) {
    if (state.active()) {
      primitive.publish(this, event);
    }
  }
}
