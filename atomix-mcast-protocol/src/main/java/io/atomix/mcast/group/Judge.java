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
import io.atomix.mcast.ordering.Outlook;
import java.util.function.Function;

/**
 * Rule 11: judges conditional messages on previews, by what is known of those below them. Its
 * judgement follows from committed entries. It may be called by any thread; the group's state
 * machine waits meanwhile.
 */
@FunctionalInterface
public interface Judge {
  /** Judges nothing. */
  Judge NONE = (id, outlooks) -> Judgement.NONE;

  /**
   * Judgement on a message.
   *
   * @param holds whether its condition holds in this group, or null if that is not known yet
   * @param undecided a message that has to be decided before, or null if it is not known of any
   */
  record Judgement(Boolean holds, MessageId undecided) {
    static final Judgement NONE = new Judgement(null, null);

    static Judgement of(boolean holds) {
      return new Judgement(holds, null);
    }

    static Judgement behind(MessageId undecided) {
      return new Judgement(null, undecided);
    }
  }

  /**
   * Judges a message that is stable.
   *
   * @param outlooks what is known of multicast messages of this group, it included; called before
   *     this returns
   */
  Judgement judge(MessageId id, Function<MessageId, Outlook> outlooks);
}
