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
package io.atomix.mcast.simulation;

import io.atomix.mcast.exchange.StableListener;
import io.atomix.mcast.fakeraft.RaftLog;
import io.atomix.mcast.group.ClientAddress;
import io.atomix.mcast.group.ClientChange;
import io.atomix.mcast.group.GroupContents;
import io.atomix.mcast.group.GroupEffects;
import io.atomix.mcast.group.GroupHost;
import io.atomix.mcast.group.Judge;
import io.atomix.mcast.group.StatusChange;
import io.atomix.mcast.group.TimersDue;
import io.atomix.mcast.observe.StateView;
import io.atomix.mcast.ordering.Below;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.ordering.Outlook;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Delivery;
import io.atomix.mcast.wire.ExchangeMessage;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Ways to break the engine from outside. Each but the first must be found by some runs. */
enum Sabotage {
  /** Nothing is broken. */
  NONE,

  /**
   * Rule 6: a group executes what is closed in itself alone, since it hears that a message is
   * closed in all others as soon as they have voted.
   */
  OWN_GROUP_ONLY {
    @Override
    MessageStatus told(MessageStatus status) {
      return status.state().pending()
          ? new MessageStatus(status.state(), status.timestamp(), true, status.holds())
          : status;
    }
  },

  /** Rule 5: what is below a message that a group has only voted on is ignored. */
  IGNORED_VOTES {
    @Override
    MessageStatus told(MessageStatus status) {
      return status.state() == MessageStatus.State.VOTED ? status.withBelow(Below.NONE) : status;
    }
  },

  /**
   * Rules 5 and 11: a group that has raised a message goes on telling what it told with its vote,
   * when nothing was below: that the message is closed there, and its condition judged.
   */
  SET_OF_BEFORE_THE_RAISE {
    @Override
    MessageStatus told(MessageStatus status) {
      return status.state() == MessageStatus.State.FINAL
          ? new MessageStatus(status.state(), status.timestamp(), true, status.holds())
          : status;
    }
  },

  /**
   * Rule 7 is off: a leader answers queries from the moment it leads, and from what it has applied.
   */
  NO_FENCE {
    @Override
    boolean hasReadIndex(byte[] request) {
      return false;
    }

    @Override
    GroupHost host(GroupHost host, BooleanSupplier leads, StableListener clients) {
      return new ForwardingHost(host) {
        @Override
        public boolean isFenced() {
          return leads.getAsBoolean();
        }
      };
    }
  },

  /** Rule 12: values are taken for current without a confirmation. */
  UNCONFIRMED {
    @Override
    byte[] readAnswer(byte[] request, byte[] answer) {
      return ReadRequest.decode(request) instanceof ReadRequest.Confirmation confirmation
          ? new ReadAnswer.Confirmed(confirmation.claims().stream().map(claim -> true).toList())
              .encode()
          : answer;
    }
  },

  /** Rule 12: a new leader confirms from what it has applied, whatever else is committed. */
  CONFIRMED_TOO_EARLY {
    @Override
    boolean hasReadIndex(byte[] request) {
      return !(ReadRequest.decode(request) instanceof ReadRequest.Confirmation);
    }

    @Override
    boolean isFenceHeeded(byte[] request) {
      return hasReadIndex(request);
    }
  },

  /**
   * What a leader has not delivered of deferred results is forgotten when it loses its place, and
   * no answer takes results alone along.
   */
  LOST_RESULTS {
    @Override
    GroupHost host(GroupHost host, BooleanSupplier leads, StableListener clients) {
      return new ForwardingHost(host) {
        @Override
        public void applied(GroupEffects effects) {
          super.applied(leads.getAsBoolean() ? effects : withoutNotifications(effects));
        }
      };
    }

    @Override
    byte[] answer(byte[] bytes) {
      Answer.AnswerBatch batch = Answer.AnswerBatch.decode(bytes);
      return batch.notifications().stream()
              .allMatch(each -> each.notification() instanceof Notification.Deferred)
          ? new Answer.AnswerBatch(batch.index(), batch.understood(), batch.answers()).encode()
          : bytes;
    }

    @Override
    byte[] readAnswer(byte[] request, byte[] answer) {
      return ReadRequest.decode(request) instanceof ReadRequest.FetchNotifications
              && ReadAnswer.decode(answer) instanceof ReadAnswer.StoredNotifications notifications
          ? new ReadAnswer.StoredNotifications(
                  new Delivery(notifications.delivery().raftSession(), List.of()))
              .encode()
          : answer;
    }
  },

  /** Answers take no events along, which come by themselves. */
  LATE_EVENTS {
    @Override
    byte[] answer(byte[] bytes) {
      Answer.AnswerBatch batch = Answer.AnswerBatch.decode(bytes);
      return new Answer.AnswerBatch(batch.index(), batch.understood(), batch.answers()).encode();
    }
  },

  /** Results of queries take no events along. */
  LATE_EVENTS_OF_QUERIES {
    @Override
    byte[] readAnswer(byte[] request, byte[] answer) {
      return ReadAnswer.decode(answer) instanceof ReadAnswer.QueryResults results
          ? new ReadAnswer.QueryResults(results.index(), results.results()).encode()
          : answer;
    }
  },

  /** No leader hears that timers are due. */
  LATE_TIMERS {
    @Override
    GroupHost host(GroupHost host, BooleanSupplier leads, StableListener clients) {
      return new ForwardingHost(host) {
        @Override
        public void applied(GroupEffects effects) {
          super.applied(
              new GroupEffects(
                  effects.index(),
                  effects.answer(),
                  effects.fences(),
                  effects.statuses(),
                  effects.clients(),
                  effects.observed(),
                  effects.captured(),
                  effects.loaded(),
                  effects.blocked(),
                  effects.counts(),
                  TimersDue.NONE));
        }

        @Override
        public void restored(GroupContents contents) {
          super.restored(
              new GroupContents(
                  contents.statuses(),
                  contents.undelivered(),
                  contents.counts(),
                  contents.loaded(),
                  TimersDue.NONE));
        }
      };
    }
  },

  /** A group forgets that it has refused a message at once, though the message may still come. */
  FORGOTTEN_REFUSAL {
    @Override
    byte[] batch(byte[] bytes) {
      Batch batch = Batch.decode(bytes);
      return new Batch(batch.client(), Long.MAX_VALUE, batch.received(), batch.commands()).encode();
    }

    @Override
    Optional<RaftLog.Content> after(GroupId group, byte[] bytes) {
      Batch batch = Batch.decode(bytes);
      List<MessageId> refused =
          batch.commands().stream()
              .filter(Command.Order.class::isInstance)
              .map(command -> ((Command.Order) command).entry())
              .filter(Entry.Refuse.class::isInstance)
              .map(entry -> ((Entry.Refuse) entry).id())
              .toList();
      return refused.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new RaftLog.Content.Batch(
                  0,
                  new Batch(
                          batch.client(),
                          0,
                          0,
                          List.of(new Command.Order(new Entry.Forget(refused))))
                      .encode()));
    }
  },

  /** Rule 11: a preview leaves out what is below and not decided yet. */
  UNDECIDED_LEFT_OUT {
    @Override
    GroupHost host(GroupHost host, BooleanSupplier leads, StableListener clients) {
      return judging(
          host,
          (id, other, outlook) ->
              !other.equals(id) && outlook.certainty() == Outlook.Certainty.STABLE
                  ? Outlook.DROPPED
                  : outlook);
    }
  },

  /** Rule 11: a preview takes it that the conditions of all that is below hold. */
  ALL_HELD {
    @Override
    GroupHost host(GroupHost host, BooleanSupplier leads, StableListener clients) {
      return judging(
          host,
          (id, other, outlook) -> new Outlook(outlook.certainty(), outlook.timestamp(), true));
    }
  },

  /** A group decides a condition by itself: it hears that all others have said yes. */
  OWN_CONDITION {
    @Override
    MessageStatus told(MessageStatus status) {
      return status.withHolds(true);
    }
  },

  /**
   * Rule 8: a client that wants no result is told that its message is stable as soon as it is
   * closed in one group.
   */
  STABLE_IN_ONE_GROUP {
    @Override
    GroupHost host(GroupHost host, BooleanSupplier leads, StableListener clients) {
      return new ForwardingHost(host) {
        @Override
        public void applied(GroupEffects effects) {
          for (StatusChange change : effects.statuses()) {
            ClientAddress client = change.whenStable();
            if (client != null && change.status().first() && leads.getAsBoolean()) {
              clients.tell(client, List.of(change.id().sequence()));
            }
          }
          super.applied(effects);
        }
      };
    }
  },

  /** A message on several primitives is ordered in the first of them alone. */
  FIRST_PRIMITIVE_ALONE {
    @Override
    byte[] batch(byte[] bytes) {
      Batch batch = Batch.decode(bytes);
      List<Command> commands = batch.commands().stream().map(Sabotage::inFirstPrimitive).toList();
      return new Batch(batch.client(), batch.resolvedBelow(), batch.received(), commands).encode();
    }
  },

  /**
   * A client is told that all votes on its multicast messages are equal, and so that nothing can
   * overtake them any more.
   */
  EQUAL_VOTES {
    @Override
    byte[] answer(byte[] bytes) {
      Answer.AnswerBatch batch = Answer.AnswerBatch.decode(bytes);
      List<Answer> answers = batch.answers().stream().map(this::equal).toList();
      return new Answer.AnswerBatch(
              batch.index(), batch.understood(), answers, batch.notifications())
          .encode();
    }

    private Answer equal(Answer answer) {
      return answer instanceof Answer.Voted voted && voted.status().timestamp() > 0
          ? new Answer.Voted(new MessageStatus(MessageStatus.State.VOTED, 0, false), null)
          : answer;
    }
  },

  /** What was told to another group and lost is told again when 40 s are over, and not before. */
  FORGOTTEN_RESEND {
    @Override
    long tellsAgainAfter() {
      return 40 * World.SECOND;
    }
  };

  /**
   * For how long a leader does not tell another group's again what it has told it, in nanoseconds.
   */
  long tellsAgainAfter() {
    return 0;
  }

  /** What the other groups are told instead of a status. */
  MessageStatus told(MessageStatus status) {
    return status;
  }

  /**
   * What a group's state machine talks to instead of its replica.
   *
   * @param clients tells clients that messages are stable
   */
  GroupHost host(GroupHost host, BooleanSupplier leads, StableListener clients) {
    return host;
  }

  /** What is logged instead of a batch. */
  byte[] batch(byte[] bytes) {
    return bytes;
  }

  /** What is logged after a batch. */
  Optional<RaftLog.Content> after(GroupId group, byte[] bytes) {
    return Optional.empty();
  }

  /** What a client is answered instead. */
  byte[] answer(byte[] bytes) {
    return bytes;
  }

  /** What a reader is answered instead. */
  byte[] readAnswer(byte[] request, byte[] answer) {
    return answer;
  }

  /** Whether a leader waits with a query until that is applied which it knows to be committed. */
  boolean hasReadIndex(byte[] request) {
    return true;
  }

  /** Whether a leader answers a query only when its fence has been applied. */
  boolean isFenceHeeded(byte[] request) {
    return true;
  }

  /** What is sent instead of a message. */
  byte[] message(String subject, byte[] bytes) {
    if (this == NONE || !subject.startsWith("generic-multicast-exchange-")) {
      return bytes;
    }
    ExchangeMessage message = ExchangeMessage.decode(bytes);
    return new ExchangeMessage(
            message.from(),
            message.statements().stream()
                .map(
                    each ->
                        new ExchangeMessage.Statement(
                            each.id(), toldOrNull(each.status()), each.ask(), each.destinations()))
                .toList())
        .encode();
  }

  /** What is sent instead of an answer. */
  byte[] reply(String subject, byte[] bytes) {
    if (this == NONE || !subject.startsWith("generic-multicast-exchange-")) {
      return bytes;
    }
    ExchangeMessage.Reply reply = ExchangeMessage.Reply.decode(bytes);
    return new ExchangeMessage.Reply(
            reply.leader(),
            reply.leaderHint(),
            reply.statuses().stream().map(this::toldOrNull).toList())
        .encode();
  }

  private MessageStatus toldOrNull(MessageStatus status) {
    return status == null ? null : told(status);
  }

  private static Command inFirstPrimitive(Command command) {
    if (command instanceof Command.Local local) {
      return new Command.Local(
          local.sequence(), local.session(), local.action(), local.footprint().beside(List.of()));
    } else if (command instanceof Command.Multicast multicast) {
      return new Command.Multicast(
          multicast.sequence(),
          multicast.session(),
          multicast.action(),
          multicast.footprint().beside(List.of()),
          multicast.destinations(),
          multicast.early(),
          multicast.lowestVote());
    }
    return command;
  }

  /** What a leader takes for known of a message when it judges another. */
  private interface Believed {
    Outlook of(MessageId judged, MessageId other, Outlook outlook);
  }

  /** Returns a host whose leader judges on previews that rest on something else. */
  private static GroupHost judging(GroupHost host, Believed believed) {
    return new ForwardingHost(host) {
      @Override
      public void hosts(StateView view, Judge judge) {
        super.hosts(
            view,
            (id, outlooks) ->
                judge.judge(id, other -> believed.of(id, other, outlooks.apply(other))));
      }
    };
  }

  private static GroupEffects withoutNotifications(GroupEffects effects) {
    return new GroupEffects(
        effects.index(),
        effects.answer(),
        effects.fences(),
        effects.statuses(),
        effects.clients().stream()
            .filter(change -> !(change instanceof ClientChange.Added))
            .toList(),
        effects.observed(),
        effects.captured(),
        effects.loaded(),
        effects.blocked(),
        effects.counts(),
        effects.timers());
  }
}
