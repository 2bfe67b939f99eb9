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

import io.atomix.cluster.MemberId;
import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.Effect;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.Footprint;
import io.atomix.mcast.ordering.GroupOrdering;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.Standing;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Result;
import java.util.List;

/** Gives entries to the ordering core, and carries out their effects on the hosted primitives. */
final class EffectRunner {
  private final LocalFacts facts;
  private final GroupOrdering ordering;
  private final HostedPrimitives primitives;
  private final Messages messages;
  private final Clients clients;
  private final GroupTimers timers;
  private final Previews previews;
  private final VoteDetails details;
  private final Tracing tracing;

  EffectRunner(LocalFacts facts, GroupData data, Previews previews, VoteDetails details) {
    this.facts = facts;
    this.ordering = data.ordering();
    this.primitives = data.primitives();
    this.messages = data.messages();
    this.clients = data.clients();
    this.timers = data.timers();
    this.previews = previews;
    this.details = details;
    this.tracing = new Tracing(facts, ordering, primitives);
  }

  /** Submits a message that is held, and returns the answer of its client. */
  Answer submit(MessageId id, Entry entry, EffectsBuilder out) {
    Step step = new Step(out, id);
    carryOut(submission(id, entry, out), step);
    return step.answer();
  }

  /** Submits a message of the group's own, which writes a whole primitive. */
  void submitInternal(MessageId id, Message message, EffectsBuilder out) {
    messages.hold(id, message);
    Entry entry = new Entry.SubmitLocal(id, writeAll(message.primitive()));
    carryOut(submission(id, entry, out), new Step(out));
  }

  private List<Effect> submission(MessageId id, Entry entry, EffectsBuilder out) {
    List<Effect> effects = ordering.step(entry);
    Message message = facts.traces(id) ? messages.get(id) : null;
    if (message != null) {
      MemberId client = clients.memberOf(message);
      tracing.submitted(entry, message, client == null ? null : client.id(), out);
    }
    return effects;
  }

  /** Takes a step that submits nothing. */
  void step(Entry entry, EffectsBuilder out) {
    carryOut(ordering.step(entry), new Step(out));
  }

  private void carryOut(List<Effect> effects, Step step) {
    for (Effect effect : effects) {
      carryOut(effect, step, false);
    }
    submitPostponed(step);
  }

  private void carryOut(Effect effect, Step step, boolean again) {
    if (effect instanceof Effect.Execute execute) {
      execute(execute.id(), execute.held(), step, again);
    } else if (effect instanceof Effect.Stands stands) {
      stands(stands.id(), stands.standing(), step);
    } else if (effect instanceof Effect.Blocked blocked) {
      step.out().blocked();
      step.out().observed(new Observed.Waits(blocked.id()));
    } else if (effect instanceof Effect.Forgotten forgotten) {
      step.out().stands(StandingChange.forgotten(forgotten.id()));
    } else if (effect instanceof Effect.Ignored ignored
        && ignored.entry() instanceof Entry.SubmitLocal submit) {
      messages.release(submit.id());
      step.answer(Refusals.malformed(ignored.reason()));
    }
  }

  private void stands(MessageId id, Standing found, Step step) {
    Evaluation evaluation = details.evaluation(id, found);
    Standing standing = details.judged(id, found, evaluation);
    boolean voted = standing.state() == Standing.State.VOTED && step.answers(id);
    Result early = voted ? details.early(id, standing, evaluation) : null;
    step.out().stands(details.change(id, standing));
    tracing.stands(id, standing, step.out());
    if (voted) {
      step.answer(new Answer.Voted(standing, early));
    } else if (standing.state().dropped()) {
      Message message = messages.release(id);
      if (message != null && !step.answers(id)) {
        clients.defer(message, id, Refusals.aborted(id), step.out());
      }
    }
  }

  private void execute(MessageId id, boolean held, Step step, boolean again) {
    EffectsBuilder out = step.out();
    Message message = messages.release(id);
    if (message == null || !again && isPostponed(id, message, step)) {
      return;
    }
    previews.executed(message.primitive(), id);
    if (!step.answers(id)) {
      out.observed(new Observed.WaitsNoMore(id, message.kind()));
    }
    tracing.executes(id, held, out);
    boolean told = details.isTold(id, message);
    if (told && message instanceof Message.Invoke invoke && invoke.isQuery()) {
      out.observed(Observed.Executed.of(message.kind(), false));
      return;
    }
    if (message instanceof Message.Tick tick) {
      timers.executes(tick);
    } else if (message instanceof Message.Delete delete) {
      sayOver(delete.primitive(), out);
    }
    Result result = primitives.run(message, held, told, clients.memberOf(message));
    out.observed(Observed.Executed.of(message.kind(), result instanceof Result.Failed));
    if (step.answers(id)) {
      step.answer(new Answer.Finished(result));
    } else if (!told) {
      clients.defer(message, id, result, out);
    }
    // A caller learns what its operation returned before what it published.
    for (HostedPrimitives.Published event : primitives.takePublished()) {
      // Unless its service has published to a session and then not accepted it.
      if (event.session().getState().active()) {
        clients.publish(event.session(), event.event(), out);
      }
    }
  }

  /**
   * The end of a session takes its place before messages of the session that other groups' votes
   * have raised since. They have been voted on, so other groups may execute them, and so must this
   * one: the session ends behind them, also behind those that the same entry executes next.
   */
  private boolean isPostponed(MessageId id, Message message, Step step) {
    boolean early =
        message instanceof Message.End end && messages.hasMulticastOf(end.session())
            || message instanceof Message.Close close && messages.hasMulticastOf(close.session());
    if (early) {
      messages.hold(id, message);
      step.postpone(new Step.Postponed(id, message.primitive()));
    }
    return early;
  }

  /** Submits what was postponed, once all that an entry did has been carried out. */
  private void submitPostponed(Step step) {
    Step.Postponed next = step.nextPostponed();
    while (next != null) {
      // Nothing that it conflicts with is pending any more if it is executed at once.
      for (Effect effect :
          ordering.step(new Entry.SubmitLocal(next.id(), writeAll(next.primitive())))) {
        carryOut(effect, step, true);
      }
      next = step.nextPostponed();
    }
  }

  /** A primitive is about to be deleted: tells its sessions. */
  private void sayOver(String name, EffectsBuilder out) {
    HostedPrimitive primitive = primitives.get(name);
    if (primitive != null) {
      primitive.sessions().forEach(session -> clients.sayOver(session, out));
    }
  }

  static Footprint writeAll(String primitive) {
    return Footprint.whole(primitive, Access.WRITE);
  }
}
