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
package io.atomix.mcast.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.core.Atomix;
import io.atomix.core.AtomixConfig;
import io.atomix.primitive.config.PrimitiveConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Defaults in docs/options.md are those of the code, written as a configuration file can have them.
 */
class OptionsPageTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-zA-Z.]+)` \\| ([^|]+) \\| ", Pattern.MULTILINE);

  /** A word, a number, a size, a time; behind a colon stands what it means. */
  private static final Pattern VALUE =
      Pattern.compile("`?([a-z0-9][a-z0-9.-]*(?: (?:KB|MB|GB|ms|s))?)`?(?::.*)?");

  @TempDir private Path folder;

  @Test
  void defaultsCanBeCopied() throws IOException {
    AtomixConfig plain = read("", "", "");
    Map<String, String> group = defaults("Of the partition group", "Of the protocol");
    assertThat(group).containsEntry("storage.segmentSize", "8 MB").hasSizeGreaterThan(12);
    for (Map.Entry<String, String> option : group.entrySet()) {
      AtomixConfig copied = read(option.getKey() + ": " + option.getValue(), "", "");
      assertThat(copied.getPartitionGroups().get("data"))
          .as("%s", option)
          .usingRecursiveComparison()
          .isEqualTo(plain.getPartitionGroups().get("data"));
    }
    Map<String, String> protocol = defaults("Of the protocol", "<!-- OPTIONS: end -->");
    assertThat(protocol).containsEntry("retryDelay", "100 ms").hasSizeGreaterThan(4);
    for (Map.Entry<String, String> option : protocol.entrySet()) {
      AtomixConfig copied = read("", option.getKey() + ": " + option.getValue(), "");
      assertThat(copied.getPrimitive("orders").getProtocolConfig())
          .as("%s", option)
          .usingRecursiveComparison()
          .ignoringFields("partitioner")
          .isEqualTo(plain.getPrimitive("orders").getProtocolConfig());
    }
    Map<String, String> channel = defaults("Of a [`MulticastChannel`]", null);
    assertThat(channel).containsEntry("historyBytes", "4 MB").hasSizeGreaterThan(5);
    for (Map.Entry<String, String> option : channel.entrySet()) {
      AtomixConfig copied = read("", "", option.getKey() + ": " + option.getValue());
      assertThat(copied.<PrimitiveConfig>getPrimitive("orders"))
          .as("%s", option)
          .usingRecursiveComparison()
          .ignoringFields("protocolConfig.partitioner")
          .isEqualTo(plain.getPrimitive("orders"));
    }
  }

  /**
   * Returns the defaults of the table between two texts, or to the end, without those that are a
   * sentence.
   */
  private static Map<String, String> defaults(String from, String to) throws IOException {
    String text = Pages.text("docs/options.md");
    int begin = text.indexOf(from);
    assertThat(begin).as(from).isNotNegative();
    int end = to == null ? text.length() : text.indexOf(to, begin);
    Matcher row = ROW.matcher(text.substring(begin, end));
    Map<String, String> defaults = new LinkedHashMap<>();
    while (row.find()) {
      Matcher value = VALUE.matcher(row.group(2));
      if (value.matches() && !value.group(1).equals("none")) {
        defaults.put(row.group(1), value.group(1));
      }
    }
    return defaults;
  }

  private AtomixConfig read(String group, String protocol, String channel) throws IOException {
    Path file = folder.resolve("options.conf");
    Files.writeString(
        file,
        String.format(
            """
            partitionGroups.data { type: generic-multicast, members: [m1]
              %s
            }
            primitives.orders { type: multicast-channel
              %s
              protocol { type: generic-multicast, group: data
                %s
              }
            }
            """,
            group, channel, protocol));
    return Atomix.config(file.toFile());
  }
}
