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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.http.AgentHttp.Page;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentHttpTest {
  private final AgentHttp http =
      AgentHttp.start(
          new HttpAddress("127.0.0.1", 0),
          Map.of(
              "/fine",
              () -> new Page(200, "text/plain", "fine"),
              "/broken",
              () -> {
                throw new IllegalStateException("out of order");
              }));

  @AfterEach
  void stop() {
    http.close();
  }

  private HttpResponse<String> ask(String method, String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(http.address().uri(path))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void pagesAreServedAsTheyAreAndNotStored() throws Exception {
    HttpResponse<String> response = ask("GET", "/fine?what=ever");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEqualTo("fine");
    assertThat(response.headers().firstValue("Content-Type")).contains("text/plain");
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(ask("HEAD", "/fine").body()).isEmpty();
  }

  @Test
  void otherPathsAndMethodsAreRefused() throws Exception {
    assertThat(ask("GET", "/fine/more").statusCode()).isEqualTo(404);
    assertThat(ask("GET", "/").body()).contains("/broken, /fine");
    assertThat(ask("POST", "/fine").statusCode()).isEqualTo(405);
    assertThat(ask("POST", "/fine").headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @Test
  void aPageThatFailsSaysSo() throws Exception {
    assertThat(ask("GET", "/broken").statusCode()).isEqualTo(500);
    assertThat(ask("GET", "/broken").body()).contains("out of order");
  }

  @Test
  void anAddressInUseIsNamed() {
    assertThatThrownBy(() -> AgentHttp.start(http.address(), Map.of()))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining(http.address().toString())
        .hasMessageContaining("--http");
  }
}
