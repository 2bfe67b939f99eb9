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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atomix.mcast.wire.RandomValues;
import io.atomix.mcast.wire.WireException;
import io.atomix.mcast.wire.WireReader;
import io.atomix.mcast.wire.WireWriter;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What snapshots hold of pending messages comes back as it was. {@code -Dmcast.seed=N} replays a
 * run.
 */
class MessageWorkTest {
  private static final Logger LOGGER = LoggerFactory.getLogger(MessageWorkTest.class);

  @Test
  void everyMessageRoundTripsAndIsNotReadFromLess() {
    long seed = Long.getLong("mcast.seed", new Random().nextLong());
    LOGGER.info("Replay with -Dmcast.seed={}", seed);
    RandomValues values = new RandomValues(new Random(seed));
    for (int i = 0; i < 300; i++) {
      MessageWork message = values.any(MessageWork.class);
      WireWriter out = new WireWriter();
      message.write(out);
      byte[] bytes = out.toByteArray();
      WireReader in = new WireReader("A message", bytes);
      assertThat(Texts.show(MessageWork.read(in, true)))
          .as("seed %d", seed)
          .isEqualTo(Texts.show(message));
      in.end();
      byte[] less = Arrays.copyOf(bytes, bytes.length - 1);
      assertThatThrownBy(() -> MessageWork.read(new WireReader("A message", less), true))
          .as("seed %d: %s", seed, message)
          .isInstanceOf(WireException.class);
    }
    assertThat(values.made())
        .as("seed %d", seed)
        .contains(MessageWork.Invoke.class)
        .contains(MessageWork.UpkeepWork.class.getPermittedSubclasses());
  }
}
