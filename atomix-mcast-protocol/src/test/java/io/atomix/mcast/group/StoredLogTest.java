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

import io.atomix.mcast.observe.GroupView;
import io.atomix.mcast.observe.PendingMessage;
import io.atomix.mcast.ordering.Below;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.PendingView;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A log with snapshots in between, as an earlier version wrote them: its entries lead to the states
 * that they led to, and each snapshot is read and goes on with the entries behind it. {@code
 * docs/formats.md} tells when and how a file is added.
 */
class StoredLogTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "formats");
  private static final String FILE = "log.txt";
  private static final int SNAPSHOT_EVERY = 10;
  private static final int NEWEST = 7;

  /** From this version on, snapshots are written as they were. */
  private static final int SAME_BYTES = 6;

  private static Path file(int version) {
    return FOLDER.resolve(version + "/" + FILE);
  }

  /**
   * Snapshots before version 3 did not say what was below pending messages, which nobody sees;
   * those before version 4 hold verdicts as they were written then, and those before version 5 do
   * not say which primitives have used time. Those of version 6 hold cuts of backups, and the log
   * of version 7 messages on several primitives.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
  void theLogOfEachVersionLeadsWhereItLed(int version) throws IOException {
    if (Boolean.getBoolean("mcast.formats.write") && version == NEWEST) {
      write(version);
    }
    Function<TestReplica, String> state =
        version < SAME_BYTES
            ? StoredLogTest::seen
            : replica -> HexFormat.of().formatHex(replica.snapshot());
    List<String> lines = Files.readAllLines(file(version), StandardCharsets.US_ASCII);
    GroupId group = new GroupId("data", 1);
    List<TestReplica> replicas = new ArrayList<>(List.of(new TestReplica(group, "m1")));
    int snapshots = 0;
    for (String line : lines) {
      String[] words = line.split(" ");
      if (words[0].equals("snapshot")) {
        TestReplica restored =
            TestReplica.restored(
                group, "m1", Long.parseLong(words[1]), HexFormat.of().parseHex(words[2]));
        assertThat(state.apply(restored))
            .as("snapshot at %s, and the state after the entries before it", words[1])
            .isEqualTo(state.apply(replicas.get(0)));
        replicas.add(restored);
        snapshots++;
      } else {
        replicas.forEach(replica -> apply(replica, words));
      }
    }
    assertThat(snapshots).isGreaterThan(3);
    String last = state.apply(replicas.get(0));
    assertThat(replicas).allSatisfy(each -> assertThat(state.apply(each)).isEqualTo(last));
  }

  /** Returns all that may be seen of a replica, except for what is below pending messages. */
  private static String seen(TestReplica replica) {
    GroupView view = replica.host().state().all(Integer.MAX_VALUE);
    StringBuilder text = new StringBuilder();
    for (PendingMessage message : view.pending()) {
      PendingView order = message.order();
      text.append(
          String.format(
              "%s %s %s %s %s %s%n",
              order.id(),
              order.status().withBelow(Below.NONE),
              order.destinations(),
              order.blockedBy(),
              order.chain(),
              message.operation()));
    }
    return text.append(new TreeMap<>(view.remembered())).append(view.primitives()).toString();
  }

  static void apply(TestReplica replica, String[] words) {
    long number = Long.parseLong(words[1]);
    switch (words[0]) {
      case "tick" -> replica.tick(number, Long.parseLong(words[2]));
      case "batch" -> replica.batch(number, words[2], HexFormat.of().parseHex(words[3]));
      case "expire" -> replica.expire(number);
      case "close" -> replica.close(number);
      default -> throw new AssertionError("no line of a log: " + String.join(" ", words));
    }
  }

  private static void write(int version) throws IOException {
    Files.createDirectories(FOLDER.resolve("" + version));
    // Fails if there is one: it is for ever.
    Files.write(
        file(version),
        JointMessages.log(new Random(version), SNAPSHOT_EVERY),
        StandardCharsets.US_ASCII,
        StandardOpenOption.CREATE_NEW);
  }
}
