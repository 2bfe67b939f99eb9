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
package io.atomix.mcast.replica;

import io.atomix.cluster.ClusterMembershipEvent;
import io.atomix.cluster.ClusterMembershipService;
import io.atomix.cluster.Member;
import io.atomix.cluster.MemberId;
import io.atomix.mcast.observe.MemberSight;
import io.atomix.mcast.observe.MemberSight.Sight;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/** Memory of which members the cluster sees, and since when. Thread-safe. */
public final class MembershipWatch {
  private final ClusterMembershipService membership;
  private final LongSupplier clock;
  private final long begun;
  private final Map<MemberId, Last> last = new ConcurrentHashMap<>();

  /** The last that was seen of a member, and since when it is in its state. */
  private record Last(Member member, Sight sight, long since) {}

  /**
   * Watches from now on.
   *
   * @param clock tells the time in nanoseconds of any origin
   */
  MembershipWatch(ClusterMembershipService membership, LongSupplier clock) {
    this.membership = membership;
    this.clock = clock;
    this.begun = clock.getAsLong();
    membership.addListener(this::changed);
    membership.getMembers().forEach(this::look);
  }

  private void changed(ClusterMembershipEvent event) {
    look(event.subject());
  }

  private void look(Member changed) {
    last.compute(changed.id(), (id, before) -> next(before, changed));
  }

  /** Looks at what the membership says now: events may come late, and out of their order. */
  private Last next(Last before, Member changed) {
    Member now = member(changed.id());
    Sight sight = sight(now);
    return new Last(
        now != null ? now : changed,
        sight,
        before != null && before.sight == sight ? before.since : clock.getAsLong());
  }

  /** Atomix, when asked for a member that it does not know (any more), fails instead. */
  private Member member(MemberId id) {
    return membership.getMembers().stream()
        .filter(member -> member.id().equals(id))
        .findFirst()
        .orElse(null);
  }

  private static Sight sight(Member member) {
    if (member == null) {
      return Sight.GONE;
    }
    return member.isReachable() ? Sight.REACHABLE : Sight.UNREACHABLE;
  }

  /** Returns how the cluster sees a member now. */
  public MemberSight of(MemberId id) {
    Last found = last.computeIfPresent(id, (same, before) -> next(before, before.member));
    if (found == null) {
      return new MemberSight(Sight.NEVER_SEEN, clock.getAsLong() - begun, null, null, Map.of());
    }
    Member member = found.member;
    return new MemberSight(
        found.sight,
        clock.getAsLong() - found.since,
        member.address().toString(),
        member.version() == null ? null : member.version().toString(),
        member.properties().stringPropertyNames().stream()
            .collect(Collectors.toMap(name -> name, member.properties()::getProperty)));
  }
}
