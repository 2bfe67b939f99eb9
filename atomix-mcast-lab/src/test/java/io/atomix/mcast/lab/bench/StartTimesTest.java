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
package io.atomix.mcast.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartTimesTest {

  @Test
  void eachPhaseHasItsTime() throws InterruptedException {
    StringWriter out = new StringWriter();
    List<Map<StartTimes.Phase, Double>> rounds =
        StartTimes.run(new File("../conf/bench.conf"), 1, new PrintWriter(out));
    assertThat(rounds).hasSize(1);
    assertThat(rounds.get(0)).containsOnlyKeys(StartTimes.Phase.values());
    assertThat(rounds.get(0).values()).allSatisfy(time -> assertThat(time).isNotNegative());
    assertThat(out.toString().lines())
        .hasSize(StartTimes.Phase.values().length)
        .allMatch(line -> line.endsWith(" ms"));
  }
}
