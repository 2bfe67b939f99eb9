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

import io.atomix.cluster.messaging.MessagingException;
import io.atomix.mcast.GenericMulticastProtocol;
import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.client.ClientNode;
import io.atomix.mcast.agent.migrate.MigrationRecords;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.partition.GenericMulticastPartition;
import io.atomix.mcast.partition.GenericMulticastPartitionGroup;
import io.atomix.mcast.partition.OptionNames;
import io.atomix.mcast.wire.HostedList;
import io.atomix.primitive.partition.PartitionGroup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * The primitives of a cluster: those on generic multicast as their groups tell, the others as
 * Atomix's list of primitives names them, which knows their types. Asking changes nothing.
 */
final class Catalog {
  /** Atomix's own map of transactions, which is in the management group. */
  private static final String TRANSACTIONS = "atomix-transactions";

  private final ClientNode client;
  private final Notes notes;

  /**
   * Creates the catalog of a client's cluster.
   *
   * @param notes where it is told what is missing in it
   */
  Catalog(ClientNode client, Notes notes) {
    this.client = client;
    this.notes = notes;
  }

  /** Returns all primitives, by name. */
  List<CatalogEntry> all() {
    List<CatalogEntry> entries = new ArrayList<>(multicast());
    Set<String> found = new HashSet<>();
    entries.forEach(entry -> found.add(entry.name()));
    List<PartitionGroup> others =
        client.atomix().getPartitionService().getPartitionGroups().stream()
            .filter(group -> !(group instanceof GenericMulticastPartitionGroup))
            .toList();
    if (!others.isEmpty()) {
      listed().forEach((name, type) -> addOther(entries, found, name, type, others));
    }
    entries.sort(
        Comparator.comparing(CatalogEntry::name).thenComparing(each -> each.groups().toString()));
    return entries;
  }

  private static void addOther(
      List<CatalogEntry> entries,
      Set<String> found,
      String name,
      String type,
      List<PartitionGroup> others) {
    if (found.add(name)) {
      for (PartitionGroup group : others) {
        entries.add(
            new CatalogEntry(
                name, type, group.protocol().name(), List.of(group.name()), -1, -1, null));
      }
    }
  }

  /** Returns the names and types that Atomix has listed, whatever the protocol. */
  private Map<String, String> listed() {
    Map<String, String> types = new TreeMap<>();
    try {
      client.atomix().getPrimitives().forEach(each -> types.put(each.name(), each.type().name()));
    } catch (RuntimeException e) {
      notes.note(
          "primitives of other protocols than "
              + GenericMulticastProtocol.TYPE.name()
              + " are not told: Atomix's list of primitives cannot be read here: "
              + CommandException.describe(e));
    }
    types.remove(TRANSACTIONS);
    types.keySet().removeAll(MigrationRecords.NAMES);
    return types;
  }

  private List<CatalogEntry> multicast() {
    Map<GenericMulticastPartition, CompletableFuture<HostedList>> asked = new HashMap<>();
    List<GenericMulticastPartition> partitions =
        client.atomix().getPartitionService().getPartitionGroups().stream()
            .filter(GenericMulticastPartitionGroup.class::isInstance)
            .flatMap(group -> group.getPartitions().stream())
            .map(GenericMulticastPartition.class::cast)
            .toList();
    partitions.forEach(partition -> asked.put(partition, partition.health().askHosted()));
    Map<String, CatalogEntry> entries = new TreeMap<>();
    for (GenericMulticastPartition partition : partitions) {
      String group = partition.id().group();
      for (HostedList.HostedItem item :
          answer(partition.group(), asked.get(partition)).primitives()) {
        entries.merge(group + "/" + item.name(), entry(group, item), Catalog::sum);
      }
    }
    return List.copyOf(entries.values());
  }

  /**
   * Returns what a group answers.
   *
   * @throws CommandException if it does not; says so if its members do not know the question
   */
  static HostedList answer(GroupId group, CompletableFuture<HostedList> answer) {
    try {
      return ClusterAnswers.result("the list of primitives of " + group, answer);
    } catch (CommandException e) {
      throw e.getCause() instanceof MessagingException.NoRemoteHandler
          ? new CommandException(
              "The members of "
                  + group
                  + " do not tell which primitives they have: they are starting, or of an older"
                  + " version; wait, or upgrade them first")
          : e;
    }
  }

  private static CatalogEntry entry(String group, HostedList.HostedItem item) {
    return new CatalogEntry(
        item.name(),
        item.type(),
        GenericMulticastProtocol.TYPE.name(),
        List.of(group),
        item.entries(),
        item.sessions(),
        item.lockNodes());
  }

  /** Adds the parts that two partitions have. */
  private static CatalogEntry sum(CatalogEntry one, CatalogEntry other) {
    List<String> nodes = new ArrayList<>(one.lockNodes());
    nodes.addAll(other.lockNodes());
    boolean known = one.entries() >= 0 && other.entries() >= 0;
    return new CatalogEntry(
        one.name(),
        one.type(),
        one.protocol(),
        one.groups(),
        known ? one.entries() + other.entries() : -1,
        Math.max(one.sessions(), other.sessions()),
        nodes);
  }

  /**
   * Returns the primitive that is meant.
   *
   * @param wanted what the options say of it
   * @throws CommandException if there is none, or more than one; says what there is
   */
  CatalogEntry find(String name, PrimitiveOptions wanted) {
    wanted.groups().forEach(client::group);
    List<CatalogEntry> all = all();
    List<CatalogEntry> named = all.stream().filter(each -> each.name().equals(name)).toList();
    if (named.isEmpty()) {
      throw new CommandException(
          ("There is no primitive '%s' in the cluster%s; bin/mcast primitives lists those that"
                  + " there are, and a program makes one when it first uses it")
              .formatted(name, meant(name, all)));
    }
    List<CatalogEntry> fitting = named.stream().filter(wanted::allows).toList();
    if (fitting.isEmpty()) {
      throw new CommandException(
          "'%s' is %s, not %s".formatted(name, described(named, " or "), wanted.described()));
    }
    if (fitting.size() == 1) {
      return fitting.get(0);
    }
    if (fitting.size() == wanted.groups().size()
        && fitting.stream().allMatch(each -> each.lockNodes() != null)) {
      return spread(fitting);
    }
    throw new CommandException(
        "'%s' may be %s: say which with --group; if it is spread over several partition groups, name them all"
            .formatted(name, described(fitting, " or ")));
  }

  private static CatalogEntry spread(List<CatalogEntry> parts) {
    CatalogEntry sum = parts.stream().reduce(Catalog::sum).orElseThrow();
    return new CatalogEntry(
        sum.name(),
        sum.type(),
        sum.protocol(),
        parts.stream().flatMap(part -> part.groups().stream()).sorted().toList(),
        sum.entries(),
        sum.sessions(),
        sum.lockNodes());
  }

  private static String meant(String name, List<CatalogEntry> all) {
    List<String> known = all.stream().map(CatalogEntry::name).distinct().toList();
    return OptionNames.nearest(name, known)
        .map(nearest -> " (did you mean " + nearest + "?)")
        .orElse("");
  }

  private static String described(List<CatalogEntry> entries, String separator) {
    return entries.stream()
        .map(
            each ->
                "of type %s in the group %s (%s)"
                    .formatted(each.type(), String.join(", ", each.groups()), each.protocol()))
        .collect(Collectors.joining(separator));
  }
}
