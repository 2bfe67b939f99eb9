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
import io.atomix.protocols.raft.cluster.RaftMember;
import io.atomix.protocols.raft.impl.RaftContext;
import io.atomix.protocols.raft.storage.system.Configuration;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the members of one server's partition as they were when its data began. Atomix would take
 * in whoever asks to join, which every member does when it starts, and would go on counting who is
 * no longer named. Thread-safe.
 */
final class FixedMembers {
  private static final Logger LOGGER = LoggerFactory.getLogger(FixedMembers.class);

  private final RaftContext context;
  private final Set<MemberId> refused = ConcurrentHashMap.newKeySet();

  FixedMembers(RaftContext context) {
    this.context = context;
  }

  /** Returns whether the member may join; a server that has no members yet leaves that to Raft. */
  boolean admits(MemberId member) {
    Set<MemberId> known = known();
    if (known.isEmpty() || known.contains(member)) {
      return true;
    }
    if (refused.add(member)) {
      LOGGER.warn(
          "{} wants to be a member of {}, and is refused: the members are {}, and fixed. Correct"
              + " its partition group's 'members' and 'partitionSize'",
          member,
          context.getName(),
          known);
    }
    return false;
  }

  /**
   * Makes sure that the members are those of the data.
   *
   * @throws IllegalStateException if others are configured, before anything is changed
   */
  void require(Collection<MemberId> configured) {
    Set<MemberId> known = known();
    if (!known.isEmpty() && !known.equals(Set.copyOf(configured))) {
      throw new IllegalStateException(
          ("the members of %s are %s by the configuration, and %s by its data in %s. The members of"
                  + " a partition group are fixed: give its 'members' and 'partitionSize' back what"
                  + " they were, or restore a backup into a new cluster")
              .formatted(
                  context.getName(),
                  new TreeSet<>(configured),
                  known,
                  context.getStorage().directory().getAbsolutePath()));
    }
  }

  /** Not from the server's list of members, which grows one by one when its data begins. */
  private Set<MemberId> known() {
    Set<MemberId> known = new TreeSet<>();
    Configuration configuration = context.getCluster().getConfiguration();
    if (configuration != null) {
      for (RaftMember member : configuration.members()) {
        known.add(member.memberId());
      }
    }
    return known;
  }
}
