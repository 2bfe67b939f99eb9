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
package io.atomix.mcast.agent.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class LogChecksTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "java.lang.OutOfMemoryError: Java heap space | half alive",
        "java.lang.ExceptionInInitializerError: java.lang.reflect.InaccessibleObjectException |"
            + " --add-opens",
        "KryoException: Encountered unregistered class ID: 650 | atomix-mcast-protocol.jar",
        "java.lang.NoClassDefFoundError: io/atomix/mcast/X | a jar is missing",
        "StorageException: Failed to acquire storage lock; ensure each Raft server is configured |"
            + " data of another member",
        "java.net.BindException: Address already in use | end who has the port",
        "Cannot reserve space for the log in /d: No space left on device | free space",
        "The data in /d are of format 2, but this node knows only format 1 and older |"
            + " upgrade the jars",
        "The replica of group data-1 on m1 has stopped: its snapshot of entry 3 held nothing |"
            + " do what the message says",
        "The replica of group data-1 on m1 has not started: files in /d are damaged |"
            + " do what the message says",
        "m2 is one of its members, but does not have it in its configuration | add the group",
        "javax.net.ssl.SSLHandshakeException: PKIX path building failed | certificates",
        "the members of data-multicast-1 are [m1, m2, m4] by the configuration, and [m1, m2, m3] by"
            + " its data in /d | give the group the 'members' and the 'partitionSize' back",
        "m4 wants to be a member of data-multicast-1, and is refused: the members are [m1, m2] |"
            + " another 'members' or 'partitionSize' than the data",
        "mcast: m1 has been starting for 12 s: it does not see m2 | start the other members",
        "Unknown properties present in configuration: x | correct the name"
      })
  void aMessageThatIsKnownHasItsRemedy(String line, String remedy) {
    assertThat(LogChecks.of(Stream.of("12:00 INFO all is well", line)))
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.what()).isEqualTo("the log says, once: " + line);
              assertThat(finding.remedy()).contains(remedy);
            });
  }

  @Test
  void whatIsSaidOftenIsToldOnce() {
    assertThat(
            LogChecks.of(
                Stream.of(
                    "a BindException", "b OutOfMemoryError", "c BindException " + "x".repeat(300))))
        .extracting(Finding::what)
        .containsExactly(
            "the log says, 2 times, at last: c BindException " + "x".repeat(224) + "...",
            "the log says, once: b OutOfMemoryError");
  }

  @Test
  void anAgentRemembersWhatIsKnown() {
    Logger logger = (Logger) LoggerFactory.getLogger("log-checks-test");
    LogMemory memory = new LogMemory();
    memory.start();
    logger.setAdditive(false);
    logger.addAppender(memory);
    logger.error("something");
    logger.error("It ended", new IllegalStateException("cause", new OutOfMemoryError("heap")));
    logger.warn("The replica of group {} on m1 has stopped: one", "data-1");
    logger.warn("The replica of group {} on m1 has stopped: two", "data-2");
    logger.detachAppender(memory);
    assertThat(memory.lines())
        .containsExactly(
            "It ended; java.lang.IllegalStateException: cause; java.lang.OutOfMemoryError: heap",
            "The replica of group data-2 on m1 has stopped: two");
    assertThat(LogChecks.ofNode("m1", memory.lines()))
        .extracting(Finding::remedy)
        .satisfiesExactly(
            remedy -> assertThat(remedy).contains("half alive"),
            remedy -> assertThat(remedy).startsWith("do what the message says"));
  }

  @Test
  void aStartThatTookLongAndIsOverIsNoFinding() {
    String starting = "mcast: m1 has been starting for 8 s: no leader is known of data-1";
    assertThat(LogChecks.of(Stream.of(starting, "mcast: m1 ready after 11.7 s"))).isEmpty();
    assertThat(LogChecks.of(Stream.of(starting, "mcast: m1 ready after 11.7 s", starting)))
        .hasSize(1);
  }

  @Test
  void whatIsNotKnownIsNoFinding() {
    assertThat(LogChecks.of(Stream.of("12:00 ERROR something", ""))).isEmpty();
  }
}
