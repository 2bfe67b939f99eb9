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
package io.atomix.mcast.primitives.channel.impl;

import static io.atomix.mcast.primitives.CallArguments.UNSERIALIZABLE;

import io.atomix.mcast.NotAppliedException;
import io.atomix.mcast.primitives.CallArguments;
import io.atomix.mcast.primitives.CallTable;
import io.atomix.mcast.primitives.CallTable.Instance;
import io.atomix.mcast.primitives.NoRegistry;
import io.atomix.mcast.primitives.PartitionsInMemory;
import io.atomix.mcast.primitives.channel.AsyncMulticastChannel;
import io.atomix.mcast.primitives.channel.ChannelListener;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.DeliveryOrder;
import io.atomix.mcast.primitives.channel.From;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.MulticastChannelConfig;
import io.atomix.mcast.primitives.channel.MulticastChannelType;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.primitives.impl.PrimitiveListeners;
import io.atomix.mcast.primitives.serialization.ValueSerializer;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.utils.serializer.Namespaces;
import io.atomix.utils.serializer.Serializer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every call of a channel does on instances and with arguments that it cannot serve. */
class ChannelCallsTest {
  private static final CallTable TABLE =
      new CallTable(
          AsyncMulticastChannel.class,
          MulticastChannel.class,
          Set.of("multicast", "multicastAndGetPositions", "delete"),
          Set.of("subscribe", "history", "close"));

  private static final CallArguments ARGUMENTS =
      new CallArguments()
          .type("E", "payload", null, UNSERIALIZABLE)
          .type(
              "Partitions",
              Partitions.all(),
              null,
              Partitions.numbered(4),
              Partitions.of(PartitionId.from("other", 1)))
          .type("Conflicts", Conflicts.none(), new Object[] {null})
          .type("From", From.now(), null, From.positions(Map.of(PartitionId.from("data", 1), 1L)))
          .type("DeliveryOrder", DeliveryOrder.perPartition(), new Object[] {null})
          .type(
              "ChannelListener<E>",
              ChannelListener.of(message -> {}, gap -> {}),
              new Object[] {null})
          .type("Executor", (Executor) Runnable::run, new Object[] {null})
          .type("PartitionId", PartitionId.from("data", 1), null, PartitionId.from("data", 4))
          .type("long", 1L, 0L, -1L)
          .type("int", 1, 0, -1);

  private final InMemory partitions = new InMemory();

  /** Three partitions of a channel; nobody can subscribe to them. */
  private static final class InMemory extends PartitionsInMemory<ChannelService> {
    private final Map<PartitionId, ChannelReplica> replicas = new HashMap<>();

    InMemory() {
      super("orders", MulticastChannelType.instance());
      for (PartitionId partition : PARTITIONS) {
        ChannelReplica replica = new ChannelReplica(new MulticastChannelConfig(), 1);
        replica.open(1, ChannelReplica.noting(note -> {}));
        replicas.put(partition, replica);
      }
    }

    @Override
    protected ChannelService service(PartitionId partition) {
      return replicas.get(partition).as(1);
    }

    @Override
    public void register(Object client) {}
  }

  private AsyncMulticastChannel<String> channel(boolean readOnly) {
    return new MulticastChannelProxy<>(
        partitions,
        new NoRegistry(),
        ValueSerializer.of(Serializer.using(Namespaces.BASIC)),
        new MulticastChannelConfig().setReadOnly(readOnly),
        new PrimitiveListeners());
  }

  private Instance instance(boolean readOnly) {
    AsyncMulticastChannel<String> channel = channel(readOnly);
    return new Instance(channel, channel.sync());
  }

  @Test
  void everyMethodIsClassified() {
    TABLE.everyMethodIsClassified();
  }

  @TestFactory
  Stream<DynamicTest> aReadOnlyChannelChangesNothing() {
    return TABLE.readOnlyRefusesChanges(instance(true), ARGUMENTS, partitions::sent);
  }

  @TestFactory
  Stream<DynamicTest> aClosedChannelSendsNothing() {
    AsyncMulticastChannel<String> channel = channel(false);
    channel.close().join();
    return TABLE.closedRefusesCalls(
        new Instance(channel, channel.sync()), ARGUMENTS, partitions::sent);
  }

  @TestFactory
  Stream<DynamicTest> badArgumentsFailTheFuture() {
    return TABLE.badArgumentsFailTheFuture(instance(false), ARGUMENTS);
  }

  @TestFactory
  Stream<DynamicTest> whatPartitionsFailWithIsTheFailure() {
    RuntimeException failure = NotAppliedException.forGood("too large, on purpose");
    partitions.failWith(failure);
    return TABLE.everyCallFailsAs(
        failure, instance(false), ARGUMENTS, Set.of("close", "subscribe"));
  }
}
