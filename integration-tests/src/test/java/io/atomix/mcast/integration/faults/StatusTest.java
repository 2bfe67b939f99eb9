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
package io.atomix.mcast.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicMap;
import io.atomix.mcast.metrics.GenericMulticastMetrics;
import io.atomix.mcast.metrics.Metric;
import io.atomix.mcast.observe.GroupObserver;
import io.atomix.mcast.status.GroupStatus;
import io.atomix.mcast.status.NodeStatus;
import io.atomix.mcast.status.PendingStatus;
import io.atomix.mcast.status.PrimitiveStatus;
import io.atomix.mcast.status.ReplicaComparison;
import io.atomix.mcast.status.WaitStep;
import io.atomix.mcast.status.WaitStep.WaitReason;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.utils.time.Versioned;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What three nodes tell of themselves, while a message is stuck and otherwise. */
@ExtendWith(Quick.class)
class StatusTest {
  private TestCluster cluster;
  private AtomicMap<String, String> map;
  private String name;
  private final List<MeterRegistry> registries =
      IntStream.rangeClosed(1, 3).mapToObj(i -> (MeterRegistry) new SimpleMeterRegistry()).toList();

  @BeforeEach
  void openMap(TestCluster cluster, Primitives primitives) {
    this.cluster = cluster;
    for (int member = 1; member <= 3; member++) {
      new GenericMulticastMetrics(cluster.node(member).getPartitionService())
          .bindTo(registries.get(member - 1));
    }
    map = primitives.open(1, "map", Atomix::<String, String>atomicMapBuilder);
    name = primitives.name("map");
    for (int partition = 1; partition <= 3; partition++) {
      Inside.keys(partition, 2).forEach(key -> map.put(key, "a-secret"));
    }
  }

  @AfterEach
  void measureNoMore() {
    for (int member = 1; member <= 3; member++) {
      for (int partition = 1; partition <= 3; partition++) {
        Inside.partition(cluster.node(member), partition).observe(GroupObserver.NONE);
      }
    }
  }

  private NodeStatus status(int member) {
    return Await.result(
        "the status of m" + member,
        NodeStatus.of("m" + member, cluster.node(member).getPartitionService()));
  }

  private GroupStatus data(NodeStatus status, int partition) {
    return status.groups().stream()
        .filter(group -> group.group().equals(TestCluster.DATA + "-" + partition))
        .findFirst()
        .orElseThrow();
  }

  private double sum(Metric metric, String... tags) {
    return registries.stream()
        .flatMap(registry -> registry.find(metric.meter()).tags(tags).meters().stream())
        .mapToDouble(meter -> meter.measure().iterator().next().getValue())
        .sum();
  }

  private List<PrimitiveStatus> parts(NodeStatus status) {
    return status.groups().stream()
        .flatMap(group -> group.primitives().stream())
        .filter(each -> each.name().equals(name))
        .toList();
  }

  @Test
  void aReadyNodeTellsItsGroupsAndWhatTheyHold() {
    PrimitiveStatus part = new PrimitiveStatus(name, "atomic-map", 1, 2);
    for (int member = 1; member <= 3; member++) {
      int asked = member;
      NodeStatus status =
          Await.until(
              "m" + member + " is ready and has the entries",
              () -> status(asked),
              found -> found.ready() && parts(found).equals(List.of(part, part, part)));
      for (int partition = 1; partition <= 3; partition++) {
        GroupStatus group = data(status, partition);
        assertThat(group.hosted()).isTrue();
        assertThat(group.problem()).isNull();
        assertThat(group.members()).containsExactly("m1", "m2", "m3");
        assertThat(group.leader()).isEqualTo("m" + Inside.leader(cluster, partition));
        assertThat(group.leads()).isEqualTo(group.leader().equals("m" + member));
        assertThat(group.lag()).isNotNegative();
        assertThat(group.applied()).isPositive();
      }
      assertThat(status.toString()).doesNotContain("secret").doesNotContain(Inside.key(1));
    }
  }

  @Test
  void replicasThatHaveAppliedTheSameLogAreTheSame() {
    ReplicaComparison comparison = new ReplicaComparison();
    List<ReplicaComparison.GroupComparison> findings =
        Await.until(
            "all were seen at one position",
            () -> {
              for (int member = 1; member <= 3; member++) {
                comparison.add(status(member));
              }
              return comparison.findings();
            },
            found -> comparison.isDone());
    assertThat(findings)
        .filteredOn(finding -> finding.group().startsWith(TestCluster.DATA + "-"))
        .hasSize(3)
        .allSatisfy(
            finding -> {
              assertThat(finding.outcome()).isEqualTo(ReplicaComparison.ComparisonOutcome.SAME);
              assertThat(finding.checksums()).containsOnlyKeys("m1", "m2", "m3");
            });
  }

  @Test
  void aStuckMessageIsExplainedToTheRootOfTheChain() {
    double refusedBefore = sum(Metric.REFUSALS) + sum(Metric.ABORTS);
    try (RawClient vanished = new RawClient(cluster.node(2))) {
      vanished.openMap(name, 1, 2);
      CompletableFuture<Versioned<String>> waits = null;
      List<PendingStatus> pending = List.of();
      int attempts = 0;
      // On a busy machine the refusal may come before we have looked.
      while (pending.size() != 2 && attempts++ < 5) {
        vanished.submit(1, vanished.clear(vanished.nextSequence(), name, 1, 1, 2));
        CompletableFuture<Versioned<String>> put = map.async().put(Inside.key(1), "a-secret");
        pending =
            Await.until(
                "both are pending in data-1",
                () -> data(status(3), 1).oldestPending(),
                found -> found.size() == 2 || put.isDone());
        waits = put;
      }
      assertThat(pending).hasSize(2);
      PendingStatus stuck = pending.get(0);
      assertThat(stuck.operation()).isEqualTo("clear");
      assertThat(stuck.primitive()).isEqualTo(name);
      assertThat(stuck.client()).isEqualTo("m2");
      assertThat(stuck.destinations()).containsExactly("data-1", "data-2");
      assertThat(stuck.why())
          .containsExactly(new WaitStep(stuck.id(), "data-2", WaitReason.NOT_VOTED, null, null));
      PendingStatus behind = pending.get(1);
      assertThat(behind.operation()).isEqualTo("putWithTtl");
      assertThat(behind.ageMillis()).isLessThanOrEqualTo(stuck.ageMillis());
      assertThat(behind.why())
          .containsExactly(
              new WaitStep(behind.id(), "data-1", WaitReason.NOT_CLOSED, stuck.id(), null),
              stuck.why().get(0));
      assertThat(pending.toString()).doesNotContain("secret");
      Await.result("the write that waited", waits);
      double expected = refusedBefore + 2 * attempts;
      Await.until(
          "each is counted as refused in one group and dropped in the other",
          () -> sum(Metric.REFUSALS) + sum(Metric.ABORTS),
          count -> count == expected);
    }
    Inside.awaitNothingLeft(cluster);
    assertThat(sum(Metric.WAIT, "kind", "local")).isPositive();
    assertThat(sum(Metric.PENDING_AGE, "group", TestCluster.DATA)).isZero();
    assertThat(data(status(1), 1).oldestPending()).isEmpty();
  }

  private void awaitOperations(String kind, double expected) {
    Await.until(
        expected + " operations of kind " + kind,
        () -> sum(Metric.OPERATIONS, "kind", kind, "group", TestCluster.DATA),
        count -> count == expected);
  }

  @Test
  void theRegistryHoldsWhatTheTableSaysAndCounts() {
    map.size();
    map.get(Inside.key(2));

    for (MeterRegistry registry : registries) {
      assertThat(
              registry.getMeters().stream()
                  .map(Meter::getId)
                  .filter(id -> id.syntheticAssociation() == null)
                  .map(
                      id ->
                          id.getName()
                              + id.getTags().stream()
                                  .map(Tag::getKey)
                                  .collect(Collectors.toCollection(TreeSet::new)))
                  .collect(Collectors.toSet()))
          .isEqualTo(
              Arrays.stream(Metric.values())
                  .map(metric -> metric.meter() + new TreeSet<>(metric.tags()))
                  .collect(Collectors.toSet()));
      Set<String> described =
          registry.getMeters().stream()
              .filter(meter -> meter.getId().syntheticAssociation() == null)
              .map(meter -> meter.getId().getDescription())
              .collect(Collectors.toSet());
      assertThat(described).doesNotContainNull();
    }
    awaitOperations("local", 6);
    // size() is executed in all groups.
    awaitOperations("multicast", 3);
    awaitOperations("query", 1);
    assertThat(sum(Metric.LEADER, "group", TestCluster.DATA)).isEqualTo(3);
    Await.until(
        "two local operations were called in each group",
        () ->
            registries
                .get(0)
                .find(Metric.CLIENT_OPERATIONS.meter())
                .tags("kind", "local", "group", TestCluster.DATA)
                .timers()
                .stream()
                .filter(each -> each.count() == 2 && each.totalTime(TimeUnit.MILLISECONDS) > 0)
                .count(),
        groups -> groups == 3);
    assertThat(sum(Metric.CLIENT_MULTICASTS, "completion", "early")).isPositive();
  }

  @Test
  void aWriteWithoutAResultThatMeetsThatOfAnotherNodeIsCompleteWhenALeaderSaysThatItIsStable(
      Primitives primitives) {
    AtomicMap<String, String> other =
        primitives.open(2, "map", Atomix::<String, String>atomicMapBuilder);
    Await.until(
        "a caller has heard of a leader that its message is stable",
        () -> {
          CompletableFuture<Void> one = map.async().clear();
          CompletableFuture<Void> two = other.async().clear();
          Await.result("both are done", CompletableFuture.allOf(one, two));
          return sum(Metric.CLIENT_MULTICASTS, "completion", "stable");
        },
        count -> count > 0);
    Inside.awaitNothingLeft(cluster);
  }
}
