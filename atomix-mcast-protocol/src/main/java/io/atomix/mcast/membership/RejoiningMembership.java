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

import io.atomix.cluster.BootstrapService;
import io.atomix.cluster.ClusterConfig;
import io.atomix.cluster.Member;
import io.atomix.cluster.MemberId;
import io.atomix.cluster.discovery.NodeDiscoveryService;
import io.atomix.cluster.protocol.GroupMembershipEventListener;
import io.atomix.cluster.protocol.GroupMembershipProtocol;
import io.atomix.cluster.protocol.GroupMembershipProtocolConfig;
import io.atomix.cluster.protocol.SwimMembershipProtocol;
import io.atomix.cluster.protocol.SwimMembershipProtocolConfig;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Atomix's membership protocol {@code swim}, for members that come back at another address. It
 * speaks the same to other nodes.
 *
 * <p>Atomix keeps a member that has gone as a tombstone, and when it comes back, takes its old
 * address for the new one: it is found and lost again every second, for ever. Without tombstones
 * Atomix fails, with a {@code NullPointerException}, for every message to a member that has gone.
 * This one forgets members that have gone, and takes an unknown member for none.
 *
 * <p>Safe for use by several threads.
 */
public final class RejoiningMembership implements GroupMembershipProtocol {
  /** The type, as configurations name it. */
  public static final Type TYPE = new Type();

  private final RejoiningMembershipConfig config;
  private final GroupMembershipProtocol swim;

  /** Creates a protocol with Atomix's defaults. */
  public RejoiningMembership() {
    this(new RejoiningMembershipConfig());
  }

  /** Creates a protocol with these options. */
  public RejoiningMembership(RejoiningMembershipConfig config) {
    this.config = config;
    this.swim = SwimMembershipProtocol.TYPE.newProtocol(config);
  }

  /** The type {@code rejoining-swim}, found on the class path. */
  public static final class Type
      implements GroupMembershipProtocol.Type<RejoiningMembershipConfig> {
    @Override
    public String name() {
      return "rejoining-swim";
    }

    @Override
    public RejoiningMembershipConfig newConfig() {
      return new RejoiningMembershipConfig();
    }

    @Override
    public GroupMembershipProtocol newProtocol(RejoiningMembershipConfig config) {
      return new RejoiningMembership(config);
    }
  }

  /**
   * Puts this protocol, with the same options, in the place of Atomix's {@code swim}, if it is
   * that.
   */
  public static void replaceSwim(ClusterConfig cluster) {
    GroupMembershipProtocolConfig protocol = cluster.getProtocolConfig();
    if (protocol.getClass() == SwimMembershipProtocolConfig.class) {
      cluster.setProtocolConfig(
          new RejoiningMembershipConfig((SwimMembershipProtocolConfig) protocol));
    }
  }

  @Override
  public GroupMembershipProtocolConfig config() {
    return config;
  }

  @Override
  public Set<Member> getMembers() {
    return swim.getMembers();
  }

  /** Returns a member; null if it is not known, or has gone. */
  @Override
  public Member getMember(MemberId id) {
    try {
      return swim.getMember(id);
    } catch (NullPointerException e) {
      // Atomix's answer for a member that it does not know.
      return null;
    }
  }

  @Override
  public CompletableFuture<Void> join(
      BootstrapService bootstrap, NodeDiscoveryService discovery, Member local) {
    return swim.join(bootstrap, discovery, local);
  }

  @Override
  public CompletableFuture<Void> leave(Member local) {
    return swim.leave(local);
  }

  @Override
  public void addListener(GroupMembershipEventListener listener) {
    swim.addListener(listener);
  }

  @Override
  public void removeListener(GroupMembershipEventListener listener) {
    swim.removeListener(listener);
  }
}
