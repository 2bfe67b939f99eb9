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
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupOrdering;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.ordering.RecentWrites;
import io.atomix.mcast.wire.Action;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.HostedOperation;
import io.atomix.mcast.wire.Result;
import java.util.List;

/** Gives entries to the ordering core, and carries out their effects on the hosted primitives. */
final class EffectRunner {
  private final LocalFacts facts;
  private final GroupOrdering ordering;
  private final HostedPrimitives primitives;
  private final Messages messages;
  private final ClientTable clients;
  private final GroupTimers timers;
  private final Previews previews;
  private final VoteDetails details;
  private final RecentWrites writes;
  private final Tracing tracing;
  private final EffectHandler handler = new EffectHandler();

  /**
   * Creates a runner.
   *
   * @param writes remembers what is submitted (rule 12)
   */
  EffectRunner(
      LocalFacts facts,
      GroupData data,
      Previews previews,
      VoteDetails details,
      RecentWrites writes) {
    this.facts = facts;
    this.ordering = data.ordering();
    this.primitives = data.primitives();
    this.messages = data.messages();
    this.clients = data.clients();
    this.timers = data.timers();
    this.previews = previews;
    this.details = details;
    this.writes = writes;
    this.tracing = new Tracing(facts, ordering, primitives);
  }

  /** Submits a message that is held, and returns the answer of its client. */
  Answer submit(MessageId id, Entry.SubmitEntry entry, EffectsBuilder out) {
    long lowest = entry instanceof Entry.SubmitMulticast multicast ? multicast.lowestVote() : 0;
    Step step = new Step(out, id, lowest);
    carryOut(submission(id, entry, out), step);
    return step.answer();
  }

  /** Submits a message of the group's own, which writes a whole primitive. */
  void submitInternal(MessageId id, MessageWork message, EffectsBuilder out) {
    messages.hold(id, message);
    Entry.SubmitEntry entry = new Entry.SubmitLocal(id, writeAll(message.primitive()));
    carryOut(submission(id, entry, out), new Step(out));
  }

  private List<Effect> submission(MessageId id, Entry.SubmitEntry entry, EffectsBuilder out) {
    timers.touch(messages.get(id));
    writes.submitted(entry.footprint(), out.index());
    List<Effect> effects = ordering.step(entry);
    MessageWork message = facts.traces(id) ? messages.get(id) : null;
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
      effect.accept(handler, step);
    }
    submitPostponed(step);
  }

  /** Carries out the effects of a step. */
  private final class EffectHandler implements Effect.EffectVisitor<Step> {

    @Override
    public void execute(Effect.Run effect, Step step) {
      EffectRunner.this.execute(effect.id(), effect.held(), step);
    }

    @Override
    public void stands(Effect.Stands effect, Step step) {
      EffectRunner.this.stands(effect.id(), effect.status(), step);
    }

    @Override
    public void blocked(Effect.Blocked effect, Step step) {
      step.out().blocked();
      step.out().observed(new Observed.Waits(effect.id()));
    }

    @Override
    public void forgotten(Effect.Forgotten effect, Step step) {
      step.out().stands(StatusChange.forgotten(effect.id()));
    }

    @Override
    public void ignored(Effect.Ignored effect, Step step) {
      if (effect.entry() instanceof Entry.SubmitLocal submit) {
        messages.release(submit.id());
        step.answer(Refusals.malformed(effect.reason()));
      }
    }
  }

  private void stands(MessageId id, MessageStatus found, Step step) {
    timers.touch(messages.get(id));
    Evaluation evaluation = details.evaluation(id, found);
    MessageStatus status = details.judged(id, found, evaluation);
    boolean voted = status.state() == MessageStatus.State.VOTED && step.answers(id);
    Result early = voted ? details.early(id, status, evaluation) : null;
    step.out().stands(details.change(id, status, voted ? step.lowestVote() : 0));
    tracing.stands(id, status, step.out());
    if (voted) {
      step.answer(new Answer.Voted(status, early));
    } else if (status.state().dropped()) {
      MessageWork message = messages.release(id);
      if (message != null && !step.answers(id)) {
        clients.defer(message, id, Refusals.aborted(id), step.out());
      }
    }
  }

  private void execute(MessageId id, boolean held, Step step) {
    EffectsBuilder out = step.out();
    MessageWork message = messages.release(id);
    timers.touch(message);
    if (message == null || !step.isResumed() && isPostponed(id, message, step)) {
      return;
    }
    previews.executed(message.primitive(), id);
    if (!step.answers(id)) {
      out.observed(new Observed.WaitsNoMore(id, message.kind()));
    }
    tracing.executes(id, held, out);
    boolean told = details.isTold(id, message);
    if (told && message instanceof MessageWork.Invoke invoke && invoke.isQuery()) {
      out.observed(Observed.ExecutionSeen.of(message.kind(), false));
      return;
    }
    beforeUpkeep(message, out);
    capture(id, message, out);
    Result result =
        message instanceof MessageWork.UpkeepWork upkeep
            ? primitives.run(upkeep, clients.memberOf(message))
            : invoke(id, (MessageWork.Invoke) message, held, told);
    out.observed(Observed.ExecutionSeen.of(message.kind(), result instanceof Result.Failed));
    if (step.answers(id)) {
      step.answer(new Answer.Finished(result));
    } else if (!told) {
      clients.defer(message, id, result, out);
    }
    // A caller learns what its operation returned before what it published.
    for (HostedPrimitives.SessionEvent event : primitives.takePublished()) {
      // Unless its service has published to a session and then not accepted it.
      if (event.session().getState().active()) {
        clients.publish(event.session(), event.event(), out);
      }
    }
  }

  /**
   * Runs an operation, or what a conditional message comes to.
   *
   * @param held whether the condition of a conditional multicast message holds in all groups
   * @param told whether the client was told all it wants with the votes, so that what a conditional
   *     message finds is not asked for again
   */
  private Result invoke(MessageId id, MessageWork.Invoke invoke, boolean held, boolean told) {
    primitives.executes(id);
    try {
      return run(invoke, held, told);
    } finally {
      primitives.executes(null);
    }
  }

  private Result run(MessageWork.Invoke invoke, boolean held, boolean told) {
    long index = primitives.nextIndex();
    if (invoke.action() instanceof ConditionalAction joint && joint.isJoint()) {
      return JointWork.execute(primitives, invoke, joint, index, held, told);
    }
    HostedPrimitive primitive = primitives.get(invoke.primitive());
    if (primitive == null) {
      return primitives.gone(invoke.primitive());
    }
    Action action = invoke.action();
    // Rule 8: what was told with the vote comes true, versions included.
    long at = told && invoke.reserved() > 0 ? invoke.reserved() : index;
    if (action instanceof HostedOperation operation) {
      return primitive.apply(at, invoke.raftSession(), invoke.session(), operation);
    }
    ConditionalAction conditional = (ConditionalAction) action;
    // Rule 11: what the groups have decided is done, whatever this one finds.
    if (told) {
      return HostedPrimitives.branch(
          primitive, at, invoke, held ? conditional.then() : conditional.otherwise());
    }
    Evaluation found =
        Evaluation.of(primitive, invoke.raftSession(), invoke.session(), conditional);
    boolean agreed = invoke.multicast() ? held : found.holds();
    return found.told(
        agreed,
        HostedPrimitives.branch(
            primitive, at, invoke, agreed ? conditional.then() : conditional.otherwise()));
  }

  /**
   * The end of a session takes its place before messages of the session that other groups' votes
   * have raised since. They have been voted on, so other groups may execute them, and so must this
   * one: the session ends behind them, also behind those that the same entry executes next.
   */
  private boolean isPostponed(MessageId id, MessageWork message, Step step) {
    boolean early =
        message instanceof MessageWork.EndSession end && messages.hasMulticastOf(end.session())
            || message instanceof MessageWork.Close close
                && messages.hasMulticastOf(close.session());
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
      writes.changed(next.primitive(), step.out().index());
      // Nothing that it conflicts with is pending any more if it is executed at once.
      for (Effect effect :
          ordering.step(new Entry.SubmitLocal(next.id(), writeAll(next.primitive())))) {
        effect.accept(handler, step);
      }
      tracing.postponed(next.id(), step.out());
      next = step.nextPostponed();
    }
  }

  private void beforeUpkeep(MessageWork message, EffectsBuilder out) {
    if (message instanceof MessageWork.Tick tick) {
      timers.executes(tick);
    } else if (message instanceof MessageWork.DeletePrimitive delete) {
      sayOver(delete.primitive(), out);
    }
  }

  /** Keeps what all primitives hold, if the message is the cut of a backup. */
  private void capture(MessageId id, MessageWork message, EffectsBuilder out) {
    if (message instanceof MessageWork.TakeCut) {
      out.captured(Captured.of(ordering.self(), id, out.index(), primitives));
    }
  }

  /** A primitive is about to be deleted: tells its sessions. */
  private void sayOver(String name, EffectsBuilder out) {
    HostedPrimitive primitive = primitives.get(name);
    if (primitive != null) {
      primitive.sessions().forEach(session -> clients.sayOver(session, out));
    }
  }

  static GroupFootprint writeAll(String primitive) {
    return GroupFootprint.whole(primitive, Access.WRITE);
  }
}
