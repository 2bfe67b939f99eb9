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
package io.atomix.mcast.raft;

import io.atomix.cluster.MemberId;
import io.atomix.mcast.wire.FollowerReport;
import io.atomix.protocols.raft.RaftServer;
import io.atomix.protocols.raft.cluster.impl.RaftMemberContext;
import io.atomix.protocols.raft.impl.RaftContext;
import io.atomix.protocols.raft.protocol.AppendResponse;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Watch of a leader over the other members: when each has answered last, and up to where it has the
 * log. Atomix's Raft has the like, by a clock that may jump and for its own thread only.
 */
final class FollowerWatch {
  private final RaftContext context;
  private final LongSupplier clock;
  private final Map<MemberId, LastHeard> heard = new ConcurrentHashMap<>();
  private volatile Lead lead = new Lead(0, 0);

  /** Last answer of a member: when it came, and the index that it had then in a term. */
  private record LastHeard(long nanos, long term, long index) {}

  /** Since when this server has led in a term. */
  private record Lead(long nanos, long term) {}

  /**
   * Watches over nobody until {@link #begin}.
   *
   * @param clock tells the time in nanoseconds of any origin
   */
  FollowerWatch(RaftContext context, LongSupplier clock) {
    this.context = context;
    this.clock = clock;
  }

  /** This server leads in a term from now on: what was heard before does not count any more. */
  void begin(long term) {
    lead = new Lead(clock.getAsLong(), term);
  }

  /** A member has answered something else than a request to append. */
  void answered(MemberId member) {
    long now = clock.getAsLong();
    heard.merge(
        member,
        new LastHeard(now, 0, 0),
        (before, unused) -> new LastHeard(now, before.term, before.index));
  }

  /** A member has answered a request to append of this term. */
  void answered(MemberId member, AppendResponse response, long term) {
    if (response.succeeded()) {
      heard.put(member, new LastHeard(clock.getAsLong(), term, response.lastLogIndex()));
    } else {
      answered(member);
    }
  }

  /** Returns what is known now. From any thread, a moment old maybe. */
  FollowerReport report() {
    if (context.getRole() != RaftServer.Role.LEADER) {
      return FollowerReport.NO_LEADER;
    }
    return report(
        context.getCluster().getRemoteMemberStates().stream()
            .map(RaftMemberContext::getMember)
            .map(member -> member.memberId())
            .toList(),
        context.getTerm(),
        context.getCommitIndex());
  }

  /** Returns what is known of these members by a leader of this term. */
  FollowerReport report(Collection<MemberId> members, long term, long committed) {
    return new FollowerReport(
        true, members.stream().sorted().map(member -> progress(member, term, committed)).toList());
  }

  private FollowerReport.FollowerProgress progress(MemberId member, long term, long committed) {
    long now = clock.getAsLong();
    LastHeard last = heard.get(member);
    Lead leads = lead;
    // Without a beginning of this term, it is just now.
    long begun = leads.term == term ? leads.nanos : now;
    long since = last == null ? begun : Math.max(begun, last.nanos);
    return new FollowerReport.FollowerProgress(
        member.id(),
        Math.max(0, TimeUnit.NANOSECONDS.toMillis(now - since)),
        last != null && last.term == term ? Math.max(0, committed - last.index) : -1);
  }
}
