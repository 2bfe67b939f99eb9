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
package io.atomix.mcast.observe;

import io.atomix.mcast.ordering.PendingView;

/**
 * A message that a replica has accepted and not yet executed.
 *
 * @param order where it stands in the group
 * @param operation the name of the operation, such as {@code put}; nothing of its arguments
 * @param client the member or client node that sent it, or null if the group made it itself or the
 *     client's session is over
 * @param ageNanos for how long this replica has known it, by this node's clock; after a restart it
 *     counts from the restart
 */
public record PendingMessage(PendingView order, String operation, String client, long ageNanos) {
  /** Returns the same message with its age. */
  public PendingMessage withAge(long nanos) {
    return new PendingMessage(order, operation, client, nanos);
  }
}
