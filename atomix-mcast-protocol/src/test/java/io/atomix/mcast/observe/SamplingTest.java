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
package io.atomix.mcast.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.ordering.MessageId;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SamplingTest {
  @Test
  void oneInManyIsChosenOfEveryClient() {
    for (long client = 0; client < 20; client++) {
      long id = client;
      long chosen =
          LongStream.range(0, 16_000)
              .filter(n -> new Sampling(16).chooses(new MessageId(id, -id, n)))
              .count();
      assertThat(chosen).as("of client %d", client).isBetween(800L, 1200L);
    }
  }

  @Test
  void everybodyChoosesTheSameAndAllMeansAll() {
    for (long n = 0; n < 1000; n++) {
      MessageId message = new MessageId(1, 2, n);
      assertThat(new Sampling(7).chooses(message)).isEqualTo(new Sampling(7).chooses(message));
      assertThat(Sampling.ALL.chooses(message)).isTrue();
    }
  }

  @Test
  void noneInManyIsNotANumberOfMessages() {
    assertThatThrownBy(() -> new Sampling(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("One in 0");
  }
}
