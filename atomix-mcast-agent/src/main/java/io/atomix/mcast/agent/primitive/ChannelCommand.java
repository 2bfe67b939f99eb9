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
package io.atomix.mcast.agent.primitive;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.Version;
import io.atomix.mcast.agent.client.ClientOptions;
import io.atomix.mcast.agent.client.StoredBytes;
import io.atomix.mcast.primitives.channel.ChannelHistory;
import io.atomix.mcast.primitives.channel.ChannelMessage;
import io.atomix.mcast.primitives.channel.ChannelPosition;
import io.atomix.mcast.primitives.channel.Conflicts;
import io.atomix.mcast.primitives.channel.DeliveryOrder;
import io.atomix.mcast.primitives.channel.From;
import io.atomix.mcast.primitives.channel.MulticastChannel;
import io.atomix.mcast.primitives.channel.Partitions;
import io.atomix.primitive.partition.PartitionId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Listens to a channel, and sends to it. */
@Command(
    name = "channel",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Reads a channel, listens to it, and sends to it: multicast-channel.",
    description = {
      "",
      "mcast channel NAME OPERATION ... --config FILE|--connect HOST:PORT --cluster-id ID."
          + " Options stand behind the operation.",
      ""
    })
public final class ChannelCommand extends PrimitiveCommand {
  private static final int PIECE = 100;

  /** A partition, and a position of it. */
  private static final Pattern BEHIND = Pattern.compile("(.+)=(\\d{1,18})");

  /** Creates the command. */
  public ChannelCommand() {
    super(PrimitiveKind.CHANNEL);
  }

  @Command(
      name = "send",
      mixinStandardHelpOptions = true,
      description = "Sends a message, and prints its position in each partition.")
  int send(
      @Mixin ClientOptions cluster,
      @Mixin PrimitiveOptions options,
      @Parameters(paramLabel = "PAYLOAD") String payload,
      @Option(
              names = "--to",
              split = ",",
              paramLabel = "KEY",
              description = "Send to the partitions of these keys (default: to all).")
          List<String> destinations,
      @Option(
              names = "--conflicts",
              split = ",",
              paramLabel = "KEY",
              description =
                  "Conflict with what is about these keys, or with none (default: with all).")
          List<String> conflicts) {
    return use(
        cluster,
        options,
        "send",
        (primitive, values, results) -> {
          MulticastChannel<StoredBytes> channel = primitive.channel();
          ValueType type = values.type(options, () -> any(channel));
          Map<PartitionId, Long> positions =
              channel.multicastAndGetPositions(
                  destinations == null ? Partitions.all() : Partitions.ofKeys(destinations),
                  conflicts(conflicts),
                  values.encode(payload, type));
          positions.forEach(
              (partition, position) ->
                  results.print(
                      name(partition) + "\t" + position,
                      object ->
                          object.put("partition", name(partition)).put("position", position)));
          return 0;
        });
  }

  private static Conflicts conflicts(List<String> keys) {
    if (keys == null) {
      return Conflicts.all();
    }
    return keys.equals(List.of("none")) ? Conflicts.none() : Conflicts.on(keys);
  }

  private static StoredBytes any(MulticastChannel<StoredBytes> channel) {
    return channel.partitions().stream()
        .map(partition -> channel.history(partition, 1, 1).messages())
        .filter(messages -> !messages.isEmpty())
        .map(messages -> messages.get(0).payload())
        .findFirst()
        .orElse(null);
  }

  static String name(PartitionId partition) {
    return partition.group() + "-" + partition.id();
  }

  @Command(
      name = "history",
      mixinStandardHelpOptions = true,
      description =
          "Prints the messages that are still held: partition, position, payload and type, with"
              + " tabs between.")
  int history(
      @Mixin ClientOptions cluster,
      @Mixin PrimitiveOptions options,
      @Option(
              names = "--partition",
              paramLabel = "NAME",
              description = "Only this partition, such as data-1.")
          String partition,
      @Option(
              names = "--from",
              paramLabel = "POSITION",
              defaultValue = "1",
              description = "The position to begin with (default: the oldest).")
          long from) {
    return use(
        cluster,
        options,
        "history",
        (primitive, values, results) -> {
          if (from < 1) {
            throw new CommandException("--from needs a position from 1 on, not " + from);
          }
          MulticastChannel<StoredBytes> channel = primitive.channel();
          for (PartitionId each : chosen(channel, partition)) {
            history(channel, each, from, values, results);
          }
          return 0;
        });
  }

  private List<PartitionId> chosen(MulticastChannel<StoredBytes> channel, String partition) {
    if (partition == null) {
      return channel.partitions();
    }
    Optional<PartitionId> chosen =
        channel.partitions().stream().filter(each -> name(each).equals(partition)).findFirst();
    return List.of(
        chosen.orElseThrow(
            () ->
                new CommandException(
                    "'%s' has no partition %s; it has %s"
                        .formatted(
                            name(),
                            partition,
                            String.join(
                                ", ",
                                channel.partitions().stream()
                                    .map(ChannelCommand::name)
                                    .toList())))));
  }

  private static void history(
      MulticastChannel<StoredBytes> channel,
      PartitionId partition,
      long from,
      StoredValues values,
      Results results) {
    ChannelHistory<StoredBytes> piece;
    long next = from;
    do {
      piece = channel.history(partition, next, PIECE);
      piece.messages().forEach(message -> message(results, values, message));
      next = piece.next();
    } while (piece.hasMore());
  }

  static void message(Results results, StoredValues values, ChannelMessage<StoredBytes> message) {
    ShownValue payload = values.show(message.payload());
    results.print(
        String.join(
            "\t",
            name(message.partition()),
            String.valueOf(message.position()),
            payload.text(),
            payload.typeName()),
        object -> {
          object
              .put("partition", name(message.partition()))
              .put("position", message.position())
              .put("id", message.id().toString());
          Results.put(object, "value", payload);
        });
  }

  @Command(
      name = "watch",
      mixinStandardHelpOptions = true,
      description = "Prints each message that comes, until it is stopped (Ctrl-C).")
  int watch(
      @Mixin ClientOptions cluster,
      @Mixin PrimitiveOptions options,
      @Mixin WatchOptions watching,
      @Mixin StartOptions start,
      @Option(names = "--oldest", description = "Begin with the oldest that is still held.")
          boolean oldest,
      @Option(
              names = "--ordered",
              description =
                  "Print each message once, in one order over the partitions (default: each"
                      + " partition by itself).")
          boolean ordered,
      @Option(
              names = "--partition",
              paramLabel = "NAME",
              description = "Only this partition, such as data-1.")
          String partition) {
    if (start.isKept() && (oldest || partition != null)) {
      throw new CommandException(
          "--after says where each partition begins: leave out --oldest and --partition");
    }
    if (start.isPrinting() && !ordered) {
      throw new CommandException(
          "--positions is for --ordered; without it, each message is printed with its partition and"
              + " position, and --after data-1=12,data-2=7 goes on behind these");
    }
    return use(
        cluster,
        options,
        "watch",
        (primitive, values, results) -> {
          MulticastChannel<StoredBytes> channel = primitive.channel();
          Partitions partitions = Partitions.of(chosen(channel, partition));
          From from = oldest ? From.oldest() : From.now();
          if (start.isKept() && ordered) {
            ChannelPosition kept = start.kept(ChannelPosition::fromJson);
            partitions = Partitions.of(kept.places().keySet());
            from = From.after(kept);
          } else if (start.isKept()) {
            Map<PartitionId, Long> next = start.kept(text -> behind(channel, text));
            partitions = Partitions.of(next.keySet());
            from = From.positions(next);
          }
          return watch(channel, partitions, from, ordered, watching, start, values, results);
        });
  }

  private int watch(
      MulticastChannel<StoredBytes> channel,
      Partitions partitions,
      From from,
      boolean ordered,
      WatchOptions watching,
      StartOptions start,
      StoredValues values,
      Results results) {
    DeliveryOrder order = ordered ? DeliveryOrder.ordered() : DeliveryOrder.perPartition();
    return watching.run(
        printing ->
            ClusterAnswers.result(
                "watch of '" + name() + "'",
                channel
                    .async()
                    .subscribe(
                        partitions,
                        from,
                        order,
                        new WatchedMessages(printing, values, results, start, this::note))),
        this::note);
  }

  /** Reads the positions behind which to begin, and returns those to begin with. */
  private Map<PartitionId, Long> behind(MulticastChannel<StoredBytes> channel, String text) {
    Map<PartitionId, Long> next = new HashMap<>();
    for (String each : text.split(",")) {
      Matcher matcher = BEHIND.matcher(each);
      if (!matcher.matches()) {
        throw new CommandException(
            "--after %s: give the last position of each partition, as data-1=12,data-2=7, or with --ordered what --positions has printed"
                .formatted(text));
      }
      next.put(chosen(channel, matcher.group(1)).get(0), Long.parseLong(matcher.group(2)) + 1);
    }
    return next;
  }

  @Command(
      name = "size",
      mixinStandardHelpOptions = true,
      description =
          "Prints, for each partition, the oldest position that is still held and the newest.")
  int size(@Mixin ClientOptions cluster, @Mixin PrimitiveOptions options) {
    return use(
        cluster,
        options,
        "size",
        (primitive, values, results) -> {
          MulticastChannel<StoredBytes> channel = primitive.channel();
          for (PartitionId each : channel.partitions()) {
            ChannelHistory<StoredBytes> piece = channel.history(each, 1, 1);
            results.print(
                String.join("\t", name(each), "" + piece.oldest(), "" + piece.newest()),
                object -> positions(object, each, piece));
          }
          return 0;
        });
  }

  private static void positions(
      ObjectNode object, PartitionId partition, ChannelHistory<StoredBytes> piece) {
    object
        .put("partition", name(partition))
        .put("oldest", piece.oldest())
        .put("newest", piece.newest());
  }
}
