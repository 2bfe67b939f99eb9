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

import io.atomix.mcast.observe.KeyNames;
import io.atomix.mcast.observe.ProtocolEvent;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.GroupOrdering;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.ordering.PendingView;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.HostedOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Notes what happens to those messages that are traced. It looks at the state and changes nothing
 * of it, so that replicas agree whether they are traced or not.
 */
final class Tracing {
  private final LocalFacts facts;
  private final GroupOrdering ordering;
  private final HostedPrimitives primitives;

  Tracing(LocalFacts facts, GroupOrdering ordering, HostedPrimitives primitives) {
    this.facts = facts;
    this.ordering = ordering;
    this.primitives = primitives;
  }

  /** A submission of a message that is traced has been given to the ordering core. */
  void submitted(Entry entry, MessageWork message, String client, EffectsBuilder out) {
    if (entry instanceof Entry.SubmitLocal local) {
      Set<GroupId> self = Set.of(ordering.self());
      submitted(local.id(), local.footprint(), self, message, client, out);
    } else if (entry instanceof Entry.SubmitMulticast multicast
        && ordering.isPending(multicast.id())) {
      submitted(
          multicast.id(), multicast.footprint(), multicast.destinations(), message, client, out);
    }
  }

  private void submitted(
      MessageId id,
      GroupFootprint footprint,
      Set<GroupId> destinations,
      MessageWork message,
      String client,
      EffectsBuilder out) {
    Optional<PendingView> pending = ordering.pendingMessage(id);
    traced(
        out,
        new ProtocolEvent.Submitted(
            id,
            message.kind(),
            message.operation(),
            client,
            destinations,
            KeyNames.touched(footprint, arguments(message)),
            pending.map(view -> view.status().timestamp()).orElse(0L),
            pending.map(PendingView::blockedBy).orElse(null)));
  }

  /** A multicast message has a new status, or was asked about. */
  void stands(MessageId id, MessageStatus status, EffectsBuilder out) {
    if (!facts.traces(id)) {
      return;
    }
    if (status.state() == MessageStatus.State.FINAL) {
      MessageId blocker = ordering.pendingMessage(id).map(PendingView::blockedBy).orElse(null);
      traced(out, new ProtocolEvent.Raised(id, status.timestamp(), blocker));
    }
    if (status.state() == MessageStatus.State.REFUSED) {
      traced(out, new ProtocolEvent.Refused(id));
    } else if (status.state() == MessageStatus.State.ABORTED) {
      traced(out, new ProtocolEvent.Aborted(id));
    }
  }

  /** The end of a session waits again, behind what its own messages were raised to. */
  void postponed(MessageId id, EffectsBuilder out) {
    if (facts.traces(id)) {
      ordering
          .pendingMessage(id)
          .ifPresent(
              view ->
                  traced(
                      out,
                      new ProtocolEvent.Raised(id, view.status().timestamp(), view.blockedBy())));
    }
  }

  /** A message executes. */
  void executes(MessageId id, boolean held, EffectsBuilder out) {
    if (facts.traces(id)) {
      traced(out, new ProtocolEvent.Executed(id, held));
    }
  }

  private static void traced(EffectsBuilder out, ProtocolEvent event) {
    out.observed(new Observed.Traced(event));
  }

  private List<Object> arguments(MessageWork message) {
    HostedPrimitive primitive = primitives.get(message.primitive());
    if (primitive == null || !(message instanceof MessageWork.Invoke invoke)) {
      return List.of();
    }
    if (invoke.action() instanceof ConditionalAction conditional) {
      return Stream.of(
              conditional.condition(),
              conditional.read(),
              conditional.then(),
              conditional.otherwise())
          .filter(Objects::nonNull)
          .flatMap(operation -> arguments(primitive, operation).stream())
          .toList();
    }
    return arguments(primitive, (HostedOperation) invoke.action());
  }

  /** Arguments may be damaged: the operation itself says so when it is executed. */
  private static List<Object> arguments(HostedPrimitive primitive, HostedOperation operation) {
    if (operation.value() == null) {
      return List.of();
    }
    try {
      Object decoded = primitive.serializer().decode(operation.value());
      return decoded instanceof Object[] several
          ? new ArrayList<>(Arrays.asList(several))
          : decoded == null ? List.of() : List.of(decoded);
    } catch (RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError e) {
      return List.of();
    }
  }
}
