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
package io.atomix.mcast.agent.http;

import io.atomix.mcast.agent.CommandException;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks agents for their pages. Thread-safe. */
public final class AgentClient {
  private final Duration patience;

  /**
   * Holds the client of this JVM, made when the first page is asked for: each command line has the
   * commands that ask for pages, and most carry out another one.
   */
  private static final class Shared {
    static final HttpClient CLIENT =
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  }

  /** Creates a client that waits so long for an answer. */
  public AgentClient(Duration patience) {
    this.patience = patience;
  }

  /**
   * Returns what an agent answers.
   *
   * @param path the page, such as {@code /status}
   * @param flags what the agent has to be started with to serve it
   * @throws CommandException if it does not; says why and what to do
   */
  public String page(HttpAddress address, String path, String flags) throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address.uri(path)).timeout(patience).GET().build();
    try {
      HttpResponse<String> response =
          Shared.CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() == 404) {
        throw new CommandException(
            "The agent at " + address + " has no page " + path + "; start it with " + flags);
      } else if (response.statusCode() != 200) {
        throw new CommandException(
            "The agent at "
                + address
                + " answered "
                + response.statusCode()
                + ": "
                + response.body().strip());
      }
      return response.body();
    } catch (IOException e) {
      throw new CommandException(
          "No agent answers at " + address + "; was it started with " + flags + "?", e);
    }
  }
}
