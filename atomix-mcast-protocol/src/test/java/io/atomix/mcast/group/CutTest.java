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

import static io.atomix.mcast.group.Texts.G;
import static io.atomix.mcast.group.Texts.H;
import static io.atomix.mcast.group.Texts.STORE;
import static io.atomix.mcast.group.Texts.command;
import static io.atomix.mcast.group.Texts.done;
import static io.atomix.mcast.group.Texts.get;
import static io.atomix.mcast.group.Texts.groups;
import static io.atomix.mcast.group.Texts.local;
import static io.atomix.mcast.group.Texts.put;
import static io.atomix.mcast.group.Texts.putBoth;
import static io.atomix.mcast.group.Texts.votedBehind;
import static io.atomix.mcast.group.Texts.writes;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Command;
import io.atomix.mcast.wire.Result;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The cut of a backup has its place among all operations, and an empty group begins with it. */
class CutTest {
  private static final String OTHER = "other";

  private final TestGroup group = new TestGroup(G);
  private final TestClient ann = new TestClient(1);
  private final TestClient bob = new TestClient(2);
  private final TestClient operator = new TestClient(3);
  private long anns;
  private long others;

  @BeforeEach
  void openSessions() {
    anns = group.open(ann, STORE, StoreService.TYPE);
    others = group.open(bob, OTHER, StoreService.TYPE);
  }

  private long cut() {
    long sequence = operator.next();
    group.submit(operator, new Command.Cut(sequence, groups(G, H)));
    return sequence;
  }

  private void execute(TestClient client, long sequence, long timestamp) {
    group.order(new Entry.Execute(client.message(sequence), timestamp));
  }

  @Test
  void whatChangesAnyPrimitiveWaitsBehindItAndWhatReadsDoesNot() {
    group.submit(ann, put(ann, anns, "x", "1"));
    group.submit(ann, put(ann, anns, "y", "1"));
    long cut = cut();
    assertThat(group.submit(ann, put(ann, anns, "x", "2"))).isInstanceOf(Answer.Waiting.class);
    assertThat(group.submit(bob, local(bob, others, command("put", "x", "3"), of("x"))))
        .isInstanceOf(Answer.Waiting.class);
    assertThat(group.submit(ann, Texts.open(ann, "third", "store")))
        .isInstanceOf(Answer.Waiting.class);
    assertThat(group.submit(ann, get(ann, anns, "y"))).isEqualTo(done("1"));
    assertThat(group.captured()).isEmpty();
    execute(operator, cut, 0);
    Captured captured = group.captured().get(0);
    assertThat(captured.cut()).isEqualTo(operator.message(cut));
    assertThat(captured.contents())
        .extracting(content -> content.name() + " " + content.type())
        .containsExactly("other store", "store store");
    assertThat(new String(captured.state(), StandardCharsets.ISO_8859_1))
        .contains("x=1")
        .doesNotContain("x=2", "x=3", "third");
    assertThat(group.counts().primitives()).isEqualTo(3);
    assertThat(group.pending()).isEmpty();
  }

  private static GroupFootprint of(String key) {
    return new GroupFootprint(OTHER, null, writes(key).keys());
  }

  private static String text(Answer answer) {
    byte[] value = ((Result.Done) ((Answer.Finished) answer).result()).value();
    return new String(value, StandardCharsets.UTF_8);
  }

  @Test
  void itWaitsForWhatCameBeforeIt() {
    long message = ann.next();
    group.submit(ann, putBoth(message, anns, "x", "1"));
    long sequence = operator.next();
    assertThat(group.submit(operator, new Command.Cut(sequence, groups(G, H))))
        .isEqualTo(votedBehind(1, ann.message(message)));
    execute(operator, sequence, 1);
    assertThat(group.captured()).isEmpty();
    execute(ann, message, 0);
    assertThat(new String(group.captured().get(0).state(), StandardCharsets.ISO_8859_1))
        .contains("x=1");
  }

  @Test
  void timersOfAllPrimitivesTakeTheirPlaceBehindIt() {
    group.submit(ann, local(ann, anns, command("expiring", "x", "1", 50), writes("x")));
    long cut = cut();
    group.pass(5000).tick();
    group.submit(Texts.LEADER, new Command.Timers(STORE));
    group.pass(5000).tick();
    assertThat(group.submit(ann, get(ann, anns, "x"))).isEqualTo(done("1"));
    execute(operator, cut, 0);
    group.tick();
    assertThat(group.submit(ann, get(ann, anns, "x"))).isEqualTo(done(null));
  }

  @Test
  void aGroupByItselfIsCutAtOnce() {
    assertThat(group.submit(operator, new Command.Cut(operator.next(), groups(G))))
        .isEqualTo(done(null));
    assertThat(group.captured()).hasSize(1);
    assertThat(
            Texts.failure(group.submit(operator, new Command.Cut(operator.next(), groups(H))))
                .cause())
        .isEqualTo(Result.Cause.MALFORMED);
  }

  private List<Command.Load> parts(String backup, int count) {
    execute(operator, cut(), 0);
    byte[] state = group.captured().get(0).state();
    byte[] bytes = compressed(state);
    CRC32C checksum = new CRC32C();
    checksum.update(bytes);
    Command.Load[] parts = new Command.Load[count];
    for (int i = 0; i < count; i++) {
      int from = bytes.length * i / count;
      byte[] part = Arrays.copyOfRange(bytes, from, bytes.length * (i + 1) / count);
      parts[i] = new Command.Load(backup, from, bytes.length, (int) checksum.getValue(), part);
    }
    return List.of(parts);
  }

  private static byte[] compressed(byte[] state) {
    Deflater deflater = new Deflater();
    deflater.setInput(state);
    deflater.finish();
    byte[] bytes = new byte[state.length + 100];
    return Arrays.copyOf(bytes, deflater.deflate(bytes));
  }

  @Test
  void anEmptyGroupBeginsWithWhatItIsGivenWithoutItsSessions() {
    group.submit(ann, put(ann, anns, "x", "1"));
    group.submit(ann, local(ann, anns, command("owned", "mine", "2"), writes("mine")));
    group.submit(ann, local(ann, anns, command("expiring", "short", "3", 50), writes("short")));
    long index =
        Long.parseLong(text(group.submit(ann, local(ann, anns, command("index"), writes("i")))));
    List<Command.Load> parts = parts("first", 3);
    TestGroup fresh = new TestGroup(G);
    TestClient leader = Texts.LEADER;
    fresh.submit(leader, parts.get(0));
    fresh.submit(leader, parts.get(2));
    fresh.submit(leader, parts.get(0));
    assertThat(fresh.loaded().done()).isFalse();
    assertThat(Texts.failure(fresh.submit(bob, Texts.open(bob, STORE, "store"))).message())
        .contains("is being restored");
    fresh.submit(leader, parts.get(1));
    fresh.submit(leader, parts.get(2));
    assertThat(fresh.loaded()).isEqualTo(new Loaded("first", parts.get(0).total(), true));
    assertThat(fresh.counts().primitives()).isEqualTo(2);
    long session = fresh.open(bob, STORE, StoreService.TYPE);
    assertThat(session).as("no session of before comes again").isGreaterThan(others);
    assertThat(fresh.submit(bob, get(bob, session, "x"))).isEqualTo(done("1"));
    assertThat(fresh.submit(bob, get(bob, session, "mine"))).isEqualTo(done(null));
    assertThat(fresh.submit(bob, get(bob, session, "short"))).isEqualTo(done("3"));
    fresh.pass(51).tick();
    assertThat(fresh.submit(bob, get(bob, session, "short"))).isEqualTo(done(null));
    String later = text(fresh.submit(bob, local(bob, session, command("index"), writes("x"))));
    assertThat(Long.parseLong(later)).isGreaterThan(index);
    fresh.submit(leader, parts("second", 1).get(0));
    assertThat(fresh.loaded().backup()).isEqualTo("first");
  }

  @Test
  void partsThatAreNoBackupAreGivenUpAndTheGroupIsEmptyAgain() {
    group.submit(ann, put(ann, anns, "x", "1"));
    List<Command.Load> parts = parts("first", 2);
    TestGroup fresh = new TestGroup(G);
    Command.Load last = parts.get(1);
    fresh.submit(Texts.LEADER, parts.get(0));
    byte[] tooMuch = new byte[last.bytes().length + 1];
    assertThat(load(fresh, last.offset(), last.total(), last.checksum(), tooMuch))
        .contains("are no part of it");
    assertThat(fresh.loaded().bytes()).isEqualTo(last.offset());
    assertThat(load(fresh, last.offset(), last.total(), last.checksum() + 1, last.bytes()))
        .contains("The parts of backup first are no backup: their checksum is another");
    assertThat(fresh.loaded()).isEqualTo(new Loaded("", 0, false));
    byte[] nonsense = {1, 2, 3};
    CRC32C checksum = new CRC32C();
    checksum.update(nonsense);
    assertThat(load(fresh, 0, nonsense.length, (int) checksum.getValue(), nonsense))
        .contains("are no backup");
    byte[] none = compressed(new byte[] {99});
    checksum.reset();
    checksum.update(none);
    assertThat(load(fresh, 0, none.length, (int) checksum.getValue(), none))
        .contains("are no backup");
    assertThat(fresh.counts().primitives()).isZero();
    parts.forEach(part -> fresh.submit(Texts.LEADER, part));
    assertThat(fresh.loaded().done()).isTrue();
    long session = fresh.open(bob, STORE, StoreService.TYPE);
    assertThat(fresh.submit(bob, get(bob, session, "x"))).isEqualTo(done("1"));
  }

  private static String load(TestGroup to, long offset, long total, int checksum, byte[] bytes) {
    return Texts.failure(
            to.submit(Texts.LEADER, new Command.Load("first", offset, total, checksum, bytes)))
        .message();
  }

  @Test
  void aGroupThatHasDataTakesNoOther() {
    List<Command.Load> parts = parts("first", 1);
    group.submit(Texts.LEADER, parts.get(0));
    assertThat(group.loaded()).isEqualTo(new Loaded("", 0, false));
    assertThat(group.submit(ann, put(ann, anns, "x", "1"))).isEqualTo(done(null));
  }
}
