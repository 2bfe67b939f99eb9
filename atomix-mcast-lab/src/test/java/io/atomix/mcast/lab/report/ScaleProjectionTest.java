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
package io.atomix.mcast.lab.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the work in each role says of larger clusters. */
class ScaleProjectionTest {
  private static final RoleWork ONE_KEY = new RoleWork(10, 5, 4);
  private static final RoleWork TWO_KEYS = new RoleWork(30, 10, 20);
  private static final RoleWork ONE_KEY_IN_LOG = new RoleWork(20, 10, 4);
  private static final RoleWork TWO_KEYS_IN_LOG = new RoleWork(25, 12, 5);

  private final ScaleProjection projection =
      new ScaleProjection(ONE_KEY, TWO_KEYS, ONE_KEY_IN_LOG, TWO_KEYS_IN_LOG);

  @Test
  void workOfNodesIsToldApartByTheirRoles() {
    RoleWork one =
        RoleWork.of(
            List.of(
                new RoleWork.NodeWork(1, 0, 10),
                new RoleWork.NodeWork(0, 1, 4),
                new RoleWork.NodeWork(0, 1, 6)),
            3);
    assertThat(one).isEqualTo(new RoleWork(10, 5, 3));
    RoleWork two =
        RoleWork.of(
            List.of(
                new RoleWork.NodeWork(1, 1, 40),
                new RoleWork.NodeWork(1, 1, 40),
                new RoleWork.NodeWork(0, 2, 20)),
            3);
    assertThat(two.leader()).isCloseTo(30, within(1e-9));
    assertThat(two.follower()).isCloseTo(10, within(1e-9));
  }

  @Test
  void nodesOfTheSameRolesTellNothing() {
    List<RoleWork.NodeWork> nodes =
        List.of(new RoleWork.NodeWork(1, 2, 10), new RoleWork.NodeWork(1, 2, 12));
    assertThatThrownBy(() -> RoleWork.of(nodes, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void workOfLessThanNothingIsNone() {
    RoleWork work =
        RoleWork.of(List.of(new RoleWork.NodeWork(1, 0, 10), new RoleWork.NodeWork(0, 1, -2)), 3);
    assertThat(work).isEqualTo(new RoleWork(10, 0, 3));
  }

  @Test
  void multicastGrowsWithTheNodesAndTheLogDoesNot() {
    // Replicas: 10 + 2 * 5 on one key, 2 * (30 + 2 * 10) on two. Two cores a node.
    assertThat(projection.multicast(3, 0)).isEqualTo(3 * 2e6 / 20);
    assertThat(projection.multicast(9, 0)).isEqualTo(9 * 2e6 / 20);
    assertThat(projection.multicast(9, 50)).isEqualTo(9 * 2e6 / 60);
    assertThat(projection.singleLog(0)).isEqualTo(2e6 / 20);
    assertThat(projection.singleLog(50)).isEqualTo(2e6 / 22.5);
    assertThat(projection.wholeWork(50)).isEqualTo(60 + 12);
  }

  @Test
  void itWinsFromWhereItDoesMore() {
    for (int percent : ScaleProjection.PERCENTS) {
      int nodes = projection.winsFrom(percent);
      assertThat(projection.multicast(nodes, percent)).isGreaterThan(projection.singleLog(percent));
      if (nodes > 3) {
        assertThat(projection.multicast(nodes - 1, percent))
            .isLessThanOrEqualTo(projection.singleLog(percent));
      }
    }
    assertThat(projection.winsFrom(100)).isEqualTo(5);
  }

  @Test
  void itTakesAllRolesOfAllKinds() {
    List<Row> rows = new ArrayList<>();
    rows.addAll(rows("put", "generic-multicast", ONE_KEY));
    rows.addAll(rows("two-key-write", "generic-multicast", TWO_KEYS));
    rows.addAll(rows("put", "single-log", ONE_KEY_IN_LOG));
    assertThat(ScaleProjection.ofWrites(rows)).isEmpty();
    rows.addAll(rows("two-key-write", "single-log", TWO_KEYS_IN_LOG));
    assertThat(ScaleProjection.ofWrites(rows).orElseThrow().multicast(3, 10))
        .isEqualTo(projection.multicast(3, 10));
    assertThat(ScaleProjection.ofReads(rows)).isEmpty();
  }

  static List<Row> rows(String kind, String contender, RoleWork work) {
    return List.of(
        row(kind, "leader", contender, work.leader()),
        row(kind, "follower", contender, work.follower()),
        row(kind, "client", contender, work.client()));
  }

  private static Row row(String kind, String role, String contender, double micros) {
    return Row.ofWork(
        ScaleProjection.rowName(kind, role), contender, 128, 1000, micros, 1, "a machine");
  }
}
