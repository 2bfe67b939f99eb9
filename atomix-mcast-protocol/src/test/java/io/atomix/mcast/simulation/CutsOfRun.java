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
package io.atomix.mcast.simulation;

import io.atomix.mcast.group.Captured;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.partition.CutMessage;
import io.atomix.mcast.wire.WireReader;
import io.atomix.primitive.session.SessionClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

/**
 * Cuts of backups in one run. What the groups hold at a cut is taken for a read of all cells of all
 * primitives, so that it has to be one instant among all calls.
 */
final class CutsOfRun {
  private final Map<GroupId, RaftGroup> groups;
  private final History history;
  private final Map<MessageId, TakenCut> cuts = new LinkedHashMap<>();
  private final List<Problem> problems = new ArrayList<>();

  /** One cut, and what was captured of each group. */
  private static final class TakenCut {
    private final String client;
    private final long start;
    private final Map<GroupId, HeldAtCut> held = new TreeMap<>();

    /** Whether who takes the backup was told that all groups have it in their logs. */
    private boolean isTold;

    private TakenCut(String client, long start) {
      this.client = client;
      this.start = start;
    }
  }

  /** The index in the group's log, and the dump of each primitive. */
  private record HeldAtCut(long index, Map<String, String> ledgers) {}

  CutsOfRun(Map<GroupId, RaftGroup> groups, History history) {
    this.groups = groups;
    this.history = history;
    groups.values().forEach(group -> group.onCapture(this::captured));
  }

  /** Has a process submit a cut to all groups, as a backup does. */
  void take(Node node) {
    CutMessage cut = new CutMessage(node.newIdentity(), new TreeSet<>(groups.keySet()));
    TakenCut taken = new TakenCut(node.name(), history.instant());
    cuts.put(cut.id(), taken);
    List<CompletableFuture<SessionClient>> sessions =
        groups.values().stream().map(group -> new RaftSession(group, node).connect()).toList();
    CompletableFuture.allOf(sessions.toArray(CompletableFuture[]::new))
        .thenCompose(open -> cut.submit(sessions.stream().map(CompletableFuture::join).toList()))
        .whenComplete(
            (done, error) -> {
              taken.isTold = error == null;
              sessions.forEach(session -> session.thenAccept(SessionClient::close));
            });
  }

  /** A replica has executed a cut. */
  private void captured(Captured captured) {
    TakenCut cut = cuts.get(captured.cut());
    if (captured.state() == null) {
      problem("A cut cannot be written: " + captured.failure());
      return;
    }
    HeldAtCut held = new HeldAtCut(captured.index(), ledgers(captured.state()));
    HeldAtCut before = cut.held.putIfAbsent(captured.group(), held);
    if (before != null && !before.equals(held)) {
      problem("Replicas of " + captured.group() + " hold " + before + " and " + held + " at a cut");
    } else if (before == null && cut.held.size() == groups.size()) {
      read(cut);
    }
  }

  private void read(TakenCut cut) {
    Call call = history.begin(cut.client, "all primitives", cut.start);
    call.branches.add(Set.of());
    call.everything = new TreeMap<>(History.CELLS);
    cut.held.forEach(
        (group, held) ->
            held.ledgers.forEach(
                (primitive, dump) ->
                    history
                        .versions()
                        .dump(primitive, group, dump)
                        .forEach(
                            (key, calls) ->
                                call.everything.put(new Cell(primitive, group, key), calls))));
    history.begun(call);
    history.end(call, Call.Outcome.DONE, "a backup");
  }

  /** Returns what every ledger holds, by the bytes of a backup as its format is. */
  private static Map<String, String> ledgers(byte[] state) {
    Map<String, String> ledgers = new TreeMap<>();
    WireReader in = new WireReader("A cut", state);
    in.readVersion(1);
    in.readVarLong();
    in.readLong();
    in.readVarLong();
    in.readVarLong();
    in.readAll(
        each -> {
          String name = each.readName();
          each.readName();
          each.readBytes();
          each.readVarLong();
          each.readVarLong();
          each.readBoolean();
          each.readBoolean();
          each.readAll(session -> session.readVarLong() + session.readVarLong() + each.readName());
          each.readAll(WireReader::readVarLong);
          ledgers.put(name, LedgerService.dumpOf(each.readBytes()));
          return name;
        });
    in.end();
    return ledgers;
  }

  private void problem(String text) {
    problems.add(Problem.of(text));
  }

  /** Returns how many were executed in all groups. */
  long count() {
    return cuts.values().stream().filter(cut -> cut.held.size() == groups.size()).count();
  }

  /** Returns what is wrong when all has come to rest, but what the history shows. */
  List<Problem> problems() {
    cuts.forEach(
        (id, cut) -> {
          if ((cut.isTold || !cut.held.isEmpty()) && cut.held.size() < groups.size()) {
            problem("Cut " + id + " was executed only in " + cut.held.keySet());
          }
        });
    return problems;
  }
}
