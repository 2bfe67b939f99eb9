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
package io.atomix.mcast.lab.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.primitives.channel.ChannelPosition;
import io.atomix.mcast.primitives.channel.ChannelPosition.PartitionPlace;
import io.atomix.primitive.partition.PartitionId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whether what was heard of a channel is found to be right, and each way of being wrong. */
class ChannelCheckTest {
  private static final Set<Integer> ALL = Set.of(1, 2, 3);

  private final List<ChannelLine> sent = new ArrayList<>();
  private final Map<String, List<ChannelLine>> heard = new LinkedHashMap<>();
  private final Map<String, SentMessage> messages = new TreeMap<>();
  private final Map<String, Long> places = new TreeMap<>();
  private final Map<String, Map<Integer, Long>> upTo = new TreeMap<>();
  private final Map<String, Map<Integer, Long>> lastKept = new TreeMap<>();
  private long time;

  private void sent(String payload, Set<Integer> to, String conflicts) {
    send(payload, to, conflicts);
    sure(payload);
  }

  private void send(String payload, Set<Integer> to, String conflicts) {
    sent.add(ChannelLine.send(++time, payload, to, conflicts));
    SentMessage.read(sent, messages);
    for (int partition : to) {
      places.put(payload + partition, places.merge("newest" + partition, 1L, Long::sum));
    }
  }

  /** In this partition the messages have these positions. */
  private void stand(int partition, String... payloads) {
    for (int i = 0; i < payloads.length; i++) {
      places.put(payloads[i] + partition, i + 1L);
    }
  }

  private void sure(String payload) {
    sent.add(ChannelLine.sent(++time, payload, null));
    SentMessage.read(sent, messages);
  }

  private ChannelPosition position(String subscriber, Set<Integer> partitions) {
    Map<PartitionId, PartitionPlace> at = new LinkedHashMap<>();
    for (int partition : new TreeSet<>(partitions)) {
      long place = upTo.get(subscriber).get(partition);
      at.put(PartitionId.from("data", partition), new PartitionPlace(7, place, Set.of()));
    }
    return new ChannelPosition("talk", at);
  }

  private List<ChannelLine> lines(String subscriber) {
    return heard.computeIfAbsent(subscriber, any -> new ArrayList<>());
  }

  private void begin(String subscriber, Set<Integer> partitions) {
    upTo.computeIfAbsent(
        subscriber,
        any -> {
          Map<Integer, Long> nothing = new TreeMap<>();
          partitions.forEach(each -> nothing.put(each, 0L));
          return nothing;
        });
    lines(subscriber)
        .add(
            ChannelLine.of(
                ChannelLine.TalkKind.BEGIN,
                ++time,
                position(subscriber, partitions).toJson(),
                subscriber));
  }

  private void hear(String subscriber, String payload) {
    hear(subscriber, payload, true);
  }

  private void hear(String subscriber, String payload, boolean keeps) {
    SentMessage message = messages.get(payload);
    Map<Integer, Long> at = upTo.get(subscriber);
    int first = at.keySet().stream().filter(message.to()::contains).findFirst().orElseThrow();
    Map<Integer, Long> before = new TreeMap<>(at);
    message.to().stream().filter(at::containsKey).forEach(each -> at.merge(each, 1L, Long::sum));
    lines(subscriber)
        .add(
            new ChannelLine(
                ChannelLine.TalkKind.HEARD,
                ++time,
                payload,
                "id-" + payload,
                message.to(),
                message.conflicts(),
                Map.of(first, places.get(payload + first)),
                keeps ? position(subscriber, at.keySet()).toJson() : null,
                null));
    lastKept.put(subscriber, keeps ? new TreeMap<>(at) : lastKept.getOrDefault(subscriber, before));
  }

  /** The process dies; another one goes on behind what was kept. */
  private void die(String subscriber) {
    upTo.put(subscriber, new TreeMap<>(lastKept.get(subscriber)));
    begin(subscriber, upTo.get(subscriber).keySet());
  }

  private void drained(String subscriber) {
    lines(subscriber)
        .add(
            ChannelLine.of(
                ChannelLine.TalkKind.DRAINED,
                ++time,
                position(subscriber, upTo.get(subscriber).keySet()).toJson(),
                null));
  }

  private ChannelCheck.ChannelVerdict verdict() {
    return ChannelCheck.of(new ChannelRecord(messages, heard));
  }

  private void assertFound(String... words) {
    assertThat(verdict().violations()).isNotEmpty();
    assertThat(verdict().violations().get(0)).contains(words);
  }

  private void change(String subscriber, int index, ChannelLine line) {
    lines(subscriber).set(index, line);
  }

  private void threeHeardByTwo() {
    sent("a", ALL, "k");
    sent("b", Set.of(1), "k");
    sent("c", Set.of(2, 3), "none");
    for (String subscriber : List.of("s", "t")) {
      begin(subscriber, ALL);
      hear(subscriber, "a");
      hear(subscriber, "b");
      hear(subscriber, "c");
      drained(subscriber);
    }
  }

  @Test
  void allIsWell() {
    threeHeardByTwo();
    assertThat(verdict().violations()).isEmpty();
    assertThat(verdict().drained()).isEqualTo(2);
  }

  @Test
  void whatCommutesMayBeHeardInAnyOrder() {
    send("a", Set.of(1), "none");
    send("b", Set.of(1), "k");
    sure("a");
    sure("b");
    begin("s", ALL);
    hear("s", "a");
    hear("s", "b");
    begin("t", ALL);
    hear("t", "b");
    hear("t", "a");
    drained("s");
    drained("t");
    assertThat(verdict().violations()).isEmpty();
  }

  @Test
  void whatWasNotKeptIsHeardOnceMore() {
    sent("a", ALL, "k");
    sent("b", ALL, "k");
    sent("c", ALL, "k");
    begin("s", ALL);
    hear("s", "a");
    hear("s", "b", false);
    die("s");
    hear("s", "b");
    hear("s", "c");
    drained("s");
    assertThat(verdict().violations()).isEmpty();
  }

  @Test
  void aKeptMessageThatIsHeardAgainIsFound() {
    sent("a", ALL, "k");
    begin("s", ALL);
    hear("s", "a");
    die("s");
    hear("s", "a");
    drained("s");
    assertFound("s has heard a twice");
  }

  @Test
  void aMessageThatIsHeardTwiceBehindAKeptPositionIsFound() {
    sent("a", ALL, "k");
    begin("s", ALL);
    hear("s", "a", false);
    hear("s", "a", false);
    assertFound("s has heard a twice");
  }

  @Test
  void aMessageThatWasNotKeptAndIsNotHeardAgainIsFound() {
    sent("a", ALL, "k");
    sent("b", ALL, "k");
    begin("s", ALL);
    hear("s", "a");
    hear("s", "b", false);
    die("s");
    drained("s");
    assertFound("s has never heard", "payload=b");
  }

  @Test
  void aMessageThatNobodySentIsFound() {
    threeHeardByTwo();
    messages.remove("b");
    assertFound("s has heard b, which nobody had sent");
  }

  @Test
  void aMessageThatIsHeardBeforeItIsSentIsFound() {
    threeHeardByTwo();
    ChannelLine a = lines("s").get(1);
    change(
        "s",
        1,
        new ChannelLine(
            a.kind(),
            0,
            a.payload(),
            a.id(),
            a.to(),
            a.conflicts(),
            a.positions(),
            a.kept(),
            null));
    assertFound("s has heard a, which nobody had sent");
  }

  @Test
  void aMessageThatWasSaidNotToBeSentIsFound() {
    send("a", ALL, "k");
    sent.add(ChannelLine.refused(++time, "a"));
    SentMessage.read(sent, messages);
    begin("s", ALL);
    hear("s", "a");
    assertFound("s has heard a, which was said not to be sent");
  }

  @Test
  void otherDestinationsThanItWasSentToAreFound() {
    threeHeardByTwo();
    ChannelLine b = lines("s").get(2);
    change(
        "s",
        2,
        new ChannelLine(
            b.kind(),
            b.time(),
            b.payload(),
            b.id(),
            Set.of(1, 2),
            b.conflicts(),
            b.positions(),
            b.kept(),
            null));
    assertFound("but it was sent as");
  }

  @Test
  void anotherIdentityIsFound() {
    threeHeardByTwo();
    ChannelLine b = lines("t").get(2);
    change(
        "t",
        2,
        new ChannelLine(
            b.kind(),
            b.time(),
            b.payload(),
            "other",
            b.to(),
            b.conflicts(),
            b.positions(),
            b.kept(),
            null));
    assertFound("t has heard b as other, others as id-b");
  }

  @Test
  void aSureMessageThatOneNeverHearsIsFoundAlsoInTheEnd() {
    threeHeardByTwo();
    lines("t").remove(3);
    assertFound("t has heard 0 messages of partition 2 between two positions that are 1 apart");
    assertThat(verdict().violations()).anyMatch(each -> each.contains("t has never heard"));
  }

  @Test
  void aMessageThatIsMissingBetweenTwoPositionsIsFoundThoughNobodyIsSureOfIt() {
    sent("a", ALL, "k");
    send("b", ALL, "k");
    sent("c", ALL, "k");
    begin("s", ALL);
    hear("s", "a");
    hear("s", "b");
    hear("s", "c");
    lines("s").remove(2);
    assertFound("s has heard 1 messages of partition 1 between two positions that are 2 apart");
  }

  @Test
  void whoHasNotHeardAllYetNeedNotHave() {
    threeHeardByTwo();
    lines("t").remove(4);
    lines("t").remove(3);
    assertThat(verdict().violations()).isEmpty();
    assertThat(verdict().drained()).isEqualTo(1);
  }

  @Test
  void twoWhoDisagreeAreFound() {
    send("a", Set.of(1, 2), "k");
    send("b", Set.of(2, 3), "k,l");
    sure("a");
    sure("b");
    begin("s", ALL);
    hear("s", "a");
    hear("s", "b");
    begin("t", Set.of(2, 3));
    hear("t", "b");
    hear("t", "a");
    assertFound("no order explains what was heard", "b t has heard before a");
  }

  @Test
  void anOrderAgainstRealTimeIsFound() {
    sent("a", ALL, "k");
    sent("b", ALL, "all");
    stand(1, "b", "a");
    begin("s", ALL);
    hear("s", "b");
    hear("s", "a");
    assertFound("a was sure to be delivered before b");
  }

  @Test
  void aCircleOfThreeIsFound() {
    send("a", Set.of(1, 2), "k");
    send("b", Set.of(2, 3), "k");
    send("c", Set.of(3, 1), "k");
    stand(2, "b", "a");
    stand(3, "c", "b");
    begin("s", Set.of(1));
    hear("s", "a");
    hear("s", "c");
    begin("t", Set.of(2));
    hear("t", "b");
    hear("t", "a");
    begin("u", Set.of(3));
    hear("u", "c");
    hear("u", "b");
    assertFound("no order explains what was heard", "s has", "t has", "u has");
  }

  @Test
  void whatWasHeardBehindTheLastKeptPositionIsInOrderToo() {
    send("a", ALL, "k");
    send("b", ALL, "k");
    begin("s", ALL);
    hear("s", "b", false);
    hear("s", "a", false);
    die("s");
    hear("s", "a");
    hear("s", "b");
    assertFound("no order explains what was heard");
  }

  @Test
  void anOrderAgainstThePositionsIsFound() {
    send("a", ALL, "k");
    send("b", ALL, "k");
    begin("s", ALL);
    hear("s", "b");
    hear("s", "a");
    assertFound("a stands in partition 1 before b s has heard before a");
  }

  @Test
  void aPositionThatTwoMessagesHaveIsFound() {
    send("a", Set.of(1), "none");
    sent.add(ChannelLine.sent(++time, "a", Map.of(1, 1L)));
    sent("b", Set.of(1), "none");
    sent.add(ChannelLine.sent(++time, "b", Map.of(1, 1L)));
    SentMessage.read(sent, messages);
    assertFound("position 1 of partition 1");
  }

  @Test
  void goingOnElsewhereThanThePositionSaysIsFound() {
    sent("a", ALL, "k");
    sent("b", ALL, "k");
    begin("s", ALL);
    hear("s", "a");
    lastKept.get("s").replaceAll((partition, place) -> place + 1);
    die("s");
    assertFound("s goes on behind", "but its position was");
  }

  @Test
  void beginningBehindTheOldestIsFound() {
    begin("s", ALL);
    upTo.get("s").put(1, 3L);
    lines("s").clear();
    begin("s", ALL);
    assertFound("s begins with the oldest message, and that is behind");
  }

  @Test
  void lostMessagesAndRefusedPositionsAreFound() {
    begin("s", ALL);
    lines("s").add(ChannelLine.of(ChannelLine.TalkKind.LOST, ++time, null, "1 to 5"));
    assertFound("s has lost messages", "1 to 5");
    change(
        "s",
        1,
        ChannelLine.of(
            ChannelLine.TalkKind.ENDED, ++time, null, new IllegalArgumentException("x") + ""));
    assertFound("s may not go on behind its position");
  }
}
