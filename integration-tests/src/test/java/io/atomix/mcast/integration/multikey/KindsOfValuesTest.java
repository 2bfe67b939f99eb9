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
package io.atomix.mcast.integration.multikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.atomix.core.Atomix;
import io.atomix.core.map.AtomicMap;
import io.atomix.core.map.AtomicMapEvent;
import io.atomix.mcast.integration.Backend;
import io.atomix.mcast.integration.SharedCluster;
import io.atomix.mcast.primitives.channel.ChannelHistory;
import io.atomix.mcast.primitives.channel.ChannelListener;
import io.atomix.mcast.primitives.channel.ChannelMessage;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.From;
import io.atomix.mcast.primitives.channel.Gap;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.MulticastChannelBuilder;
import io.atomix.mcast.primitives.channel.MulticastChannelType;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.mcast.primitives.channel.Subscription;
import io.atomix.mcast.primitives.channel.UnreadableMessage;
import io.atomix.mcast.primitives.counter.MulticastCounterMap;
import io.atomix.mcast.primitives.counter.MulticastCounterMapType;
import io.atomix.mcast.primitives.map.MulticastMap;
import io.atomix.mcast.primitives.map.MulticastMapBuilder;
import io.atomix.mcast.primitives.map.MulticastMapType;
import io.atomix.mcast.primitives.map.UnreadableEntriesException;
import io.atomix.mcast.primitives.serialization.UnreadableValueException;
import io.atomix.mcast.testing.Await;
import io.atomix.mcast.testing.Primitives;
import io.atomix.mcast.testing.TestCluster;
import io.atomix.primitive.partition.PartitionId;
import io.atomix.utils.time.Versioned;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Values as programs have them on Java 17, from one node to the next; what cannot be read back is
 * refused, and what one node cannot read hides nothing from it.
 */
@ExtendWith(SharedCluster.class)
class KindsOfValuesTest {
  private static final Object VIEW = new HashMap<>(Map.of(1, 2)).keySet();

  private Primitives primitives;

  /** A record that one node names and the other does not: there, its bytes have no class. */
  record Trade(UUID id, List<String> parties, Map<TimeUnit, Long> times) {}

  private static final Trade TRADE =
      new Trade(new UUID(1, 2), List.of("a", "b"), Map.of(TimeUnit.DAYS, 1L));

  @BeforeEach
  void use(TestCluster cluster, Primitives primitives) {
    assumeThat(cluster.kind()).isEqualTo(Backend.GENERIC_MULTICAST);
    this.primitives = primitives;
  }

  private <K, V> MulticastMap<K, V> map(
      int member, UnaryOperator<MulticastMapBuilder<K, V>> options) {
    return primitives.open(
        member,
        "map",
        (Atomix node, String name) ->
            options.apply(node.primitiveBuilder(name, MulticastMapType.<K, V>instance())));
  }

  private MulticastChannel<Object> channel(
      int member, UnaryOperator<MulticastChannelBuilder<Object>> options) {
    return primitives.open(
        member,
        "channel",
        (Atomix node, String name) ->
            options.apply(node.primitiveBuilder(name, MulticastChannelType.<Object>instance())));
  }

  private static Map<Object, Object> values() {
    Map<Object, Object> values = new LinkedHashMap<>();
    values.put("list", List.of("x"));
    values.put("stream", Stream.of("a", null).toList());
    values.put("set", Set.of(1, "a", TRADE));
    values.put("map", Map.of("a", List.of(), "b", Map.of()));
    values.put("unmodifiable", Collections.unmodifiableMap(new HashMap<>(Map.of("a", 1))));
    values.put("enum map", new EnumMap<>(Map.of(TimeUnit.DAYS, List.of())));
    values.put("record", TRADE);
    values.put("uuid", new UUID(3, 4));
    values.put("uri", URI.create("http://example.org"));
    values.put("entry", Map.entry("a", Set.of()));
    values.put(TRADE, "a record as a key");
    values.put(List.of(new UUID(5, 6)), "a list as a key");
    return values;
  }

  @Test
  void valuesGoFromNodeToNode() {
    MulticastMap<Object, Object> first = map(1, UnaryOperator.identity());
    MulticastMap<Object, Object> second = map(2, UnaryOperator.identity());
    List<AtomicMapEvent<Object, Object>> heard = new CopyOnWriteArrayList<>();
    second.addListener(heard::add);
    first.putAll(values());

    Map<Object, Object> read = new HashMap<>();
    second.snapshot().forEach((key, entry) -> read.put(key, entry.value()));
    assertThat(read).isEqualTo(values());
    assertThat(second.getAll(values().keySet())).hasSameSizeAs(values());
    Map<Object, Object> told = new HashMap<>();
    Await.until("an event for each entry", () -> heard.size() == values().size());
    heard.forEach(event -> told.put(event.key(), event.newValue().value()));
    assertThat(told).isEqualTo(values());

    Set<Object> equalSet = Set.copyOf(new HashSet<>(List.of(TRADE, "a", 1)));
    assertThat(second.transaction().ifEquals("set", equalSet).then(o -> o.put("set", 1)).commit())
        .matches(result -> result.succeeded());
    assertThat(second.replace(TRADE, "a record as a key", "replaced")).isTrue();
  }

  @Test
  void whatCannotBeReadBackIsRefusedAndNothingIsWritten() {
    MulticastMap<Object, Object> map = map(1, UnaryOperator.identity());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> map.putAll(Map.of("a", List.of(VIEW), "b", "fine")))
        .withMessageContaining("'a'")
        .withMessageContaining("java.util.HashMap$KeySet");
    assertThat(Await.failure("a put", map.async().put("c", VIEW)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'c'");
    assertThat(map.isEmpty()).isTrue();
  }

  @Test
  void whatOneNodeCannotReadHidesNothingElse() {
    MulticastMap<String, Object> knowing = map(1, builder -> builder.withValueType(Trade.class));
    MulticastMap<String, Object> lacking = map(2, UnaryOperator.identity());
    knowing.putAll(Map.of("trade", TRADE, "fine", List.of("x")));
    assertThat(knowing.get("trade").value()).isEqualTo(TRADE);

    assertThatThrownBy(() -> lacking.get("trade"))
        .isInstanceOf(UnreadableValueException.class)
        .hasMessageContaining("'trade'")
        .hasMessageContaining("class ID");
    UnreadableEntriesException e =
        catchThrowableOfType(lacking::snapshot, UnreadableEntriesException.class);
    Map<String, Versioned<Object>> readable = e.readable();
    assertThat(readable).containsOnlyKeys("fine");
    assertThat(readable.get("fine").value()).isEqualTo(List.of("x"));
    assertThat(e.<String>unreadable()).containsOnlyKeys("trade");
    lacking.putAll(Map.of("trade", "overwritten"));
    assertThat(knowing.get("trade").value()).isEqualTo("overwritten");
  }

  @Test
  void recordsAreKeysOfCounters() {
    MulticastCounterMap<Object> counters =
        primitives.open(
            1,
            "counters",
            (Atomix node, String name) ->
                node.primitiveBuilder(name, MulticastCounterMapType.<Object>instance()));
    Object set = Set.of("a", "b", "c");
    counters.addAll(Map.of(TRADE, 1L, new UUID(1, 2), 2L, set, 3L));
    assertThat(counters.getAll(List.of(TRADE, new UUID(1, 2), Set.of("c", "b", "a"))))
        .isEqualTo(Map.of(TRADE, 1L, new UUID(1, 2), 2L, set, 3L));
  }

  /** Notes all that it hears. */
  private static final class Noting implements ChannelListener<Object> {
    private final List<Object> heard = new CopyOnWriteArrayList<>();
    private final List<UnreadableMessage> unreadable = new CopyOnWriteArrayList<>();

    @Override
    public void onMessage(ChannelMessage<Object> message) {
      heard.add(message.payload());
    }

    @Override
    public void onGap(Gap gap) {
      heard.add(gap);
    }

    @Override
    public void onUnreadable(UnreadableMessage message) {
      unreadable.add(message);
      heard.add("unreadable");
    }

    @Override
    public void onEnd(Throwable why) {
      heard.add(why);
    }
  }

  @Test
  void aPayloadThatASubscriberCannotReadEndsNothing() {
    MulticastChannel<Object> knowing = channel(1, builder -> builder.withElementType(Trade.class));
    MulticastChannel<Object> lacking = channel(2, UnaryOperator.identity());
    Noting listener = new Noting();
    Subscription subscription = lacking.subscribe(Partitions.all(), From.now(), listener);
    PartitionId one = PartitionId.from(TestCluster.DATA, 1);

    knowing.multicast(Partitions.numbered(1), Conflicts.all(), List.of("x"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> knowing.multicast(Partitions.numbered(1), Conflicts.all(), List.of(VIEW)))
        .withMessageContaining("java.util.HashMap$KeySet");
    assertThat(
            Await.failure(
                "a message",
                knowing.async().multicast(Partitions.numbered(1), Conflicts.all(), VIEW)))
        .isInstanceOf(IllegalArgumentException.class);
    knowing.multicast(Partitions.numbered(1), Conflicts.all(), TRADE);
    knowing.multicast(Partitions.numbered(1), Conflicts.all(), "after");

    Await.until("three messages", () -> listener.heard.size() == 3);
    assertThat(listener.heard).containsExactly(List.of("x"), "unreadable", "after");
    UnreadableMessage unreadable = listener.unreadable.get(0);
    assertThat(unreadable.partition()).isEqualTo(one);
    assertThat(unreadable.position()).isEqualTo(2);
    assertThat(unreadable.reason()).hasMessageContaining("position 2");
    assertThat(subscription.isClosed()).isFalse();

    ChannelHistory<Object> history = lacking.history(one, 1, 10);
    assertThat(history.messages())
        .extracting(ChannelMessage::payload)
        .containsExactly(List.of("x"), "after");
    assertThat(history.unreadable()).extracting(UnreadableMessage::position).containsExactly(2L);
    assertThat(new ArrayList<>(knowing.history(one, 1, 10).messages()))
        .extracting(ChannelMessage::payload)
        .containsExactly(List.of("x"), TRADE, "after");
  }

  /** As docs/values.md says of Atomix's own primitives. */
  @Test
  void atomixsOwnMapsAcceptWhatTheyCannotRead() {
    AtomicMap<String, Object> map =
        primitives.open(1, "atomic", Atomix::<String, Object>atomicMapBuilder);
    map.put("list", List.of("x"));
    assertThatThrownBy(() -> map.get("list")).hasMessageContaining("UnsupportedOperation");
    assertThatThrownBy(() -> map.put("uuid", new UUID(1, 2))).isNotNull();
    map.put("fine", new ArrayList<>(List.of("x")));
    assertThat(map.get("fine").value()).isEqualTo(List.of("x"));
  }
}
