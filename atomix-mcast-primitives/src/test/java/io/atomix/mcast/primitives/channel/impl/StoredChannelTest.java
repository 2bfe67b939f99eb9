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
package io.atomix.mcast.primitives.channel.impl;

import io.atomix.mcast.primitives.StoredPrimitive;
import io.atomix.mcast.primitives.channel.ChannelMessageId;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.MulticastChannelConfig;
import io.atomix.mcast.primitives.channel.MulticastChannelType;
import io.atomix.primitive.partition.PartitionId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What channels have sent and stored is read for ever. */
class StoredChannelTest {

  @Test
  void whatVersion1WroteMeansWhatItMeant() throws Exception {
    StoredPrimitive.check(
        1,
        MulticastChannelType.instance(),
        new ChannelServiceConfig(new MulticastChannelConfig().setHistorySize(3)),
        ChannelService.class,
        StoredChannelTest::script);
  }

  private static void script(ChannelService channel) {
    channel.multicast(envelope(1, Conflicts.none()));
    channel.multicast(envelope(2, Conflicts.on("a", "b")));
    channel.history(1, 10);
    Backlog backlog = new Backlog(2, 1000);
    channel.subscribe(SubscribeRequest.begin(1, SubscribeRequest.Start.OLDEST, 0, backlog));
    channel.multicast(envelope(3, Conflicts.all()));
    channel.subscribe(SubscribeRequest.begin(2, SubscribeRequest.Start.NOW, 0, backlog));
    channel.handled(1, 1, 0);
    channel.multicast(envelope(4, Conflicts.on("c")));
    channel.subscribe(SubscribeRequest.begin(3, SubscribeRequest.Start.POSITION, 2, backlog));
    channel.history(2, 2);
    channel.unsubscribe(2);
    channel.multicast(envelope(5, Conflicts.none()));
    channel.history(1, 10);
  }

  private static Envelope envelope(long number, Conflicts conflicts) {
    return new Envelope(
        new ChannelMessageId(new UUID(1, 2), number),
        List.of(PartitionId.from("data", 1), PartitionId.from("data", 3)),
        conflicts,
        ("message " + number).getBytes(StandardCharsets.US_ASCII));
  }
}
