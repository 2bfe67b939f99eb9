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
package io.atomix.mcast.primitives.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.utils.serializer.Serializer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** It writes what the other one writes, and reads what that reads. */
class VerdictSerializerTest {
  private final Serializer plain = Serializer.using(MulticastMapType.instance().namespace());
  private final Serializer verdicts = new VerdictSerializer(plain);

  @Test
  void theFormatIsThatOfTheOther() {
    List<Object> objects =
        new ArrayList<>(Arrays.asList(true, false, 1, 2L, "text", new byte[] {1, 2}, null));
    objects.add(new ArrayList<>(List.of(true, false)));
    for (Object object : objects) {
      byte[] bytes = plain.encode(object);
      assertThat(verdicts.encode(object)).isEqualTo(bytes);
      assertThat(verdicts.<Object>decode(bytes)).isEqualTo(plain.<Object>decode(bytes));
    }
  }

  @Test
  void whoChangesWhatItWroteChangesNothingElse() {
    byte[] changed = verdicts.encode(true);
    Arrays.fill(changed, (byte) 0);
    assertThat(verdicts.<Boolean>decode(verdicts.encode(true))).isTrue();
    assertThat(verdicts.<Boolean>decode(verdicts.encode(false))).isFalse();
  }
}
