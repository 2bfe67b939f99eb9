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

import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.ConditionalAction.ActionPart;
import io.atomix.mcast.wire.PackedResults;
import io.atomix.mcast.wire.Result;
import java.util.ArrayList;
import java.util.List;

/**
 * Work of a conditional message that is on several primitives of its group: its condition holds if
 * that of each part does, and each part does then what it is to do. If a part cannot be evaluated
 * the condition does not hold, and nothing is done in any of them.
 */
final class JointWork {
  private JointWork() {}

  /** Returns the parts of a message, those that are locks included, its own part first. */
  private static List<ActionPart> parts(MessageWork.Invoke invoke, ConditionalAction joint) {
    List<ActionPart> parts = new ArrayList<>(joint.elsewhere().size() + 1);
    parts.add(new ActionPart(invoke.primitive(), invoke.session(), joint.and(List.of())));
    parts.addAll(joint.elsewhere());
    return parts;
  }

  /**
   * Returns why a message cannot be taken: a session that it needs is not there; null if all are.
   */
  static Result.Failed problem(HostedPrimitives primitives, MessageWork.Invoke invoke) {
    if (!primitives.hasSession(invoke.primitive(), invoke.session(), invoke.raftSession())) {
      return primitives.unknownSession(invoke.primitive(), invoke.session());
    }
    for (ActionPart part : invoke.elsewhere()) {
      if (!part.isLock()
          && !primitives.hasSession(part.primitive(), part.session(), invoke.raftSession())) {
        return primitives.unknownSession(part.primitive(), part.session());
      }
    }
    return null;
  }

  /** Rule 11: evaluates a message in all its primitives, which changes nothing. */
  static Evaluation evaluate(
      HostedPrimitives primitives, MessageWork.Invoke invoke, ConditionalAction joint) {
    boolean holds = true;
    Result.Failed failure = null;
    List<byte[]> reads = new ArrayList<>();
    for (ActionPart part : parts(invoke, joint)) {
      Evaluation found = evaluate(primitives, invoke.raftSession(), part);
      holds &= found.holds();
      failure = failure == null ? found.failure() : failure;
      reads.add(found.read());
    }
    return new Evaluation(holds && failure == null, PackedResults.pack(reads), failure);
  }

  private static Evaluation evaluate(
      HostedPrimitives primitives, long raftSession, ActionPart part) {
    HostedPrimitive primitive = primitives.get(part.primitive());
    if (part.isLock()) {
      return isHeld(primitive, part);
    }
    return primitive == null
        ? Evaluation.failed(primitives.gone(part.primitive()))
        : Evaluation.of(primitive, raftSession, part.session(), part.action());
  }

  /** A lock that nobody has made, or that was deleted, is held by nobody; so is an election. */
  private static Evaluation isHeld(HostedPrimitive primitive, ActionPart part) {
    Boolean held = primitive == null ? Boolean.FALSE : primitive.foretelling().isHeld(part.held());
    return held == null
        ? Evaluation.failed(
            new Result.Failed(
                Result.Cause.SERVICE,
                "Primitive '"
                    + part.primitive()
                    + "' is of type '"
                    + primitive.type().name()
                    + "', which is no lock and no election: a transaction can ask of these only"
                    + " whether they are held; nothing was applied"))
        : Evaluation.found(held, null);
  }

  /**
   * Rule 11: finds out whether the condition holds whatever operations on keys come before it, null
   * if that cannot be told.
   */
  static Boolean holdsAnyhow(
      HostedPrimitives primitives, MessageWork.Invoke invoke, ConditionalAction joint) {
    if (problem(primitives, invoke) != null) {
      return null;
    }
    boolean known = true;
    for (ActionPart part : parts(invoke, joint)) {
      Boolean anyhow =
          part.isLock()
              ? null
              : primitives
                  .get(part.primitive())
                  .foretelling()
                  .holdsAnyhow(part.action().condition());
      if (Boolean.FALSE.equals(anyhow)) {
        return false;
      }
      known &= anyhow != null;
    }
    return known ? Boolean.TRUE : null;
  }

  /**
   * Executes a message.
   *
   * @param at the index that its operations see
   * @param held whether the condition of a multicast message holds in all groups
   * @param told whether the client was told all it wants with the votes
   */
  static Result execute(
      HostedPrimitives primitives,
      MessageWork.Invoke invoke,
      ConditionalAction joint,
      long at,
      boolean held,
      boolean told) {
    // A multicast message that lacks a session was refused; a local one is taken whatever it lacks.
    Result.Failed problem = invoke.multicast() ? null : problem(primitives, invoke);
    if (problem != null) {
      return problem;
    }
    // Rule 11: what the groups have decided is done, whatever this one finds.
    Evaluation found = told ? Evaluation.found(held, null) : evaluate(primitives, invoke, joint);
    boolean agreed = invoke.multicast() ? held : found.holds();
    return found.told(agreed, agreed ? run(primitives, invoke, joint, at) : null);
  }

  /** Runs all parts, and returns null, or the first failure. */
  private static Result run(
      HostedPrimitives primitives, MessageWork.Invoke invoke, ConditionalAction joint, long at) {
    Result failure = null;
    for (ActionPart part : parts(invoke, joint)) {
      if (!part.isLock() && part.action().then() != null) {
        HostedPrimitive primitive = primitives.get(part.primitive());
        Result done =
            primitive == null
                ? primitives.gone(part.primitive())
                : primitive.apply(at, invoke.raftSession(), part.session(), part.action().then());
        failure = failure == null && done instanceof Result.Failed ? done : failure;
      }
    }
    return failure;
  }
}
