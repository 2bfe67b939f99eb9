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

import java.util.List;

/** Step that the group has to carry out, in the order given, because of one entry. */
public sealed interface Effect {

  /** Has the handler carry it out. */
  <C> void accept(EffectVisitor<C> handler, C context);

  /**
   * Carries out effects, each kind in its way.
   *
   * @param <C> type of what goes along
   */
  interface EffectVisitor<C> {

    /** Applies an operation. */
    void execute(Run effect, C context);

    /** Leaves a local message waiting. */
    void blocked(Blocked effect, C context);

    /** Tells a new status. */
    void stands(Stands effect, C context);

    /** Forgets an outcome. */
    void forgotten(Forgotten effect, C context);

    /** Notes that an entry had no effect. */
    void ignored(Ignored effect, C context);
  }

  /**
   * Apply the message's operation now.
   *
   * @param held of a conditional multicast message, whether its condition holds in all groups (rule
   *     11); true for all others
   */
  record Run(MessageId id, boolean held) implements Effect {

    /** Creates the effect of a message whose condition is not decided among groups. */
    public Run(MessageId id) {
      this(id, true);
    }

    @Override
    public <C> void accept(EffectVisitor<C> handler, C context) {
      handler.execute(this, context);
    }
  }

  /** The local message waits for conflicting ones; its result comes with a later {@link Run}. */
  record Blocked(MessageId id) implements Effect {
    @Override
    public <C> void accept(EffectVisitor<C> handler, C context) {
      handler.blocked(this, context);
    }
  }

  /**
   * A multicast message has a new status in this group, which the other destination groups want to
   * know.
   */
  record Stands(MessageId id, MessageStatus status) implements Effect {
    @Override
    public <C> void accept(EffectVisitor<C> handler, C context) {
      handler.stands(this, context);
    }
  }

  /** The outcome of the message is no longer remembered. */
  record Forgotten(MessageId id) implements Effect {
    @Override
    public <C> void accept(EffectVisitor<C> handler, C context) {
      handler.forgotten(this, context);
    }
  }

  /**
   * The entry had no effect, or none on these messages; a replica never fails because of an entry.
   * Orders come twice in ordinary life, so the reason is put into words only where it is wanted.
   */
  record Ignored(Entry entry, GroupId group, List<MessageId> messages, String why)
      implements Effect {
    /** Returns why. */
    public String reason() {
      return "In " + group + ", " + messages + " " + why;
    }

    @Override
    public <C> void accept(EffectVisitor<C> handler, C context) {
      handler.ignored(this, context);
    }
  }
}
