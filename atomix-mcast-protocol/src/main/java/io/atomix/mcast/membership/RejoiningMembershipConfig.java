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
package io.atomix.mcast.membership;

import io.atomix.cluster.protocol.GroupMembershipProtocol;
import io.atomix.cluster.protocol.SwimMembershipProtocolConfig;

/**
 * Configuration of {@link RejoiningMembership}: has the options of Atomix's {@code swim}, except
 * that {@code retainTombstones} is always false. In a file: {@code cluster.protocol.type:
 * rejoining-swim}.
 */
public final class RejoiningMembershipConfig extends SwimMembershipProtocolConfig {

  /** Creates a configuration with Atomix's defaults. */
  public RejoiningMembershipConfig() {
    super.setRetainTombstones(false);
  }

  /** Creates a configuration with the options of another. */
  public RejoiningMembershipConfig(SwimMembershipProtocolConfig options) {
    this();
    setBroadcastUpdates(options.isBroadcastUpdates());
    setBroadcastDisputes(options.isBroadcastDisputes());
    setNotifySuspect(options.isNotifySuspect());
    setGossipInterval(options.getGossipInterval());
    setGossipFanout(options.getGossipFanout());
    setProbeInterval(options.getProbeInterval());
    setProbeTimeout(options.getProbeTimeout());
    setSuspectProbes(options.getSuspectProbes());
    setFailureTimeout(options.getFailureTimeout());
  }

  @Override
  public GroupMembershipProtocol.Type<?> getType() {
    return RejoiningMembership.TYPE;
  }

  /** Does nothing: a member that is remembered with its old address cannot move. */
  @Override
  public SwimMembershipProtocolConfig setRetainTombstones(boolean retainTombstones) {
    return this;
  }
}
