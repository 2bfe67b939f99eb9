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
package io.atomix.mcast.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.observe.Sampling;
import io.atomix.mcast.partition.GenericMulticastPartitionGroup;
import io.atomix.mcast.primitives.map.AsyncMulticastMap;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.mcast.testing.GroupKind;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.mcast.trace.GenericMulticastTracing;
import io.atomix.mcast.trace.Trace;
import io.atomix.mcast.trace.TraceEvent;
import io.atomix.primitive.partition.ManagedPartitionGroup;
import io.atomix.primitive.protocol.ProxyProtocol;
import java.io.File;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Messages of a real cluster that conflict, as its nodes trace them. */
class TracedClusterTest {
  private static final int ROUNDS = 200;

  private static Stream<Atomix> nodes(TestCluster cluster) {
    return IntStream.rangeClosed(1, cluster.size()).mapToObj(cluster::node);
  }

  private static List<AsyncMulticastMap<String, String>> open(TestCluster cluster) {
    return nodes(cluster)
        .map(
            node ->
                node.primitiveBuilder("seats", MulticastMapType.<String, String>instance())
                    .withProtocol(cluster.protocol())
                    .build()
                    .async())
        .toList();
  }

  /** Every node writes the same keys at the same time. */
  private static void collide(List<AsyncMulticastMap<String, String>> maps) throws Exception {
    List<CompletableFuture<?>> writes = new ArrayList<>();
    for (AsyncMulticastMap<String, String> map : maps) {
      writes.add(map.putAllAndGet(Map.of("a1", "x", "b2", "x", "c3", "x", "d4", "x")));
    }
    CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
  }

  private static GenericMulticastTracing trace(Atomix node, Sampling sampling) {
    String name = node.getMembershipService().getLocalMember().id().id();
    return new GenericMulticastTracing(name, node.getPartitionService(), sampling).start();
  }

  private static Picture picture(List<GenericMulticastTracing> nodes) {
    return PictureMaker.of(
        Merge.ofOneClock(nodes.stream().map(GenericMulticastTracing::trace).toList()), 100_000);
  }

  /** Returns whether a message did all that a message can do that meets others. */
  private static boolean isWholeStory(Picture.PictureMessage message) {
    return message.called() != null
        && message.returned() != null
        && message.waited() > 0
        && message.parts().stream().anyMatch(part -> part.raise() != null)
        && message.parts().stream().anyMatch(part -> !part.waitsFor().isEmpty())
        && message.parts().stream().anyMatch(part -> part.stable() != null)
        && message.parts().stream()
            .allMatch(
                part ->
                    part.submit() <= part.end()
                        && (part.stable() == null
                            || part.submit() <= part.stable() && part.stable() <= part.end())
                        && part.ending().equals("executed"));
  }

  @Test
  @Timeout(300)
  void aMessageThatMeetsOthersIsSeenFromItsCallToItsExecutionInEachGroup() throws Exception {
    try (TestCluster cluster = TestCluster.builder(new MulticastGroups()).start()) {
      List<AsyncMulticastMap<String, String>> maps = open(cluster);
      List<GenericMulticastTracing> nodes =
          nodes(cluster).map(node -> trace(node, Sampling.ALL)).toList();
      List<Picture.PictureMessage> whole = List.of();
      for (int round = 0; whole.isEmpty() && round < ROUNDS; round++) {
        collide(maps);
        whole = picture(nodes).messages().stream().filter(TracedClusterTest::isWholeStory).toList();
      }
      assertThat(whole).as("messages that were raised, and waited").isNotEmpty();
      assertThat(whole.get(0).parts())
          .flatExtracting(Picture.PicturePart::keys)
          .extracting(TraceEvent.EventKey::name)
          .contains("a1", "b2", "c3", "d4");

      nodes.forEach(GenericMulticastTracing::close);
      Trace before = nodes.get(0).trace();
      collide(maps);
      assertThat(nodes.get(0).trace().events()).isEqualTo(before.events());
      theSameAreSampledEverywhere(cluster, maps);
    }
  }

  private static void theSameAreSampledEverywhere(
      TestCluster cluster, List<AsyncMulticastMap<String, String>> maps) throws Exception {
    List<GenericMulticastTracing> nodes =
        nodes(cluster).map(node -> trace(node, new Sampling(3))).toList();
    for (int round = 0; round < 20; round++) {
      collide(maps);
    }
    nodes.forEach(GenericMulticastTracing::close);
    List<Picture.PictureMessage> sampled =
        picture(nodes).messages().stream().filter(message -> message.called() != null).toList();
    assertThat(sampled).hasSizeBetween(5, 40);
    assertThat(sampled)
        .allSatisfy(message -> assertThat(message.parts()).hasSize(message.destinations().size()));
  }

  private static final class MulticastGroups implements GroupKind {
    @Override
    public ManagedPartitionGroup group(
        String name, int partitions, Collection<String> members, File directory) {
      return GenericMulticastPartitionGroup.builder(name)
          .withPartitions(partitions)
          .withMembers(List.copyOf(members))
          .withStorageDirectory(directory.getPath())
          .withStorageFlushOnCommit(false)
          .build();
    }

    @Override
    public ProxyProtocol protocol(String group) {
      return GenericMulticastProtocol.builder(group).build();
    }
  }
}
