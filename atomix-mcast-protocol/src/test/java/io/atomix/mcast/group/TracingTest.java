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
import static io.atomix.mcast.group.Texts.put;
import static io.atomix.mcast.group.Texts.putBoth;
import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.observe.GroupObserver.MessageKind;
import io.atomix.mcast.observe.ProtocolEvent;
import io.atomix.mcast.observe.Touched;
import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.Entry;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.wire.Command;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is told of single messages. That it changes nothing is checked by {@link TestGroup}. */
class TracingTest {
  private final TestGroup group = new TestGroup(G);
  private final TestClient ann = new TestClient(1);
  private final TestClient bob = new TestClient(2);
  private long anns;
  private long bobs;

  @BeforeEach
  void openSessions() {
    anns = group.open(ann, STORE, StoreService.TYPE);
    bobs = group.open(bob, STORE, StoreService.TYPE);
  }

  private static Touched touched(String key) {
    // Keys of this store are not digested as users' are, so their names cannot be found.
    String digest = String.format("#%016x", (long) key.hashCode());
    return new Touched(
        STORE,
        null,
        List.of(new Touched.TouchedKey(digest, Access.WRITE)),
        0,
        new GroupFootprint(
            STORE, null, new TreeMap<>(Map.of((long) key.hashCode(), Access.WRITE))));
  }

  @Test
  void aMessageThatMeetsAnotherIsSubmittedWaitsIsRaisedAndExecutes() {
    long first = ann.next();
    MessageId blocker = ann.message(first);
    group.submit(ann, putBoth(first, anns, "x", "1"));
    long second = bob.next();
    MessageId waiting = bob.message(second);
    group.submit(bob, putBoth(second, bobs, "x", "2"));
    assertThat(group.traced(blocker))
        .containsExactly(
            new ProtocolEvent.Submitted(
                blocker,
                MessageKind.MULTICAST,
                "put",
                ann.member(),
                Set.of(G, H),
                touched("x"),
                0,
                null));
    assertThat(group.traced(waiting))
        .containsExactly(
            new ProtocolEvent.Submitted(
                waiting,
                MessageKind.MULTICAST,
                "put",
                bob.member(),
                Set.of(G, H),
                touched("x"),
                1,
                blocker));

    group.order(new Entry.Raise(waiting, 4));
    assertThat(group.traced(waiting)).endsWith(new ProtocolEvent.Raised(waiting, 4, blocker));

    group.order(new Entry.Execute(blocker, 0));
    assertThat(group.traced(blocker)).endsWith(new ProtocolEvent.Executed(blocker, true));

    group.order(new Entry.Execute(waiting, 4));
    assertThat(group.traced(waiting)).endsWith(new ProtocolEvent.Executed(waiting, true));
  }

  @Test
  void aLocalMessageTellsWhatItWaitedFor() {
    long first = ann.next();
    group.submit(ann, putBoth(first, anns, "x", "1"));
    Command.Local meets = put(bob, bobs, "x", "2");
    Command.Local free = put(bob, bobs, "y", "2");
    group.batch(bob, meets, free);
    group.order(new Entry.Execute(ann.message(first), 0));
    assertThat(group.traced(bob.message(meets.sequence())))
        .satisfiesExactly(
            submitted -> {
              assertThat(((ProtocolEvent.Submitted) submitted).kind()).isEqualTo(MessageKind.LOCAL);
              assertThat(((ProtocolEvent.Submitted) submitted).waitsFor())
                  .isEqualTo(ann.message(first));
            },
            executed -> assertThat(executed).isInstanceOf(ProtocolEvent.Executed.class));
    assertThat(group.traced(bob.message(free.sequence())))
        .satisfiesExactly(
            submitted -> assertThat(((ProtocolEvent.Submitted) submitted).waitsFor()).isNull(),
            executed -> assertThat(executed).isInstanceOf(ProtocolEvent.Executed.class));
  }

  @Test
  void aRefusalAndAnAbortAreTold() {
    long refused = ann.next();
    group.order(new Entry.Refuse(ann.message(refused), Texts.groups(G, H)));
    assertThat(group.traced(ann.message(refused)))
        .containsExactly(new ProtocolEvent.Refused(ann.message(refused)));
    long aborted = ann.next();
    group.submit(ann, putBoth(aborted, anns, "x", "1"));
    group.order(new Entry.Abort(ann.message(aborted)));
    assertThat(group.traced(ann.message(aborted)))
        .endsWith(new ProtocolEvent.Aborted(ann.message(aborted)));
  }
}
