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
package io.atomix.mcast.client.pipeline;

import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.ConditionalAction;

/**
 * A local message that does nothing but conflict with a multicast message of which nobody tells any
 * more what becomes of it. When it is executed, the multicast message is in this group, too, or it
 * has got its final timestamp here, or never comes: what is below a message executes before it, and
 * a multicast message without a final timestamp stays below what conflicts with it and came later.
 *
 * @param message the multicast message that is settled then
 * @param session the session of the primitive that it was submitted in
 */
public record Barrier(Submission message, long session) {

  /** Makes the command, under a number of its own. */
  Submission submission(long sequence) {
    GroupFootprint footprint = message.footprint().written();
    return new Submission(
        new Command.Local(sequence, session, ConditionalAction.NOTHING, footprint),
        sequence,
        footprint);
  }
}
