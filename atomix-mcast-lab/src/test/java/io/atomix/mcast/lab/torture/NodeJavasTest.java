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
package io.atomix.mcast.lab.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.testing.Jdk;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NodeJavasTest {
  private static final Jdk USUAL = new Jdk(Path.of("/java/17"), 17);
  private static final Jdk OTHER = new Jdk(Path.of("/java/25"), 25);

  @Test
  void oneNodeHasTheOtherJava() {
    NodeJavas javas = new NodeJavas(USUAL, 2, OTHER);
    assertThat(List.of(javas.of(1), javas.of(2), javas.of(3))).containsExactly(USUAL, OTHER, USUAL);
    assertThat(javas.description()).isEqualTo("m2 on 25, all else on 17");
    assertThat(javas.of(2).java()).isEqualTo(Path.of("/java/25/bin/java"));
  }

  @Test
  void withoutAnotherAllAreOnTheOneThatRunsThis() {
    assertThat(IntStream.rangeClosed(1, 3).mapToObj(NodeJavas.one()::of))
        .containsOnly(Jdk.running());
    assertThat(NodeJavas.one().description()).isEqualTo("all on " + Jdk.running().feature());
  }

  @Test
  void theSeedDecidesWhichNodeHasIt() {
    int wanted = Jdk.running().feature() == 25 ? 17 : 25;
    List<Integer> nodes =
        LongStream.of(-1, 0, 1, 2).mapToObj(seed -> NodeJavas.two(seed, 3).node()).toList();
    assertThat(nodes)
        .isEqualTo(Jdk.find(wanted).isPresent() ? List.of(3, 1, 2, 3) : List.of(0, 0, 0, 0));
  }
}
