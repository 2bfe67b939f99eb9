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
package io.atomix.mcast.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.cluster.messaging.MessagingConfig;
import io.atomix.cluster.messaging.impl.NettyMessagingService;
import io.atomix.core.AtomixConfig;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.FreePorts;
import io.atomix.utils.net.Address;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemberChecksTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(500);

  @TempDir private Path folder;
  private final List<NettyMessagingService> members = new ArrayList<>();
  private final List<Integer> ports = FreePorts.find(2);

  private List<String> found(String host, Duration patience) throws InterruptedException {
    AtomixConfig config =
        ConfigOfTest.good(folder, ports.get(0))
            .with(
                "m2, host: \"127.0.0.1\", port: 1 ",
                "m2, host: \"" + host + "\", port: " + ports.get(1))
            .read(folder);
    try (AddressProbe probe = AddressProbe.of(config.getClusterConfig(), patience)) {
      return MemberChecks.of(config, probe).stream()
          .peek(finding -> assertThat(finding.remedy()).isNotBlank())
          .map(Finding::what)
          .toList();
    }
  }

  /** Netty takes seconds to stop, which nobody waits for here. */
  @AfterEach
  void stop() {
    members.forEach(NettyMessagingService::stop);
  }

  private void member(String clusterId) {
    NettyMessagingService member =
        new NettyMessagingService(
            clusterId,
            Address.from("127.0.0.1", ports.get(1)),
            new MessagingConfig().setInterfaces(List.of("127.0.0.1")));
    members.add(member);
    Await.result("a member listens", member.start());
  }

  @Test
  void aMemberThatDoesNotRun() throws InterruptedException {
    assertThat(found("127.0.0.1", LONG))
        .containsExactly(
            "cannot reach m2 at 127.0.0.1:%d: nothing listens there".formatted(ports.get(1)));
  }

  @Test
  void aMemberWhoseHostIsNotKnown() throws InterruptedException {
    assertThat(found("no-such-host.invalid", LONG))
        .containsExactly(
            "cannot reach m2 at no-such-host.invalid:%d: there is no host of this name"
                .formatted(ports.get(1)));
  }

  @Test
  void aMemberOfTheSameClusterIsFound() throws InterruptedException {
    member("doctor-test");
    assertThat(found("127.0.0.1", LONG)).isEmpty();
  }

  @Test
  void aMemberOfAnotherCluster() throws InterruptedException {
    member("another-cluster");
    assertThat(found("127.0.0.1", SHORT))
        .containsExactly(
            ("m2 at 127.0.0.1:%d: somebody listens there, but does not answer messages of the"
                    + " cluster 'doctor-test'")
                .formatted(ports.get(1)));
  }
}
