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
package io.atomix.mcast.raft;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.cluster.MemberId;
import io.atomix.cluster.messaging.ClusterCommunicationService;
import io.atomix.cluster.messaging.MessagingException;
import io.atomix.mcast.simulation.Stub;
import io.atomix.mcast.testing.Await;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ReroutingCommunicationTest {
  private static final MemberId M1 = MemberId.from("m1");
  private static final MemberId M2 = MemberId.from("m2");
  private static final String APPEND = "data-partition-1-append";

  /** Longer than any message waits for Atomix. */
  private static final Duration TOO_LONG = Duration.ofSeconds(9);

  /** What Atomix was asked to send: no answer comes but by the test. */
  private record Sent(String name, MemberId to, CompletableFuture<Object> answer) {}

  private final List<Sent> sent = new ArrayList<>();
  private final List<String> subscribed = new ArrayList<>();
  private final List<Consumer<String>> listeners = new ArrayList<>();
  private final Queue<Runnable> later = new ArrayDeque<>();
  private long now;

  private final ReroutingCommunication communication =
      new ReroutingCommunication(
          Stub.of(
              ClusterCommunicationService.class,
              Map.of(
                  "send",
                  arguments -> sent((String) arguments[0], (MemberId) arguments[4]),
                  "unicast",
                  arguments -> sent((String) arguments[0], (MemberId) arguments[3]),
                  "subscribe",
                  arguments -> {
                    subscribed.add((String) arguments[0]);
                    if (arguments[2] instanceof Consumer<?> listener) {
                      listeners.add(cast(listener));
                    }
                    return CompletableFuture.completedFuture(null);
                  },
                  "unsubscribe",
                  arguments -> subscribed.remove((String) arguments[0]))),
          () -> now,
          (delay, task) -> later.add(task));

  @SuppressWarnings("unchecked")
  private static Consumer<String> cast(Consumer<?> listener) {
    return (Consumer<String>) listener;
  }

  private CompletableFuture<Object> sent(String name, MemberId to) {
    Sent message = new Sent(name, to, new CompletableFuture<>());
    sent.add(message);
    return message.answer;
  }

  private CompletableFuture<String> send(String subject, MemberId to, Duration timeout) {
    return communication.<String, String>send(
        subject, "x", String::getBytes, String::new, to, timeout);
  }

  private CompletableFuture<String> send(String subject, MemberId to) {
    return send(subject, to, null);
  }

  private Sent last() {
    return sent.get(sent.size() - 1);
  }

  private void pass(Duration time) {
    now += time.toNanos();
    for (int due = later.size(); due > 0; due--) {
      later.remove().run();
    }
  }

  /** Returns a subject whose messages take another connection than this one's. */
  private static String apartFrom(String subject) {
    return List.of("vote", "poll", "query", "command").stream()
        .filter(
            other ->
                ReroutingCommunication.connection(other)
                    != ReroutingCommunication.connection(subject))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void answersAndErrorsComeAsTheyAre() {
    CompletableFuture<String> answered = send(APPEND, M1);
    last().answer.complete("done");
    CompletableFuture<String> failed = send(APPEND, M1);
    last().answer.completeExceptionally(new MessagingException.RemoteHandlerFailure());

    assertThat(answered).isCompletedWithValue("done");
    assertThat(failed)
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(MessagingException.RemoteHandlerFailure.class);
    pass(TOO_LONG);
    send(APPEND, M1);
    assertThat(sent).extracting(Sent::name).containsOnly(APPEND);
  }

  @Test
  void nothingIsLookedAtWhenNothingWaits() {
    send(APPEND, M1);
    assertThat(later).hasSize(1);
    last().answer.complete("done");
    pass(Duration.ofSeconds(1));
    assertThat(later).isEmpty();
  }

  @Test
  void whatWaitsForADeadConnectionFailsAndWhatComesThenTakesAnother() {
    List<CompletableFuture<String>> waiting = new ArrayList<>(List.of(send(APPEND, M1)));
    pass(TOO_LONG.dividedBy(2));
    waiting.add(send(APPEND, M1));
    assertThat(waiting).noneMatch(CompletableFuture::isDone);
    pass(TOO_LONG.dividedBy(2).plusMillis(1));
    assertThat(waiting)
        .allSatisfy(
            each ->
                assertThat(each)
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(TimeoutException.class)
                    .withMessageContainingAll(APPEND, "m1"));

    send(APPEND, M1);
    String spare = last().name;
    assertThat(ReroutingCommunication.names(APPEND).indexOf(spare)).isEqualTo(1);
    assertThat(ReroutingCommunication.connection(spare))
        .isNotEqualTo(ReroutingCommunication.connection(APPEND));
    send(APPEND, M2);
    assertThat(last().name).as("to another member").isEqualTo(APPEND);
    send(apartFrom(APPEND), M1);
    assertThat(last().name).as("over another connection").isEqualTo(apartFrom(APPEND));
  }

  @Test
  void deadConnectionsAreLeftOneAfterTheOtherAndTheFirstIsTriedAgain() {
    for (int i = 0; i <= ReroutingCommunication.NAMES; i++) {
      send(APPEND, M1);
      pass(TOO_LONG);
    }
    List<String> expected = new ArrayList<>(ReroutingCommunication.names(APPEND));
    expected.add(APPEND);
    assertThat(sent).extracting(Sent::name).isEqualTo(expected);
    assertThat(expected.stream().map(ReroutingCommunication::connection).distinct())
        .hasSize(ReroutingCommunication.NAMES);
  }

  @Test
  void whatMayTakeLongHasItsTime() {
    CompletableFuture<String> patient = send(APPEND, M1, Duration.ofMinutes(1));
    pass(Duration.ofMinutes(1));
    assertThat(patient).isNotDone();
    pass(TOO_LONG);
    assertThat(patient).isCompletedExceptionally();
  }

  @Test
  void messagesWithoutAnswersAreReroutedToo() {
    CompletableFuture<Void> event = communication.unicast(APPEND, "x", String::getBytes, M1, true);
    pass(TOO_LONG);
    assertThat(event).isCompletedExceptionally();
    communication.unicast(APPEND, "x", String::getBytes, M1, true);
    assertThat(last().name).isNotEqualTo(APPEND);
  }

  @Test
  void aMemberThatKnowsNoOtherNamesGetsTheFirstAgain() {
    send(APPEND, M1);
    pass(TOO_LONG);
    CompletableFuture<String> unknown = send(APPEND, M1);
    assertThat(last().name).isNotEqualTo(APPEND);
    last().answer.completeExceptionally(new MessagingException.NoRemoteHandler());
    assertThat(unknown).isCompletedExceptionally();
    send(APPEND, M1);
    assertThat(last().name).isEqualTo(APPEND);
  }

  @Test
  void allNamesAreServedUntilNoneIs() {
    communication.subscribe(
        APPEND, Function.identity(), CompletableFuture::completedFuture, Function.identity());
    assertThat(subscribed)
        .containsExactlyElementsOf(ReroutingCommunication.names(APPEND))
        .doesNotHaveDuplicates()
        .hasSize(ReroutingCommunication.NAMES);
    communication.unsubscribe(APPEND);
    assertThat(subscribed).isEmpty();
  }

  @Test
  void aListenerThatIsGoneIsHeldByNobody() {
    List<String> heard = new ArrayList<>();
    Consumer<String> session = heard::add;
    communication.<String>subscribe("reset", String::new, session, Runnable::run);
    Consumer<String> kept = listeners.get(0);
    kept.accept("x");
    assertThat(heard).containsExactly("x");

    WeakReference<Consumer<String>> left = new WeakReference<>(session);
    session = null;
    communication.unsubscribe("reset");
    // As Atomix keeps it, a message may still come to it.
    kept.accept("y");
    Await.garbage("what listened", left);
  }
}
