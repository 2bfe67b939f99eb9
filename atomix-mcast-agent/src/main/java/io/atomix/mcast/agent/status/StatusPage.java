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
package io.atomix.mcast.agent.status;

import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.http.AgentClient;
import io.atomix.mcast.agent.http.HttpAddress;
import io.atomix.mcast.agent.http.StatusJson;
import io.atomix.mcast.status.NodeStatus;
import java.time.Duration;

/** The pages of agents that say how they are. */
final class StatusPage {
  private final AgentClient agents = new AgentClient(Duration.ofSeconds(12));

  /** Returns what the agent answers; fails as {@link AgentClient#page} does. */
  String fetch(HttpAddress address) throws InterruptedException {
    return agents.page(address, "/status", "--http " + address);
  }

  /**
   * Returns what the answer says.
   *
   * @throws CommandException if it is no status
   */
  static NodeStatus parse(HttpAddress address, String body) {
    try {
      return StatusJson.read(body);
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          "The server at " + address + " is not an agent of this version", e);
    }
  }
}
