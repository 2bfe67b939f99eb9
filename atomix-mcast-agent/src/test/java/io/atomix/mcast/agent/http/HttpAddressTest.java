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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAddressTest {
  @Test
  void aPortAloneIsOnLoopback() {
    assertThat(HttpAddress.parse("8080")).isEqualTo(new HttpAddress("127.0.0.1", 8080));
    assertThat(HttpAddress.parse(":8080")).isEqualTo(new HttpAddress("127.0.0.1", 8080));
  }

  @Test
  void hostsAreTaken() {
    assertThat(HttpAddress.parse("0.0.0.0:80")).isEqualTo(new HttpAddress("0.0.0.0", 80));
    assertThat(HttpAddress.parse("[::1]:80")).isEqualTo(new HttpAddress("::1", 80));
    assertThat(HttpAddress.parse("[::1]:80").uri("/status")).hasToString("http://[::1]:80/status");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "localhost", "localhost:", "localhost:http", "::1:80", "a:65536", "a:-1"})
  void whatIsNoAddressIsNamed(String text) {
    assertThatThrownBy(() -> HttpAddress.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'" + text + "'")
        .hasMessageContaining("HOST:PORT");
  }
}
