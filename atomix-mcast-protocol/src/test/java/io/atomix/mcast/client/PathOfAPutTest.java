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

import io.atomix.mcast.PassedClasses;
import io.atomix.mcast.client.pipeline.LocalClient;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.primitive.Recovery;
import io.atomix.primitive.operation.Command;
import io.atomix.primitive.proxy.ProxySession;
import io.atomix.primitive.service.ServiceConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The caller's half of the way of a put, which {@code docs/architecture.md} tells. */
class PathOfAPutTest {
  private final ManualThreads threads = new ManualThreads();
  private final PartitionLab lab =
      new PartitionLab(new GroupId("data", 1), new LocalClient(), threads);

  interface Puts {
    @Command
    void put(String key);
  }

  @Test
  void aPutIsHandedOnByFourClassesOfItsCaller() {
    ProxyOptions options =
        new ProxyOptions(() -> null, null, false, Recovery.RECOVER, 1, Duration.ofMillis(100));
    ProxySession<Puts> session =
        GenericMulticastProxies.newProxy(
                "puts", lab.type(), Puts.class, new ServiceConfig(), List.of(lab.client), options)
            .getPartitions()
            .iterator()
            .next();
    session.connect();
    lab.opens(5);
    List<String> passed = new ArrayList<>();
    lab.raft.onExecute(() -> passed.addAll(PassedClasses.now()));
    session.accept(puts -> puts.put("key"));
    assertThat(passed).containsExactly("PrimitiveProxySession", "Calls", "Pipeline", "GroupLink");
  }
}
