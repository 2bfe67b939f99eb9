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

import io.atomix.mcast.PreviewingService.Preview;
import io.atomix.mcast.ordering.Effect;
import io.atomix.mcast.ordering.Foresight;
import io.atomix.mcast.ordering.GroupOrdering;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.Outlook;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.HostedOperation;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Rule 11: what a leader knows of the primitives beyond what it has applied. It is no part of the
 * replicated state, which it never changes; what it says of that will be so, because all that it
 * assumes follows from committed entries. Each message is assumed once, however many come after it.
 */
final class Previews {
  private final GroupOrdering ordering;
  private final HostedPrimitives primitives;
  private final Messages messages;
  private final Map<String, Assumptions> assumptions = new HashMap<>();
  private long lastNumber;

  /**
   * The messages of a primitive that are assumed to be executed, in that order, with their numbers.
   */
  private record Assumptions(
      HostedPrimitive primitive, Preview preview, Map<MessageId, Long> numbers) {

    /** Returns whether all that is assumed is executed before all others of these. */
    boolean areFirstOf(Collection<Effect.Run> executions) {
      Iterator<Effect.Run> next = executions.iterator();
      for (MessageId assumed : numbers.keySet()) {
        if (!next.hasNext() || !next.next().id().equals(assumed)) {
          return false;
        }
      }
      return true;
    }
  }

  Previews(GroupOrdering ordering, HostedPrimitives primitives, Messages messages) {
    this.ordering = ordering;
    this.primitives = primitives;
    this.messages = messages;
  }

  Judge.Judgement judge(MessageId id, Function<MessageId, Outlook> outlooks) {
    if (!(messages.get(id) instanceof MessageWork.Invoke invoke)
        || !(invoke.action() instanceof ConditionalAction conditional)
        || conditional.isJoint()
        || !primitives.hasSession(invoke.primitive(), invoke.session(), invoke.raftSession())) {
      return Judge.Judgement.NONE;
    }
    Assumptions assumed = assumed(primitives.get(invoke.primitive()));
    if (assumed == null) {
      return Judge.Judgement.NONE;
    }
    try {
      Foresight.Foreseen before = ordering.foresee(id, outlooks).orElse(null);
      if (before == null) {
        return Judge.Judgement.NONE;
      } else if (before.undecided() != null) {
        return Judge.Judgement.behind(before.undecided());
      }
      if (!assumed.areFirstOf(before.before())) {
        // Another message was judged that comes after this one, or beside it.
        assumptions.remove(invoke.primitive());
        assumed = assumed(primitives.get(invoke.primitive()));
      }
      Boolean holds = assumeAll(before, assumed) ? holds(assumed, conditional.condition()) : null;
      return holds == null ? Judge.Judgement.NONE : Judge.Judgement.of(holds);
    } catch (RuntimeException e) {
      // What the service has made of it is not known; whatever is wrong shows in the execution.
      assumptions.remove(invoke.primitive());
      return Judge.Judgement.NONE;
    }
  }

  /** Returns null if the service has no previews. */
  private Assumptions assumed(HostedPrimitive primitive) {
    Assumptions known = assumptions.get(primitive.name());
    if (known != null && known.primitive == primitive) {
      return known;
    }
    Preview preview = primitive.foretelling().newPreview();
    if (preview == null) {
      return null;
    }
    Assumptions fresh = new Assumptions(primitive, preview, new LinkedHashMap<>());
    assumptions.put(primitive.name(), fresh);
    return fresh;
  }

  /** Returns whether all that is executed before a message can be told what it does. */
  private boolean assumeAll(Foresight.Foreseen before, Assumptions assumed) {
    for (Effect.Run execution : before.before()) {
      if (!assumed.numbers.containsKey(execution.id()) && !assume(execution, assumed)) {
        return false;
      }
    }
    return true;
  }

  private boolean assume(Effect.Run execution, Assumptions assumed) {
    MessageWork message = messages.get(execution.id());
    // What is on another primitive comes before only because of what is on both.
    if (message.changesNothing() || !message.primitives().contains(assumed.primitive.name())) {
      return true;
    }
    // Sessions, timers and the end of the primitive change more than keys.
    if (!(message instanceof MessageWork.Invoke invoke) || invoke.action().isJoint()) {
      return false;
    }
    long number = ++lastNumber;
    // Without its session it does nothing.
    if (assumed.primitive.hasSession(invoke.session(), invoke.raftSession())) {
      HostedOperation operation = null;
      if (invoke.action() instanceof HostedOperation plain) {
        operation = plain;
      } else if (invoke.action() instanceof ConditionalAction conditional) {
        Boolean held =
            invoke.multicast() ? execution.held() : holds(assumed, conditional.condition());
        if (held == null) {
          return false;
        }
        operation = held ? conditional.then() : conditional.otherwise();
      }
      if (operation != null
          && !operation.isQuery()
          && !assumed.preview.assume(
              number, assumed.primitive.foretelling().invocation(operation))) {
        return false;
      }
    }
    assumed.numbers.put(execution.id(), number);
    return true;
  }

  private static Boolean holds(Assumptions assumed, HostedOperation condition) {
    return condition == null
        ? Boolean.TRUE
        : assumed.preview.holds(assumed.primitive.foretelling().invocation(condition));
  }

  /** A message of a primitive is executed. */
  void executed(String primitive, MessageId id) {
    Assumptions assumed = assumptions.isEmpty() ? null : assumptions.get(primitive);
    Long number = assumed == null ? null : assumed.numbers.remove(id);
    if (number != null) {
      assumed.preview.executed(number);
      if (assumed.numbers.isEmpty()) {
        assumptions.remove(primitive);
      }
    }
  }
}
