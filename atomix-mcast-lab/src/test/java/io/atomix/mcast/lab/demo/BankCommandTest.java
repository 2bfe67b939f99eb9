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
package io.atomix.mcast.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.agent.Main;
import io.atomix.mcast.lab.bank.Accounts;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The measurement runs, and its accounts are where it says. */
class BankCommandTest {

  @Test
  @Timeout(300)
  void everySceneIsMeasuredInEachWay() {
    StringWriter out = new StringWriter();
    int status =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .execute("bank", "--config", "../conf/demo.conf", "--seconds", "0.2");
    String text = out.toString();
    assertThat(status).as(text).isZero();
    for (Scene scene : Scene.values()) {
      assertThat(text.lines().filter(line -> line.startsWith(scene.text() + " "))).hasSize(4);
    }
  }

  @Test
  void accountsThatFollowEachOtherAreInDifferentPartitions() {
    List<Integer> partitions = Accounts.inTurn(16).stream().map(Accounts::partitionOf).toList();
    for (int i = 1; i < partitions.size(); i++) {
      assertThat(partitions.get(i)).isNotEqualTo(partitions.get(i - 1));
    }
    assertThat(partitions).contains(1, 2, 3);
  }
}
