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
package io.atomix.mcast.primitives.map.impl;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.map.impl.MapUpdate;
import io.atomix.core.transaction.TransactionId;
import io.atomix.core.transaction.TransactionLog;
import io.atomix.mcast.Invocation;
import io.atomix.primitive.operation.OperationId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule 11: what the service of a map tells of conditions beforehand. */
class MapPreviewTest {
  private final MapReplica replica = new MapReplica();
  private final MulticastMapService service = replica.as(1);

  private static Invocation holds(
      List<MapCondition> conditions, List<String> writes, boolean wholeMap) {
    return query("holds", new ArrayList<>(conditions), new ArrayList<>(writes), wholeMap);
  }

  private static Invocation query(String name, Object... arguments) {
    return Invocation.of(OperationId.query(name), arguments, false);
  }

  private static final List<MapCondition> NONE = List.of();

  private void prepare(String key) {
    MapUpdate<String, byte[]> update =
        MapUpdate.<String, byte[]>builder()
            .withType(MapUpdate.Type.PUT_IF_ABSENT)
            .withKey(key)
            .withValue(new byte[] {9})
            .withVersion(1000)
            .build();
    service.prepare(new TransactionLog<>(TransactionId.from("t"), 1000, List.of(update)));
  }

  @Test
  void onlyLocksStandInTheWayOfAWriteWithoutConditions() {
    DefaultMulticastMapService previewing = replica.service();
    assertThat(previewing.holdsAnyhow(holds(NONE, List.of("a"), true))).isTrue();
    prepare("a");
    assertThat(previewing.holdsAnyhow(holds(NONE, List.of("a"), false))).isFalse();
    assertThat(previewing.holdsAnyhow(holds(NONE, List.of("b"), false))).isTrue();
    assertThat(previewing.holdsAnyhow(holds(NONE, List.of("b"), true))).isFalse();
  }

  @Test
  void aConditionOnAKeyDependsOnWhatIsWrittenBefore() {
    DefaultMulticastMapService previewing = replica.service();
    List<MapCondition> absent = List.of(MapCondition.absent("b"));
    assertThat(previewing.holdsAnyhow(holds(absent, List.of("a"), false))).isNull();
    prepare("a");
    assertThat(previewing.holdsAnyhow(holds(absent, List.of("a"), false))).isFalse();
    assertThat(previewing.holdsAnyhow(holds(absent, List.of("c"), false))).isNull();
  }

  @Test
  void ofOtherOperationsNothingIsTold() {
    assertThat(replica.service().holdsAnyhow(query("isEmpty"))).isNull();
  }
}
