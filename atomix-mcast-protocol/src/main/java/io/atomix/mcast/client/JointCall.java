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
package io.atomix.mcast.client;

import io.atomix.mcast.DecisionPart;
import io.atomix.mcast.HeldLock;
import io.atomix.mcast.JointDecision;
import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.client.HostedSessionClient.OpenedSession;
import io.atomix.mcast.client.JointPart.PartInGroup;
import io.atomix.mcast.client.pipeline.LocalClient;
import io.atomix.mcast.client.pipeline.Submission;
import io.atomix.mcast.observe.GroupObserver.MessageKind;
import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.ConditionalAction.ActionPart;
import io.atomix.mcast.wire.GroupVerdict;
import io.atomix.mcast.wire.PackedResults;
import io.atomix.mcast.wire.Result;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.utils.concurrent.ThreadContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * A decision on several primitives, on its way as one message to all groups in which it has a part.
 * In each group it goes in the session of one of them, and names the sessions of the others.
 */
final class JointCall {
  /** Time from the opening of a session to the next look whether nobody waits for it any more. */
  private static final Duration PAUSE = Duration.ofMillis(10);

  private final List<JointPart<?, ?>> parts;

  /** The parts in each group, and of those the one in whose session it goes, first. */
  private final SortedMap<GroupId, SortedMap<String, PartInGroup>> byGroup = new TreeMap<>();

  private final SortedMap<GroupId, SortedMap<String, HeldLock>> locks = new TreeMap<>();

  /**
   * Creates a call.
   *
   * @throws IllegalArgumentException if there is no part, or a primitive has two
   */
  JointCall(List<JointPart<?, ?>> parts) {
    this.parts = parts;
    Set<String> names = new HashSet<>();
    for (JointPart<?, ?> part : parts) {
      if (!names.add(part.primitive())) {
        throw twice(part.primitive());
      }
      part.groups().forEach((group, does) -> in(group).put(part.primitive(), does));
    }
    if (parts.isEmpty()) {
      throw new IllegalArgumentException(
          "A decision on several primitives is on none; name at least one");
    }
  }

  private SortedMap<String, PartInGroup> in(GroupId group) {
    return byGroup.computeIfAbsent(group, any -> new TreeMap<>());
  }

  private static IllegalArgumentException twice(String primitive) {
    return new IllegalArgumentException(
        "A decision on several primitives names '"
            + primitive
            + "' twice; name each primitive, and each lock with its version, once");
  }

  /**
   * Adds the condition that a lock is held.
   *
   * @param session in which the message goes to the lock's group if it has nothing else to do there
   */
  void require(HeldLock lock, HostedSessionClient session) {
    boolean named =
        parts.stream().anyMatch(part -> part.primitive().equals(lock.name()))
            || locks.computeIfAbsent(session.group(), any -> new TreeMap<>()).put(lock.name(), lock)
                != null;
    if (named) {
      throw twice(lock.name());
    }
    SortedMap<String, PartInGroup> there = in(session.group());
    if (there.isEmpty()) {
      there.put(session.name(), PartInGroup.nothing(session));
    }
  }

  /**
   * Sends it.
   *
   * @param calls those of the primitive whose limits and retries count
   * @param context where the future completes
   */
  CompletableFuture<JointDecision> send(Calls calls, ThreadContext context) {
    List<HostedSessionClient> sessions =
        byGroup.values().stream()
            .flatMap(group -> group.values().stream())
            .map(PartInGroup::session)
            .toList();
    List<GroupClient> clients =
        byGroup.values().stream()
            .map(group -> group.get(group.firstKey()).session().client())
            .toList();
    MessageKind kind = clients.size() == 1 ? MessageKind.LOCAL : MessageKind.MULTICAST;
    CompletableFuture<List<Result>> results = calls.run(kind, clients, () -> enter(sessions));
    CompletableFuture<List<GroupVerdict>> verdicts =
        results.thenApply(
            all -> all.stream().map(Failures::valueOf).map(GroupVerdict::decode).toList());
    return Completion.on(
        context, MulticastOperations.behindEvents(sessions, verdicts).thenApply(this::decision));
  }

  /**
   * Submits it if all sessions are open and nobody waits at their entrances, else later. It does
   * not wait in turn at several entrances: what came later could pass it in one group and not in
   * another, and then each of the two would wait for the other.
   */
  private CompletableFuture<List<Result>> enter(List<HostedSessionClient> sessions) {
    Map<HostedSessionClient, OpenedSession> open = new HashMap<>();
    List<CompletableFuture<OpenedSession>> opening = new ArrayList<>();
    for (HostedSessionClient session : sessions) {
      OpenedSession found = session.ifOpen();
      if (found == null) {
        opening.add(session.whenOpen());
      }
      open.put(session, found);
    }
    if (opening.isEmpty()) {
      return submit(open);
    }
    CompletableFuture<List<Result>> later = new CompletableFuture<>();
    CompletableFuture.allOf(opening.toArray(CompletableFuture[]::new))
        .whenComplete(
            (done, error) -> {
              if (error == null) {
                enterLater(sessions, later);
              } else {
                later.completeExceptionally(error);
              }
            });
    return later;
  }

  private void enterLater(
      List<HostedSessionClient> sessions, CompletableFuture<List<Result>> later) {
    try {
      sessions
          .get(0)
          .client()
          .scheduler()
          .schedule(
              PAUSE,
              () ->
                  enter(sessions)
                      .whenComplete(
                          (results, error) -> {
                            if (error == null) {
                              later.complete(results);
                            } else {
                              later.completeExceptionally(error);
                            }
                          }));
    } catch (RuntimeException e) {
      // Threads that are stopped take no more tasks; the caller must not wait for them.
      later.completeExceptionally(e);
    }
  }

  private CompletableFuture<List<Result>> submit(Map<HostedSessionClient, OpenedSession> open) {
    List<Destination> destinations = new ArrayList<>();
    SortedSet<GroupId> groups = new TreeSet<>(byGroup.keySet());
    try {
      for (GroupId group : groups) {
        Destination destination = destination(group, open);
        first(group).session().checkSize(destination.size(groups));
        destinations.add(destination);
      }
    } catch (NotAppliedException e) {
      return CompletableFuture.failedFuture(e);
    }
    LocalClient local = first(byGroup.firstKey()).session().client().local();
    boolean reads = actions().anyMatch(action -> action.read() != null);
    boolean writes = actions().anyMatch(action -> !action.isQuery());
    return destinations.size() == 1
        ? alone(local, destinations.get(0), open)
        : MulticastCall.submit(
            local, MulticastMessage.to(destinations, reads || !writes, true), false, group -> null);
  }

  private Stream<ConditionalAction> actions() {
    return byGroup.values().stream()
        .flatMap(group -> group.values().stream())
        .map(PartInGroup::action);
  }

  /** Submits it as a local message, because it is in one group. */
  private CompletableFuture<List<Result>> alone(
      LocalClient local, Destination destination, Map<HostedSessionClient, OpenedSession> open) {
    OpenedSession carrier = open.get(first(destination.group()).session());
    long sequence = local.next();
    Command command =
        new Command.Local(
            sequence, carrier.session(), destination.action(), destination.footprint());
    Submission submission = new Submission(command, sequence, destination.footprint());
    carrier.pipeline().submit(submission);
    return submission
        .result()
        .whenComplete((result, error) -> local.resolved(sequence))
        .thenApply(List::of);
  }

  private PartInGroup first(GroupId group) {
    SortedMap<String, PartInGroup> there = byGroup.get(group);
    return there.get(there.firstKey());
  }

  /** Returns what goes to a group, in the sessions that are open now. */
  private Destination destination(GroupId group, Map<HostedSessionClient, OpenedSession> open) {
    PartInGroup first = first(group);
    OpenedSession carrier = open.get(first.session());
    List<ActionPart> elsewhere = new ArrayList<>();
    List<GroupFootprint> others = new ArrayList<>();
    for (PartInGroup part : byGroup.get(group).values()) {
      OpenedSession session = open.get(part.session());
      if (session.pipeline() != carrier.pipeline()) {
        throw new NotAppliedException(
            "Nothing was applied: the sessions of this client in group "
                + group
                + " are being opened anew; try again");
      }
      if (part != first) {
        elsewhere.add(new ActionPart(part.session().name(), session.session(), part.action()));
        others.add(part.footprint());
      }
    }
    for (HeldLock lock : locksIn(group).values()) {
      elsewhere.add(ActionPart.ifHeld(lock.name(), lock.version()));
      others.add(GroupFootprint.whole(lock.name(), Access.READ));
    }
    return new Destination(
        carrier, first.action().and(elsewhere), first.footprint().beside(others));
  }

  private SortedMap<String, HeldLock> locksIn(GroupId group) {
    return locks.getOrDefault(group, new TreeMap<>());
  }

  /** As with votes, what all verdicts say together is what holds. */
  private JointDecision decision(List<GroupVerdict> verdicts) {
    boolean held = verdicts.stream().allMatch(GroupVerdict::holds);
    Map<String, Map<PartitionId, byte[]>> reads = new HashMap<>();
    if (verdicts.size() == byGroup.size()) {
      int next = 0;
      for (GroupId group : byGroup.keySet()) {
        take(group, verdicts.get(next++), reads);
      }
    }
    return new JointOutcome(held, reads);
  }

  /** Takes what was read in a group. */
  private void take(
      GroupId group, GroupVerdict verdict, Map<String, Map<PartitionId, byte[]>> reads) {
    SortedMap<String, PartInGroup> there = byGroup.get(group);
    int count = there.size() + locksIn(group).size();
    List<byte[]> found =
        count == 1
            ? Collections.singletonList(verdict.read())
            : PackedResults.unpack(verdict.read(), count);
    int next = 0;
    for (Map.Entry<String, PartInGroup> part : there.entrySet()) {
      byte[] read = found.get(next++);
      if (part.getValue().action().read() != null) {
        reads
            .computeIfAbsent(part.getKey(), any -> new HashMap<>())
            .put(part.getValue().session().partitionId(), read);
      }
    }
  }

  /** Outcome whose values are decoded when they are asked for. */
  private record JointOutcome(boolean held, Map<String, Map<PartitionId, byte[]>> reads)
      implements JointDecision {

    @Override
    public <R> Map<PartitionId, R> reads(DecisionPart<R> part) {
      Map<PartitionId, R> decoded = new HashMap<>();
      reads
          .getOrDefault(part.primitive(), Map.of())
          .forEach((partition, value) -> decoded.put(partition, decode(part, value)));
      return decoded;
    }

    private static <R> R decode(DecisionPart<R> part, byte[] value) {
      return ((JointPart<?, R>) part).recorder().decode(value);
    }
  }
}
