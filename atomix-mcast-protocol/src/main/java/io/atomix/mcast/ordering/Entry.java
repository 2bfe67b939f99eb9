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

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Input of a group's ordering: one entry of its log. Any entry may come twice, late, or in a state
 * where it means nothing.
 */
public sealed interface Entry {

  /** Rule 1: a message whose only destination is this group. */
  record SubmitLocal(MessageId id, Footprint footprint) implements Entry {
    public SubmitLocal {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(footprint, "footprint");
    }
  }

  /** Rule 2: a message for this group and at least one other. */
  record SubmitMulticast(MessageId id, Footprint footprint, SortedSet<GroupId> destinations)
      implements Entry {
    public SubmitMulticast {
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(footprint, "footprint");
      destinations = Collections.unmodifiableSortedSet(new TreeSet<>(destinations));
    }
  }

  /** Rule 4: the final timestamp of a message that this group gave a lower vote. */
  record Raise(MessageId id, long timestamp) implements Entry {
    public Raise {
      Objects.requireNonNull(id, "id");
    }
  }

  /**
   * Rule 6: the message is stable, with this final timestamp.
   *
   * @param held whether its condition holds in all of them (rule 11); true if it has none
   * @param waits whether it is executed as soon as nothing is below it in the group; entries of
   *     earlier builds are ignored where something is
   */
  record Execute(MessageId id, long timestamp, boolean held, boolean waits) implements Entry {
    public Execute {
      Objects.requireNonNull(id, "id");
    }

    /** Creates the entry for a message that is executed as soon as nothing is below it. */
    public Execute(MessageId id, long timestamp, boolean held) {
      this(id, timestamp, held, true);
    }

    /** Creates the entry for such a message without a condition. */
    public Execute(MessageId id, long timestamp) {
      this(id, timestamp, true);
    }
  }

  /** Rule 9: another destination group asks this one never to vote on the message. */
  record Refuse(MessageId id, SortedSet<GroupId> destinations) implements Entry {
    public Refuse {
      Objects.requireNonNull(id, "id");
      destinations = Collections.unmodifiableSortedSet(new TreeSet<>(destinations));
    }
  }

  /** Rule 9: another destination group has refused the message. */
  record Abort(MessageId id) implements Entry {
    public Abort {
      Objects.requireNonNull(id, "id");
    }
  }

  /** Rule 10: every destination group is known to have executed or aborted these messages. */
  record Forget(List<MessageId> ids) implements Entry {
    public Forget {
      ids = List.copyOf(ids);
    }
  }

  /**
   * Rule 10: another group, which remembers outcomes, asks whether these messages are known here.
   * Only an entry can answer no: that a replica has not seen a message yet says nothing about its
   * group.
   */
  record Confirm(List<MessageId> ids) implements Entry {
    public Confirm {
      ids = List.copyOf(ids);
    }
  }
}
