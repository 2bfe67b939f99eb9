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
package io.atomix.mcast.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomix.mcast.observe.GroupObserver;
import io.atomix.mcast.observe.ProtocolEvent;
import io.atomix.mcast.observe.Sampling;
import io.atomix.mcast.observe.Touched;
import io.atomix.mcast.ordering.Access;
import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TraceRecorderTest {
  private static final GroupId G = new GroupId("data", 1);
  private static final GroupId H = new GroupId("data", 2);

  private long now = 100;
  private final TraceRecorder recorder = new TraceRecorder("m1", Sampling.ALL, 3, date -> now++);

  private static MessageId id(long sequence) {
    return new MessageId(1, 2, sequence);
  }

  private static ProtocolEvent stable(long sequence) {
    return new ProtocolEvent.Stable(id(sequence), 0);
  }

  @Test
  void theLatestOfEachGroupAreKeptAndHowManyAreNotIsSaid() {
    for (int i = 1; i <= 5; i++) {
      recorder.inGroup(G, i, true, 0, stable(i));
    }
    recorder.inGroup(H, 1, true, 0, stable(6));
    recorder.atCaller(0, new ProtocolEvent.Returned(id(7), ProtocolEvent.Ending.EARLY));
    Trace trace = recorder.trace("a test");
    assertThat(trace.events())
        .extracting(TraceEvent::message)
        .containsExactly(
            id(3).toString(),
            id(4).toString(),
            id(5).toString(),
            id(6).toString(),
            id(7).toString());
    assertThat(trace.events()).extracting(TraceEvent::time).isSorted();
    assertThat(trace.lost()).isEqualTo(Map.of("data-1", 2L));

    recorder.missed(G, 40);
    recorder.missed(H, 1);
    assertThat(recorder.trace("a test").lost()).isEqualTo(Map.of("data-1", 42L, "data-2", 1L));
  }

  @Test
  void onlyWhatIsSampledIsAskedFor() {
    TraceRecorder one = new TraceRecorder("m1", new Sampling(1000), 3);
    long asked = 0;
    for (long i = 0; i < 100_000; i++) {
      asked += one.sampling().chooses(id(i)) ? 1 : 0;
    }
    assertThat(asked).isBetween(50L, 200L);
  }

  @Test
  void isWrittenAsJsonInWhichNothingCanBeTakenForTheEndOfText() {
    Touched touched =
        new Touched(
            "map",
            null,
            List.of(new Touched.TouchedKey("</script>\"\\\n\u2028é", Access.COMMUTE)),
            2,
            new GroupFootprint("map", null, new TreeMap<>(Map.of(10L, Access.COMMUTE))));
    recorder.inGroup(
        G,
        12,
        true,
        0,
        new ProtocolEvent.Submitted(
            id(1),
            GroupObserver.MessageKind.MULTICAST,
            "put",
            "m2",
            new TreeSet<>(Set.of(G, H)),
            touched,
            4,
            id(0)));
    recorder.inGroup(G, 13, false, 0, new ProtocolEvent.Executed(id(1), false));
    String id = "00000000000000010000000000000002/1";
    assertThat(TraceJson.write(recorder.trace("a test").noting(List.of("look"), List.of(id))))
        .isEqualTo(
            """
            {"version":2,"source":"a test","sampling":1,"lost":{},"notes":["look"],"marked":["ID"],\
            "segments":[{"group":"data-1","node":"m1","from":12,"to":13,"count":2}],"events":[
            {"group":"data-1","node":"m1","leads":true,"time":100,"index":12,"message":"ID",\
            "kind":"SUBMITTED","timestamp":4,"waitsFor":"00000000000000010000000000000002/0",\
            "what":{"sort":"multicast","operation":"put","primitive":"map","client":"m2",\
            "destinations":["data-1","data-2"],\
            "keys":[{"name":"</script>\\"\\\\\\u000a\\u2028\\u00e9","access":"commute"}],\
            "moreKeys":2,"footprint":[{"primitive":"map","keys":{"000000000000000a":"commute"}}]}},
            {"group":"data-1","node":"m1","leads":false,"time":101,"index":13,"message":"ID",\
            "kind":"EXECUTED","held":false}]}
            """
                .replace("ID", id));
  }
}
