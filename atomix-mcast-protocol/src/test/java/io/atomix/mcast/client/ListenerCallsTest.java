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
package io.atomix.mcast.client;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Atomix's loops over listeners, on the collections that take the place of Atomix's. */
final class ListenerCallsTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(ListenerCalls.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final ListenerCalls calls = new ListenerCalls("accounts");
  private final List<String> heard = new ArrayList<>();

  @BeforeEach
  void listenToTheLog() {
    log.start();
    logger.addAppender(log);
    logger.setAdditive(false);
  }

  @AfterEach
  void leaveTheLog() {
    logger.detachAppender(log);
    logger.setAdditive(true);
  }

  private void hear(String listener) {
    heard.add(listener);
    if (listener.startsWith("bad")) {
      throw new IllegalStateException("thrown by " + listener);
    }
  }

  @Test
  void allListenersAreCalledInTheOrderOfTheirAddition() {
    List<String> names =
        IntStream.range(0, 50).mapToObj(i -> (i % 3 == 0 ? "bad " : "good ") + i).toList();
    Map<String, String> map = new ListenerMap<>(calls, Map.of());
    Set<String> set = new ListenerSet<>(calls, Set.of());
    names.forEach(name -> map.put(name, name));
    set.addAll(names);

    map.forEach((listener, executor) -> hear(listener));
    assertThat(heard).isEqualTo(names);
    heard.clear();
    map.values().forEach(this::hear);
    assertThat(heard).isEqualTo(names);
    heard.clear();
    set.forEach(this::hear);
    assertThat(heard).isEqualTo(names);
  }

  @Test
  void whatIsThrownIsLoggedWithPrimitiveListenerAndEvent() throws Exception {
    Map<String, String> map = new ListenerMap<>(calls, Map.of("bad listener", "executor"));

    ListenerCalls.with(
        new Object[] {"update of k"},
        () -> {
          map.forEach((listener, executor) -> hear(listener));
          return null;
        });

    assertThat(log.list).hasSize(1);
    assertThat(log.list.get(0).getFormattedMessage())
        .contains("'accounts'", "bad listener", "update of k");
    assertThat(log.list.get(0).getThrowableProxy().getMessage())
        .isEqualTo("thrown by bad listener");
  }

  @Test
  void errorsSilenceNobodyEither() {
    Set<String> set = new ListenerSet<>(calls, List.of("one", "another"));
    set.forEach(
        listener -> {
          heard.add(listener);
          throw new AssertionError("thrown by the test");
        });
    assertThat(heard).containsExactly("one", "another");
  }

  @Test
  void aListenerMayRemoveItselfAndOthersMeanwhile() {
    Map<String, String> map = new ListenerMap<>(calls, Map.of());
    List.of("one", "another", "third").forEach(name -> map.put(name, name));

    map.forEach(
        (listener, executor) -> {
          heard.add(listener);
          map.remove(listener);
          map.remove("third");
        });

    assertThat(heard).containsExactly("one", "another", "third");
    assertThat(map).isEmpty();
  }

  @Test
  void aMapBehavesAsAtomixExpectsOne() {
    Map<String, String> map = new ListenerMap<>(calls, new HashMap<>(Map.of("a", "1")));

    assertThat(map).containsExactlyEntriesOf(Map.of("a", "1")).hasSize(1);
    assertThat(map.putIfAbsent("a", "2")).isEqualTo("1");
    assertThat(map.putIfAbsent("b", "2")).isNull();
    assertThat(map.put("b", "3")).isEqualTo("2");
    assertThat(map.remove("c")).isNull();
    assertThat(map.containsKey("b")).isTrue();
    assertThat(map.computeIfPresent("b", (key, value) -> null)).isNull();
    assertThat(map.keySet()).containsExactly("a");
    assertThat(map.values()).containsExactly("1");
    map.clear();
    assertThat(map.isEmpty()).isTrue();
  }

  @Test
  void aSetOfListenersInAMapIsGuardedAsWell() {
    Map<String, Set<String>> topics = new ListenerMap<>(calls, Map.of());

    topics.computeIfAbsent("topic", topic -> new CopyOnWriteArraySet<>()).add("bad listener");
    topics.computeIfAbsent("topic", topic -> new CopyOnWriteArraySet<>()).add("good listener");
    topics.get("topic").forEach(this::hear);

    assertThat(heard).containsExactly("bad listener", "good listener");
  }
}
