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
package io.atomix.mcast.client.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LocalClientTest {
  private final LocalClient client = new LocalClient();

  @Test
  void numbersGrowAndAreUnresolvedUntilNobodyCanHearOfThemAnyMore() {
    assertThat(client.resolvedBelow()).isEqualTo(1);
    long one = client.next();
    long two = client.next();
    long three = client.next();
    assertThat(three).isGreaterThan(two);
    client.resolved(two);
    assertThat(client.resolvedBelow()).isEqualTo(one);
    client.resolved(one);
    assertThat(client.resolvedBelow()).isEqualTo(three);
    client.resolved(one);
    client.resolved(three);
    assertThat(client.resolvedBelow()).isEqualTo(three + 1);
  }

  @Test
  void noTwoClientsAreTheSame() {
    assertThat(client.id()).isNotEqualTo(new LocalClient().id());
  }
}
