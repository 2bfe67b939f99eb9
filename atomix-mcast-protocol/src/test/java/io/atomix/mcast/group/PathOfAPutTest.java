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
package io.atomix.mcast.group;

import static io.atomix.mcast.group.Texts.G;
import static io.atomix.mcast.group.Texts.STORE;
import static io.atomix.mcast.group.Texts.command;
import static io.atomix.mcast.group.Texts.done;
import static io.atomix.mcast.group.Texts.local;
import static io.atomix.mcast.group.Texts.writes;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The group's half of the way of a put, which {@code docs/architecture.md} tells. */
class PathOfAPutTest {
  private final TestGroup group = new TestGroup(G);
  private final TestClient ann = new TestClient(1);

  @Test
  void aPutIsHandedOnByFourClassesOfAReplica() {
    long session = group.open(ann, STORE, StoreService.TYPE);
    assertThat(group.submit(ann, local(ann, session, command("path"), writes("x"))))
        .isEqualTo(done("GroupService GroupState EffectRunner HostedPrimitive"));
  }
}
