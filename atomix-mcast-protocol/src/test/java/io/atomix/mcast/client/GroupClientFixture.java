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

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;

/**
 * A client of one group, whose Raft sessions and answers are given by hand; a test leaves nothing
 * behind.
 */
abstract class GroupClientFixture {
  static final Duration RETRY = Duration.ofSeconds(1);

  final ClientLab lab = new ClientLab();

  @AfterEach
  void nothingIsLeft() {
    lab.group.close();
    lab.after(Duration.ofSeconds(3));
    assertThat(lab.local.resolvedBelow())
        .as("unresolved numbers hold up forgetting for ever")
        .isEqualTo(lab.local.next());
    assertThat(lab.group.limiter().inFlight())
        .as("operations that never end use up the limit")
        .isZero();
    assertThat(lab.threads.timers()).as("timers that run on").isZero();
    assertThat(lab.communication.hasSubscribers()).isFalse();
  }
}
