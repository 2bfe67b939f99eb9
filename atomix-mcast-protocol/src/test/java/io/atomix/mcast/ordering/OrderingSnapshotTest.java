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
package io.atomix.mcast.ordering;

import static io.atomix.mcast.ordering.Fixtures.G;
import static io.atomix.mcast.ordering.Fixtures.H;
import static io.atomix.mcast.ordering.Fixtures.bytes;
import static io.atomix.mcast.ordering.Fixtures.groups;
import static io.atomix.mcast.ordering.Fixtures.id;
import static io.atomix.mcast.ordering.Fixtures.writes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Snapshots that are not what they should be. */
class OrderingSnapshotTest {
  private static GroupOrdering read(byte[] bytes) throws IOException {
    return GroupOrdering.read(G, new DataInputStream(new ByteArrayInputStream(bytes)));
  }

  private static byte[] sample() {
    GroupOrdering group = new GroupOrdering(G);
    group.step(new Entry.SubmitMulticast(id(1), writes(1, 2), groups(G, H)));
    group.step(new Entry.SubmitLocal(id(2), GroupFootprint.whole("map", Access.READ)));
    group.step(new Entry.SubmitMulticast(id(3), writes(7), groups(G, H)));
    group.step(new Entry.SubmitMulticast(id(4), GroupFootprint.none("other"), groups(G, H)));
    group.step(new Entry.Execute(id(4), 0));
    group.step(new Entry.Refuse(id(5), groups(G, H)));
    group.step(
        new Entry.SubmitMulticast(id(6), GroupFootprint.everything(Access.READ), groups(G, H)));
    group.step(
        new Entry.SubmitMulticast(
            id(7),
            writes(1).beside(List.of(GroupFootprint.whole("lock", Access.READ))),
            groups(G, H)));
    return bytes(group);
  }

  @Test
  void itHoldsEverything() throws IOException {
    GroupOrdering group = read(sample());
    assertThat(group.pendingCount()).isEqualTo(5);
    assertThat(group.outcomeCount()).isEqualTo(2);
    assertThat(group.status(id(3))).contains(Fixtures.votedBehind(2, 0, 1));
    assertThat(bytes(group)).isEqualTo(sample());
  }

  @Test
  void aLaterVersionIsRefusedByName() {
    byte[] bytes = sample();
    bytes[0] = 9;
    assertThatIOException()
        .isThrownBy(() -> read(bytes))
        .withMessageContaining("found version 9, this release knows up to 2");
  }

  @Test
  void everyTruncationIsFound() {
    byte[] bytes = sample();
    for (int length = 0; length < bytes.length; length++) {
      byte[] truncated = Arrays.copyOf(bytes, length);
      assertThatIOException().as("%d bytes", length).isThrownBy(() -> read(truncated));
    }
  }

  @Test
  void aMessageThatIsThereTwiceIsFound() {
    Pending pending = Pending.local(id(1), 3, writes(1));
    KnownMessage outcome = new KnownMessage(id(1), MessageStatus.executed(3), groups(G, H));
    for (byte[] bytes :
        List.of(
            write(List.of(pending, pending), List.of()),
            write(List.of(), List.of(outcome, outcome)),
            write(List.of(pending), List.of(outcome)))) {
      assertThatIOException().isThrownBy(() -> read(bytes)).withMessageContaining("twice");
    }
  }

  @Test
  void aMessageThatTouchesOnlyKeysOfAllPrimitivesIsFound() {
    for (GroupFootprint footprint : List.of(GroupFootprint.none("map"), writes(1))) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      OrderingCodec.writeTouched(new SnapshotEncoder(new DataOutputStream(bytes)), footprint, 3);
      Decoder in =
          new SnapshotDecoder(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
      assertThatThrownBy(() -> OrderingCodec.readTouched(in, null, 3))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("all primitives, of which only");
    }
  }

  private static byte[] write(List<Pending> pending, List<KnownMessage> outcomes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      OrderingSnapshot.write(pending, outcomes, new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @Test
  void garbageIsFoundOrRestoredButNeverThrowsAnythingElse() {
    Seeds.forEach(
        "OrderingSnapshotTest#garbageIsFoundOrRestoredButNeverThrowsAnythingElse",
        500,
        seed -> {
          Random random = new Random(seed);
          byte[] bytes = sample();
          for (int i : List.of(0, 1, 2)) {
            bytes[1 + random.nextInt(bytes.length - 1)] = (byte) random.nextInt(256 >> i);
          }
          Throwable thrown = catchThrowable(() -> read(bytes));
          assertThat(thrown == null || thrown instanceof IOException)
              .as("threw %s", thrown)
              .isTrue();
        });
  }
}
