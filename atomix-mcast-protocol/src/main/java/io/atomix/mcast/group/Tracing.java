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

import io.atomix.mcast.observe.Happening;
import io.atomix.mcast.observe.KeyNames;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.Footprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.GroupOrdering;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.PendingView;
import io.atomix.mcast.ordering.Standing;
import io.atomix.mcast.wire.Conditional;
import io.atomix.mcast.wire.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells the outlet what happens to those messages that it traces. It looks at the state and changes
 * nothing of it, so that replicas agree whether they are traced or not.
 */
final class Tracing {
  private final Outlet outlet;
  private final GroupOrdering ordering;
  private final HostedPrimitives primitives;

  Tracing(Outlet outlet, GroupOrdering ordering, HostedPrimitives primitives) {
    this.outlet = outlet;
    this.ordering = ordering;
    this.primitives = primitives;
  }

  /** A submission of a message that is traced has been given to the ordering core. */
  void submitted(long index, Entry entry, Message message, String client) {
    if (entry instanceof Entry.SubmitLocal local) {
      Set<GroupId> self = Set.of(ordering.self());
      submitted(index, local.id(), local.footprint(), self, message, client);
    } else if (entry instanceof Entry.SubmitMulticast multicast
        && ordering.isPending(multicast.id())) {
      submitted(
          index, multicast.id(), multicast.footprint(), multicast.destinations(), message, client);
    }
  }

  private void submitted(
      long index,
      MessageId id,
      Footprint footprint,
      Set<GroupId> destinations,
      Message message,
      String client) {
    Optional<PendingView> pending = ordering.pendingMessage(id);
    outlet.traced(
        index,
        new Happening.Submitted(
            id,
            message.kind(),
            message.operation(),
            client,
            destinations,
            KeyNames.touched(footprint, arguments(message)),
            pending.map(view -> view.standing().timestamp()).orElse(0L),
            pending.map(PendingView::blockedBy).orElse(null)));
  }

  /** A multicast message has a new standing, or was asked about. */
  void stands(long index, MessageId id, Standing standing) {
    if (!outlet.traces(id)) {
      return;
    }
    if (standing.state() == Standing.State.FINAL) {
      MessageId blocker = ordering.pendingMessage(id).map(PendingView::blockedBy).orElse(null);
      outlet.traced(index, new Happening.Raised(id, standing.timestamp(), blocker));
    }
    if (standing.state() == Standing.State.REFUSED) {
      outlet.traced(index, new Happening.Refused(id));
    } else if (standing.state() == Standing.State.ABORTED) {
      outlet.traced(index, new Happening.Aborted(id));
    }
  }

  /** A message executes. */
  void executes(long index, MessageId id, boolean held) {
    if (outlet.traces(id)) {
      outlet.traced(index, new Happening.Executed(id, held));
    }
  }

  private List<Object> arguments(Message message) {
    HostedPrimitive primitive = primitives.get(message.primitive());
    if (primitive == null || !(message instanceof Message.Invoke invoke)) {
      return List.of();
    }
    if (invoke.action() instanceof Conditional conditional) {
      return Stream.of(
              conditional.condition(),
              conditional.read(),
              conditional.then(),
              conditional.otherwise())
          .filter(Objects::nonNull)
          .flatMap(operation -> arguments(primitive, operation).stream())
          .toList();
    }
    return arguments(primitive, (Operation) invoke.action());
  }

  /** Arguments may be damaged: the operation itself says so when it is executed. */
  private static List<Object> arguments(HostedPrimitive primitive, Operation operation) {
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
