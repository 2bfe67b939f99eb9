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
package io.atomix.mcast.relay;

import io.atomix.mcast.observe.ProtocolEvent;
import io.atomix.mcast.observe.Sampling;
import io.atomix.mcast.observe.Tracer;
import io.atomix.mcast.ordering.GroupId;

/** Tells a tracer on a thread for callers' code what the protocol tells on its own. */
final class RelayedTracer implements Tracer {
  /** Fewer than of what an observer is told: these name keys. */
  static final int CAPACITY = 16_384;

  private final Tracer tracer;
  private final Sampling sampling;
  private final Relay relay;

  RelayedTracer(Tracer tracer, Relay relay) {
    this.tracer = tracer;
    this.sampling = tracer.sampling();
    this.relay = relay;
  }

  Tracer tracer() {
    return tracer;
  }

  Relay relay() {
    return relay;
  }

  @Override
  public Sampling sampling() {
    return sampling;
  }

  @Override
  public void begins(GroupId group) {
    relay.tell(() -> tracer.begins(group));
  }

  @Override
  public void inGroup(GroupId group, long index, boolean leads, long micros, ProtocolEvent event) {
    relay.tell(() -> tracer.inGroup(group, index, leads, micros, event));
  }

  @Override
  public void atCaller(long micros, ProtocolEvent event) {
    relay.tell(() -> tracer.atCaller(micros, event));
  }
}
