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

import io.atomix.mcast.ConflictRelation;
import io.atomix.mcast.conflict.ConflictRelations;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.Recovery;
import io.atomix.primitive.partition.PartitionClient;
import io.atomix.primitive.proxy.ProxyClient;
import io.atomix.primitive.service.ServiceConfig;
import io.atomix.primitive.session.SessionClient;
import io.atomix.utils.serializer.Serializer;
import java.util.List;

/** Creates proxies and clients by which primitives reach their groups. */
public final class GenericMulticastProxies {
  private GenericMulticastProxies() {}

  /**
   * Makes a proxy of a primitive; it is usable once it is connected.
   *
   * @param groups the clients of the primitive's groups, in an order that is the same on every node
   */
  public static <S> ProxyClient<S> newProxy(
      String name,
      PrimitiveType<?, ?, ?> type,
      Class<S> serviceType,
      ServiceConfig config,
      List<GroupClient> groups,
      ProxyOptions options) {
    OperationRecorder<S> recorder =
        new OperationRecorder<>(serviceType, Serializer.using(type.namespace()));
    ConflictRelation relation = ConflictRelations.forService(serviceType);
    List<HostedSessionClient> hosted =
        groups.stream()
            .map(group -> new HostedSessionClient(name, type, config, group, options.recovery()))
            .toList();
    Calls calls = new Calls(options, hosted);
    List<PrimitiveProxySession<S>> sessions =
        hosted.stream()
            .map(session -> new PrimitiveProxySession<>(session, recorder, relation, calls))
            .toList();
    return new GenericMulticastProxy<>(name, type, sessions, recorder, relation, calls);
  }

  /**
   * Creates the client with which Atomix opens single sessions, for the primitives of its
   * management group.
   */
  public static PartitionClient partitionClient(GroupClient group) {
    return (name, type, config) ->
        new SessionClient.Builder() {
          @Override
          public SessionClient build() {
            return new SingleSession(
                new HostedSessionClient(name, type, config, group, Recovery.RECOVER));
          }
        };
  }
}
