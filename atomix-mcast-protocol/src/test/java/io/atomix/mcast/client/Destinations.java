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
package io.atomix.mcast.client;

import io.atomix.mcast.client.pipeline.Lab;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.wire.Action;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.primitive.operation.OperationType;

/** Makes parts of multicast messages that go to the group of a lab. */
final class Destinations {
  private Destinations() {}

  /** Returns a write that returns something. */
  static Destination destination(Lab lab, long hostedSession, GroupFootprint footprint) {
    return destination(
        lab, hostedSession, new HostedOperation("op", OperationType.COMMAND, null), footprint);
  }

  static Destination destination(
      Lab lab, long hostedSession, Action action, GroupFootprint footprint) {
    return new Destination(open(lab, hostedSession), action, footprint);
  }

  /** Returns a session that is open. */
  static HostedSessionClient.OpenedSession open(Lab lab, long hostedSession) {
    return new HostedSessionClient.OpenedSession(lab.pipeline, hostedSession);
  }
}
