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

import static io.atomix.mcast.group.JointMessages.OTHER;
import static io.atomix.mcast.group.JointMessages.both;
import static io.atomix.mcast.group.JointMessages.other;
import static io.atomix.mcast.group.Texts.G;
import static io.atomix.mcast.group.Texts.H;
import static io.atomix.mcast.group.Texts.STORE;
import static io.atomix.mcast.group.Texts.command;
import static io.atomix.mcast.group.Texts.done;
import static io.atomix.mcast.group.Texts.failure;
import static io.atomix.mcast.group.Texts.groups;
import static io.atomix.mcast.group.Texts.put;
import static io.atomix.mcast.group.Texts.query;
import static io.atomix.mcast.group.Texts.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.ConditionalAction;
import io.atomix.mcast.wire.ConditionalAction.ActionPart;
import io.atomix.mcast.wire.GroupVerdict;
import io.atomix.mcast.wire.PackedResults;
import io.atomix.mcast.wire.Result;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rule 11: what a group makes of conditional messages on several primitives. */
class JointMessagesTest {
  private final TestGroup group = new TestGroup(G);
  private final TestClient ann = new TestClient(1);
  private final TestClient bob = new TestClient(2);
  private long store;
  private long other;
  private long bobs;
  private long bobsOther;

  @BeforeEach
  void openSessions() {
    store = group.open(ann, STORE, StoreService.TYPE);
    other = group.open(ann, OTHER, StoreService.TYPE);
    bobs = group.open(bob, STORE, StoreService.TYPE);
    bobsOther = group.open(bob, OTHER, StoreService.TYPE);
  }

  /** If x of the store and y of the other are these, both become 2. */
  private ConditionalAction swap(String x, String y) {
    return JointMessages.swap(other, x, y, "2");
  }

  private Answer local(ConditionalAction action) {
    return group.submit(ann, new Command.Local(ann.next(), store, action, both()));
  }

  private long multicast(ConditionalAction action) {
    long message = ann.next();
    group.submit(ann, new Command.Multicast(message, store, action, both(), groups(G, H), true));
    return message;
  }

  private void execute(long message, long timestamp, boolean held) {
    group.order(new Entry.Execute(ann.message(message), timestamp, held));
  }

  private void given(String x, String y) {
    group.submit(bob, put(bob, bobs, "x", x));
    group.submit(bob, putOther("y", y));
  }

  private Command.Local putOther(String key, String value) {
    return Texts.local(bob, bobsOther, command("put", key, value), other(Access.WRITE, key));
  }

  private void assertHolds(String x, String y) {
    assertThat(group.submit(bob, Texts.get(bob, bobs, "x"))).isEqualTo(done(x));
    assertThat(
            group.submit(
                bob, Texts.local(bob, bobsOther, query("get", "y"), other(Access.READ, "y"))))
        .isEqualTo(done(y));
  }

  private static GroupVerdict verdict(Result result) {
    assertThat(result).isInstanceOf(Result.Done.class);
    return GroupVerdict.decode(((Result.Done) result).value());
  }

  private static List<String> read(GroupVerdict verdict) {
    return PackedResults.unpack(verdict.read(), 2).stream()
        .map(each -> new String(each, StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  void writeInBothIfBothConditionsHold() {
    given("1", "1");
    GroupVerdict verdict = verdict(((Answer.Finished) local(swap("1", "1"))).result());
    assertThat(verdict.holds()).isTrue();
    assertThat(read(verdict)).containsExactly("1", "1");
    assertHolds("2", "2");
  }

  @Test
  void writeInNeitherIfOneConditionDoesNotHold() {
    given("1", "1");
    for (ConditionalAction action : List.of(swap("0", "1"), swap("1", "0"))) {
      GroupVerdict verdict = verdict(((Answer.Finished) local(action)).result());
      assertThat(verdict.holds()).isFalse();
      assertThat(read(verdict)).containsExactly("1", "1");
      assertHolds("1", "1");
    }
  }

  @Test
  void waitForWhatIsPendingOnEitherPrimitive() {
    given("1", "1");
    long first = ann.next();
    group.submit(
        ann,
        new Command.Multicast(
            first, other, command("put", "y", "7"), other(Access.WRITE, "y"), groups(G, H), true));
    assertThat(local(swap("1", "7"))).isEqualTo(new Answer.Waiting());
    execute(first, 0, true);
    assertHolds("2", "2");
  }

  @Test
  void holdUpOperationsOnEitherPrimitive() {
    given("1", "1");
    long message = multicast(swap("1", "1"));
    assertThat(group.submit(bob, put(bob, bobs, "x", "9"))).isEqualTo(new Answer.Waiting());
    assertThat(group.submit(bob, putOther("y", "9"))).isEqualTo(new Answer.Waiting());
    assertThat(group.submit(bob, put(bob, bobs, "z", "free"))).isEqualTo(done(null));
    assertThat(group.submit(bob, putOther("z", "free"))).isEqualTo(done(null));
    execute(message, 0, true);
    assertHolds("9", "9");
  }

  @Test
  void tellWithTheVoteWhatBothFind() {
    given("1", "1");
    long message = ann.next();
    Answer answer =
        group.submit(
            ann, new Command.Multicast(message, store, swap("1", "1"), both(), groups(G, H), true));
    GroupVerdict told = verdict(((Answer.Voted) answer).early());
    assertThat(told.holds()).isTrue();
    assertThat(read(told)).containsExactly("1", "1");
    execute(message, 0, true);
    assertHolds("2", "2");
  }

  @Test
  void doNothingIfAnotherGroupDoesNotAgree() {
    given("1", "1");
    long message = multicast(swap("1", "1"));
    execute(message, 0, false);
    assertHolds("1", "1");
  }

  @Test
  void areRefusedIfASessionOfEitherIsLost() {
    given("1", "1");
    group.submit(ann, new Command.CloseSession(ann.next(), OTHER, other));
    Result.Failed failed = failure(local(swap("1", "1")));
    assertThat(failed.cause()).isEqualTo(Result.Cause.UNKNOWN_SESSION);
    assertThat(failed.message()).contains("'other'", "nothing was applied");
    long message = multicast(swap("1", "1"));
    assertThat(group.status(ann.message(message)).state()).isEqualTo(MessageStatus.State.REFUSED);
    assertHolds("1", "1");
  }

  @Test
  void areExecutedBeforeASessionOfEitherEnds() {
    given("1", "1");
    long message = multicast(swap("1", "1"));
    group.expire(ann);
    assertThat(group.submit(bob, putOther("y", "9"))).isEqualTo(new Answer.Waiting());
    // Raised above the end of the sessions, which waits for it all the same.
    group.order(new Entry.Raise(ann.message(message), 50));
    execute(message, 50, true);
    assertThat(group.submit(bob, Texts.get(bob, bobs, "x"))).isEqualTo(done("2"));
  }

  @Test
  void doNothingBehindTheEndOfOneOfTheirPrimitives() {
    given("1", "1");
    long first = ann.next();
    group.submit(
        ann,
        new Command.Multicast(
            first, other, command("put", "y", "7"), other(Access.WRITE, "y"), groups(G, H), true));
    long deletion = bob.next();
    group.submit(bob, new Command.Delete(deletion, OTHER, bobsOther, groups(G)));
    assertThat(local(swap("1", "7"))).isEqualTo(new Answer.Waiting());
    execute(first, 0, true);
    assertThat(group.submit(bob, Texts.get(bob, bobs, "x"))).isEqualTo(done("1"));
  }

  @Test
  void findNoLockWhereThereIsNoneAndSayWhatIsNone() {
    given("1", "1");
    ConditionalAction free =
        new ConditionalAction(null, null, command("put", "x", "2"), null)
            .and(List.of(ActionPart.ifHeld("nobody's", 3)));
    GroupFootprint touched =
        writes("x").beside(List.of(GroupFootprint.whole("nobody's", Access.READ)));
    Answer answer = group.submit(ann, new Command.Local(ann.next(), store, free, touched));
    assertThat(verdict(((Answer.Finished) answer).result()).holds()).isFalse();
    ConditionalAction mistaken =
        new ConditionalAction(null, null, command("put", "x", "2"), null)
            .and(List.of(ActionPart.ifHeld(OTHER, 3)));
    Result.Failed failed =
        failure(
            group.submit(
                ann,
                new Command.Local(
                    ann.next(),
                    store,
                    mistaken,
                    writes("x").beside(List.of(GroupFootprint.whole(OTHER, Access.READ))))));
    assertThat(failed.message()).contains("'other'", "no lock", "nothing was applied");
    assertHolds("1", "1");
  }
}
