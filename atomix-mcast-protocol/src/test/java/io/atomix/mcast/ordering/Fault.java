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

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Function;

/**
 * Ways to break the protocol. Each looks harmless in most runs, and each must be found by the
 * {@link Explorer}.
 */
enum Fault implements Protocol {
  /**
   * A group executes what is first there and has its final timestamp, as the Skeen family does,
   * without asking whether it is stable.
   */
  OWN_ORDER {
    @Override
    public Optional<Entry.OrderEntry> decide(
        MessageId id,
        MessageStatus own,
        SortedSet<GroupId> otherDestinations,
        Map<GroupId, MessageStatus> others,
        boolean stable) {
      return Decisions.next(id, own, otherDestinations, others, stable || own.first());
    }
  },

  /** Rule 5: what is below a message need not be stable, if only it is final in that group. */
  BELOW_FINAL {
    @Override
    public Stability newStability() {
      return new Stability(null) {
        @Override
        boolean mayPass(Fact.MessageFact below, GroupId group, Position position) {
          return super.mayPass(below, group, position)
              || below.finalTimestamp >= 0
                  && below.find(group).status.timestamp() == below.finalTimestamp;
        }
      };
    }
  },

  /** Rule 5: what is below a message and still a vote is ignored. */
  BELOW_VOTED {
    @Override
    public Stability newStability() {
      return new Stability(null) {
        @Override
        boolean mayPass(Fact.MessageFact below, GroupId group, Position position) {
          return super.mayPass(below, group, position)
              || below.find(group).status.state() == MessageStatus.State.VOTED;
        }
      };
    }
  },

  /** Rule 5: a set is believed that was told before a raise. */
  UNRAISED {
    @Override
    public Stability newStability() {
      return new Stability(null) {
        @Override
        boolean isToldClosed(Fact.InGroup in) {
          return super.isToldClosed(in) || in.status.state().pending() && in.status.first();
        }

        @Override
        Fact.Node node(Fact.InGroup in) {
          return in.node(in.status.timestamp());
        }
      };
    }
  },

  /** A vote ignores pending messages. */
  BLIND_VOTE {
    @Override
    public GroupOrdering newGroup(GroupId group) {
      return new GroupOrdering(group) {
        @Override
        long timestampOf(Entry submission, GroupFootprint footprint) {
          return submission instanceof Entry.SubmitMulticast
              ? 0
              : super.timestampOf(submission, footprint);
        }
      };
    }
  },

  /** A local write does not wait for pending messages. */
  OVERTAKING_WRITE {
    @Override
    public GroupOrdering newGroup(GroupId group) {
      return new GroupOrdering(group) {
        @Override
        boolean mustWait(Entry.SubmitLocal submission) {
          return SmallSystem.isRead(submission.footprint()) && super.mustWait(submission);
        }
      };
    }
  },

  /** A query is answered although a conflicting message is pending. */
  OVERTAKING_QUERY {
    @Override
    public GroupOrdering newGroup(GroupId group) {
      return new GroupOrdering(group) {
        @Override
        public boolean conflictsWithPending(GroupFootprint footprint) {
          return !SmallSystem.isRead(footprint) && super.conflictsWithPending(footprint);
        }
      };
    }
  },

  /** A client takes equal votes for completion, without asking whether all groups are ready. */
  UNEQUAL_OK {
    @Override
    public boolean isComplete(Collection<MessageStatus> answers) {
      return answers.stream().allMatch(answer -> answer.state().pending())
          && answers.stream().mapToLong(MessageStatus::timestamp).distinct().count() == 1;
    }
  },

  /** Rule 4 is left out. */
  NO_RAISE {
    @Override
    public Optional<Entry.OrderEntry> decide(
        MessageId id,
        MessageStatus own,
        SortedSet<GroupId> otherDestinations,
        Map<GroupId, MessageStatus> others,
        boolean stable) {
      return Decisions.next(id, own, otherDestinations, others, stable)
          .filter(entry -> !(entry instanceof Entry.Raise));
    }
  },

  /**
   * A group refuses what it has voted on. (With early completion, clients would notice before
   * groups do.)
   */
  LATE_REFUSAL {
    @Override
    public boolean tellsStable() {
      return false;
    }

    @Override
    public boolean isComplete(Collection<MessageStatus> answers) {
      return false;
    }

    @Override
    public GroupOrdering newGroup(GroupId group) {
      return new GroupOrdering(group) {
        @Override
        public List<Effect> step(Entry entry) {
          return super.step(
              entry instanceof Entry.Refuse refusal && isPending(refusal.id())
                  ? new Entry.Abort(refusal.id())
                  : entry);
        }
      };
    }
  },

  /** A group executes a message again when it is told to again. */
  EXECUTE_AGAIN {
    @Override
    public GroupOrdering newGroup(GroupId group) {
      return new GroupOrdering(group) {
        @Override
        public List<Effect> step(Entry entry) {
          return entry instanceof Entry.Execute execution && outcomeCount() > 0
              ? List.of(new Effect.Run(execution.id()))
              : super.step(entry);
        }
      };
    }
  },

  /** Local messages that waited are dropped. */
  SILENT_RELEASE {
    @Override
    public GroupOrdering newGroup(GroupId group) {
      return new GroupOrdering(group) {
        @Override
        public List<Effect> step(Entry entry) {
          List<Effect> effects = super.step(entry);
          return entry instanceof Entry.SubmitLocal
              ? effects
              : effects.stream().filter(effect -> !isOfAnother(effect, entry)).toList();
        }

        private boolean isOfAnother(Effect effect, Entry entry) {
          return effect instanceof Effect.Run execution
              && !(entry instanceof Entry.Execute asked && asked.id().equals(execution.id()));
        }
      };
    }
  },

  /** Nothing is ever forgotten. */
  NO_FORGETTING {
    @Override
    public Optional<Entry.OrderEntry> decide(
        MessageId id,
        MessageStatus own,
        SortedSet<GroupId> otherDestinations,
        Map<GroupId, MessageStatus> others,
        boolean stable) {
      return Decisions.next(id, own, otherDestinations, others, stable)
          .filter(entry -> !(entry instanceof Entry.Forget));
    }
  },

  /** A refusal is forgotten while the message may still come. */
  HASTY_FORGETTING {
    @Override
    public GroupOrdering newGroup(GroupId group) {
      return new GroupOrdering(group) {
        @Override
        boolean mustKeep(MessageId id) {
          return false;
        }
      };
    }
  },

  /** Rule 11: a condition is evaluated with the vote, first or not, and never again. */
  HASTY_VERDICT {
    @Override
    public MessageStatus evaluate(MessageStatus status, MessageStatus answered, boolean holds) {
      return status.state().pending()
          ? status.withHolds(answered == null ? holds : answered.holds())
          : status;
    }
  },

  /** Rule 11: a group decides by its own verdict. */
  LONELY_DECISION {
    @Override
    public Optional<Entry.OrderEntry> decide(
        MessageId id,
        MessageStatus own,
        SortedSet<GroupId> otherDestinations,
        Map<GroupId, MessageStatus> others,
        boolean stable) {
      return Decisions.next(id, own, otherDestinations, others, stable)
          .map(
              entry ->
                  entry instanceof Entry.Execute execution
                      ? new Entry.Execute(id, execution.timestamp(), own.holds())
                      : entry);
    }
  },

  /**
   * Rule 11: a message is judged on a preview as soon as its final timestamp is known, before it is
   * stable with it.
   */
  VERDICT_BEFORE_RAISE {
    @Override
    public GroupOrdering newGroup(GroupId group) {
      return new GroupOrdering(group) {
        @Override
        boolean mayJudge(Pending message, Outlook outlook) {
          return outlook.certainty() != Outlook.Certainty.OPEN
              && outlook.certainty() != Outlook.Certainty.DROPPED;
        }
      };
    }
  },

  /** Rule 11: a preview leaves out what is below and not decided. */
  UNDECIDED_LEFT_OUT {
    @Override
    public GroupOrdering newGroup(GroupId group) {
      return new GroupOrdering(group) {
        @Override
        public Optional<Foresight.Foreseen> foresee(
            MessageId id, Function<MessageId, Outlook> outlooks) {
          return super.foresee(
              id,
              other ->
                  !other.equals(id) && outlooks.apply(other).certainty() == Outlook.Certainty.STABLE
                      ? Outlook.DROPPED
                      : outlooks.apply(other));
        }
      };
    }
  },

  /** Rule 11: who has executed a message does not remember what was decided. */
  FORGOTTEN_DECISION {
    @Override
    public MessageStatus evaluate(MessageStatus status, MessageStatus answered, boolean holds) {
      return status.state() == MessageStatus.State.EXECUTED
          ? status.withHolds(true)
          : super.evaluate(status, answered, holds);
    }
  }
}
