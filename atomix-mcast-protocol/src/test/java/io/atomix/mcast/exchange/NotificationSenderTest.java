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
package io.atomix.mcast.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.group.ClientAddress;
import io.atomix.mcast.group.ClientChange;
import io.atomix.mcast.wire.Delivery;
import io.atomix.mcast.wire.Notification;
import io.atomix.mcast.wire.Result;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class NotificationSenderTest {
  private static final Duration RESEND = Duration.ofMillis(100);
  private static final UUID CLIENT = new UUID(1, 2);
  private static final long SESSION = 7;

  private final ManualExecutor executor = new ManualExecutor();
  private final List<Sent> sent = new ArrayList<>();
  private long now = -10_000_000_000L;
  private final NotificationSender sender =
      new NotificationSender(
          (client, bytes) -> {
            Delivery delivery = Delivery.decode(bytes);
            Sent next =
                new Sent(
                    client.member(),
                    client.client(),
                    delivery.raftSession(),
                    delivery.notifications().stream().map(Notification::number).toList(),
                    new CompletableFuture<>());
            sent.add(next);
            return next.answer();
          },
          executor,
          RESEND,
          () -> now);

  private record Sent(
      String member,
      UUID client,
      long raftSession,
      List<Long> numbers,
      CompletableFuture<Long> answer) {}

  private static ClientAddress client(long session) {
    return new ClientAddress(session, CLIENT, "member-" + session);
  }

  private static ClientChange notification(long number) {
    return notification(SESSION, number);
  }

  private static ClientChange notification(long session, long number) {
    Notification notification =
        new Notification.Deferred(number, 100 + number, new Result.Done(null));
    return new ClientChange.Added(client(session), notification);
  }

  private void applied(ClientChange... changes) {
    sender.applied(List.of(changes));
    executor.runAll();
  }

  private void lead(boolean leads) {
    sender.leading(leads);
    executor.runAll();
  }

  private void after(Duration time) {
    now += time.toNanos();
    sender.tick();
    executor.runAll();
  }

  private Sent take() {
    assertThat(sent).hasSize(1);
    return sent.remove(0);
  }

  private void answer(Sent delivery, long has) {
    delivery.answer().complete(has);
    executor.runAll();
  }

  @Test
  void whatOneEntryHasForAClientGoesAtOnceAndInOrder() {
    lead(true);
    applied(notification(1), notification(2), notification(8, 1), notification(3));
    assertThat(sent).hasSize(2);
    assertThat(sent.get(0).numbers()).containsExactly(1L, 2L, 3L);
    assertThat(sent.get(0).member()).isEqualTo("member-7");
    assertThat(sent.get(0).client()).isEqualTo(CLIENT);
    assertThat(sent.get(1).numbers()).containsExactly(1L);
    assertThat(sent.get(1).raftSession()).isEqualTo(8);
  }

  @Test
  void whatGathersWhileADeliveryIsUnderWayGoesInTheNext() {
    lead(true);
    applied(notification(1));
    Sent first = take();
    applied(notification(2));
    applied(notification(3));
    assertThat(sent).isEmpty();
    answer(first, 1);
    assertThat(take().numbers()).containsExactly(2L, 3L);
  }

  @Test
  void notificationsAreSentAgainUntilTheClientHasThem() {
    lead(true);
    applied(notification(1), notification(2));
    Sent lost = take();
    after(RESEND.dividedBy(2));
    assertThat(sent).isEmpty();
    after(RESEND);
    Sent second = take();
    assertThat(second.numbers()).containsExactly(1L, 2L);
    lost.answer().completeExceptionally(new IllegalStateException("timed out"));
    executor.runAll();
    answer(second, 1);
    after(RESEND);
    Sent third = take();
    assertThat(third.numbers()).containsExactly(2L);
    answer(third, 2);
    after(RESEND);
    after(RESEND);
    assertThat(sent).isEmpty();
  }

  @Test
  void aClientThatIsNotReadyGetsThemAgainAfterTheIntervalNotAtOnce() {
    lead(true);
    applied(notification(1));
    answer(take(), 0);
    assertThat(sent).isEmpty();
    after(RESEND);
    assertThat(take().numbers()).containsExactly(1L);
  }

  @Test
  void onlyTheLeaderSendsAndANewLeaderSendsAllThatTheLogHasNotSeenAcknowledged() {
    applied(notification(1), notification(2), notification(3));
    after(RESEND);
    assertThat(sent).isEmpty();
    applied(new ClientChange.Acknowledged(client(SESSION), 1));
    lead(true);
    Sent first = take();
    assertThat(first.numbers()).containsExactly(2L, 3L);
    answer(first, 3);
    lead(false);
    applied(notification(4));
    assertThat(sent).isEmpty();
    now += RESEND.toNanos();
    lead(true);
    assertThat(take().numbers()).containsExactly(2L, 3L, 4L);
  }

  @Test
  void anAnswerToAnEarlierLeadershipDoesNotDisturb() {
    lead(true);
    applied(notification(1));
    Sent early = take();
    lead(false);
    now += RESEND.toNanos();
    lead(true);
    Sent late = take();
    answer(early, 0);
    applied(notification(2));
    assertThat(sent).isEmpty();
    answer(late, 1);
    assertThat(take().numbers()).containsExactly(2L);
  }

  @Test
  void manyNotificationsGoInSeveralDeliveries() {
    lead(true);
    applied(
        LongStream.rangeClosed(1, 2500)
            .mapToObj(NotificationSenderTest::notification)
            .toArray(ClientChange[]::new));
    Sent first = take();
    assertThat(first.numbers()).hasSize(1000);
    answer(first, 1000);
    answer(take(), 2000);
    assertThat(take().numbers()).hasSize(500).startsWith(2001L);
  }

  @Test
  void nothingIsSentToAClientThatIsGone() {
    lead(true);
    applied(
        LongStream.rangeClosed(1, 1500)
            .mapToObj(NotificationSenderTest::notification)
            .toArray(ClientChange[]::new));
    Sent first = take();
    applied(new ClientChange.Gone(client(SESSION)));
    answer(first, 1000);
    after(RESEND);
    assertThat(sent).isEmpty();
  }

  @Test
  void aRestoredStateReplacesWhatWasToBeSent() {
    lead(true);
    applied(
        LongStream.rangeClosed(1, 1500)
            .mapToObj(NotificationSenderTest::notification)
            .toArray(ClientChange[]::new));
    Sent first = take();
    sender.restored(List.of(notification(1400), notification(1401)));
    executor.runAll();
    answer(first, 1000);
    after(RESEND);
    assertThat(take().numbers()).containsExactly(1400L, 1401L);
  }

  @Test
  void aClientThatHasEverythingIsForgottenAndFoundAgain() {
    lead(true);
    applied(notification(1));
    Sent first = take();
    applied(new ClientChange.Acknowledged(client(SESSION), 1));
    answer(first, 1);
    applied(notification(2));
    assertThat(take().numbers()).containsExactly(2L);
  }

  @Test
  void whatAnAnswerTakesAlongIsSentOnlyIfItIsNotAcknowledged() {
    lead(true);
    applied(notification(1), new ClientChange.SentWithAnswer(client(SESSION), 1));
    assertThat(sent).isEmpty();
    after(RESEND.dividedBy(2));
    assertThat(sent).isEmpty();
    after(RESEND);
    assertThat(take().numbers()).containsExactly(1L);
  }

  @Test
  void whatComesBehindWhatAnAnswerTookAlongIsSentWithIt() {
    lead(true);
    applied(notification(1), new ClientChange.SentWithAnswer(client(SESSION), 1));
    applied(notification(2));
    assertThat(take().numbers()).as("without a gap").containsExactly(1L, 2L);
  }

  @Test
  void whatAnAnswerTookAlongIsSentByTheNextLeader() {
    applied(notification(1), new ClientChange.SentWithAnswer(client(SESSION), 1));
    lead(true);
    assertThat(take().numbers()).containsExactly(1L);
  }

  @Test
  void aDeliveryUnderWayIsNotFollowedByWhatAnAnswerTookAlong() {
    lead(true);
    applied(notification(1));
    Sent first = take();
    applied(notification(2), new ClientChange.SentWithAnswer(client(SESSION), 2));
    answer(first, 1);
    assertThat(sent).isEmpty();
    applied(new ClientChange.Acknowledged(client(SESSION), 2), notification(3));
    assertThat(take().numbers()).containsExactly(3L);
  }
}
