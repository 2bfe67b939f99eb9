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
package io.atomix.mcast.integration.atomicity;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.integration.atomicity.SharedContents.Kind;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.protocol.ProxyProtocol;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A mover carries a token from key to key: it adds it at the new key, then removes it from the old
 * one, so that at every moment there are one or two keys. Who counts none has seen one partition
 * after a removal and another before the addition that went before it. On multi-raft that is seen
 * once in a thousand observations or less; {@link ClearAndRefillTest} and {@link
 * StrictSerializabilityTest} show by what was recorded there that they can fail.
 */
@ExtendWith(SharedCluster.class)
class MovingTokensTest {

  private static final List<String> KEYS = IntStream.range(0, 7).mapToObj(i -> "key-" + i).toList();

  @ParameterizedTest
  @EnumSource(Kind.class)
  void nobodyMissesATokenOnTheMove(Kind kind, TestCluster cluster, Primitives primitives) {
    Scene scene = scene(kind, cluster, primitives, cluster.protocol());

    assertThat(scene.play(Duration.ofMillis(1500))).isEmpty();

    assertThat(scene.observations()).as("observations made").isGreaterThan(2);
  }

  private static Scene scene(
      Kind kind, TestCluster cluster, Primitives primitives, ProxyProtocol protocol) {
    Scene scene = new Scene();
    SharedContents mover = kind.open(primitives, cluster.node(1), protocol);
    mover.add(KEYS.get(0));
    AtomicInteger at = new AtomicInteger();
    scene.actor(
        () -> {
          String from = KEYS.get(at.get());
          String to = KEYS.get(at.updateAndGet(key -> (key + 1) % KEYS.size()));
          mover.add(to);
          mover.remove(from);
        });
    for (int node = 1; node <= 3; node++) {
      SharedContents contents = kind.open(primitives, cluster.node(node), protocol);
      scene.observer(
          () -> {
            int size = contents.size();
            return size < 1 || size > 2 ? "size " + size : null;
          });
    }
    SharedContents contents = kind.open(primitives, cluster.node(2), protocol);
    scene.observer(() -> contents.isEmpty() ? "empty" : null);
    return scene;
  }
}
