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

import java.util.List;

/**
 * Lets any thread look at the state of one replica, between two entries of its log. It changes
 * nothing; the replica waits meanwhile.
 */
public interface StateView {
  /** The state of a replica that has not begun. */
  StateView EMPTY =
      new StateView() {
        @Override
        public List<PendingMessage> pending(int limit) {
          return List.of();
        }

        @Override
        public GroupView all(int limit) {
          return GroupView.EMPTY;
        }
      };

  /** Returns the pending messages by (timestamp, id), the lowest so many at most. */
  List<PendingMessage> pending(int limit);

  /** Returns the primitives that the group hosts, by name; none unless overridden. */
  default List<HostedDetails> hosted() {
    return List.of();
  }

  /** Returns everything that may be seen, with so many pending messages and outcomes at most. */
  GroupView all(int limit);
}
