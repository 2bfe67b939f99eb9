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

import io.atomix.cluster.NodeConfig;
import io.atomix.core.AtomixConfig;
import java.util.ArrayList;
import java.util.List;

/** Checks of whether the nodes that a configuration names can be reached from here. */
final class MemberChecks {
  private MemberChecks() {}

  /** Returns which are missing, and what was tried. */
  static List<Finding> of(AtomixConfig config, AddressProbe probe) throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    for (NodeConfig node : ConfigurationChecks.others(config)) {
      AddressProbe.ReachAttempt attempt = probe.attempt(node.getAddress());
      String tried =
          "%s at %s:%d: %s"
              .formatted(
                  node.getId().id(),
                  node.getAddress().host(),
                  node.getAddress().port(),
                  attempt.words());
      switch (attempt.reached()) {
        case NOBODY ->
            findings.add(
                new Finding(
                    "cannot reach " + tried,
                    "start it, or correct its address in cluster.discovery.nodes; see to it that"
                        + " its messaging.interfaces has that address and no firewall is between"));
        case STRANGER ->
            findings.add(
                new Finding(
                    tried,
                    "give both the same cluster.clusterId, and both TLS or neither; or correct the"
                        + " address, if another program listens there"));
        default -> {
          // It is there.
        }
      }
    }
    return findings;
  }
}
