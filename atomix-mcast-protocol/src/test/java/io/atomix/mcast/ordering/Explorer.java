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

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Runs every interleaving of a small system on the real core and checks each state that is reached.
 *
 * <p>A step appends one entry to one group's log, or answers a query. Groups learn of each other
 * only what their cores have told ({@link Effect.Stands}). A group may decide on anything that
 * another, or itself, has ever told, in any combination: that covers every delay, loss, repetition
 * and reordering of the exchange, entries that were decided long before they are logged, and
 * leaders that know nothing yet. A message is complete as soon as it is stable, whoever knows it
 * (rule 8). A client that dies between its submissions is one whose next submission never comes, so
 * with refusals the groups must be able to come to rest without any further submission. With
 * forgetting, its sessions end.
 *
 * <p>{@link StateChecks} says what is checked, and {@link Conditions} what of conditional messages.
 */
final class Explorer {
  /**
   * What may happen besides the usual.
   *
   * @param refusals whether groups refuse messages (rule 9)
   * @param forgetting whether groups forget outcomes (rule 10)
   * @param history whether groups may decide on whatever others have ever told, rather than on what
   *     they told last or nothing
   * @param realTime whether to keep account of each message that was complete when another one was
   *     submitted, rather than only of those that the system says must be
   * @param conditions whether to take every multicast message for a conditional one (rule 11)
   * @param previews whether groups judge these on previews
   * @param limit the number of states after which to give up
   */
  record Options(
      boolean refusals,
      boolean forgetting,
      boolean history,
      boolean realTime,
      boolean conditions,
      boolean previews,
      int limit) {}

  /**
   * What an exploration found.
   *
   * @param states the number of states reached
   * @param cut whether the limit ended it
   * @param violation what is wrong, with the steps that lead to it, or null if nothing is
   */
  record Result(int states, boolean cut, String violation) {}

  /** How a step comes about. */
  private enum Kind {
    SUBMISSION,
    GROUP,
    /** Something that a group asked for a long time ago, and that nobody waits for any more. */
    STALE
  }

  private interface Steps {
    void to(long groups, long clients, int group, Object action, Kind kind);
  }

  /** Stands for the answer to a query without a log entry. */
  private record Query(int message) {
    @Override
    public String toString() {
      return "answers query m" + message + " at once";
    }
  }

  /** Stands for a verdict on a preview. */
  private record Preview(int message) {
    @Override
    public String toString() {
      return "judges m" + message + " on a preview";
    }
  }

  /**
   * Stands for the end of a client's session, or for its word that it is done with a message, which
   * is not submitted to the group any more.
   */
  private record SessionEnd(int message) {
    @Override
    public String toString() {
      return "will not be sent m" + message + " any more";
    }
  }

  private final SmallSystem system;
  private final Protocol protocol;
  private final Options options;
  private final int size;
  private final int groups;
  private final int nodeBits;
  private final GroupGraph[] graphs;

  /** The groups of the present state. */
  private final GroupNode[] nodes;

  private final StateChecks checks;
  private final boolean[][] goesTo;
  private final Entry[][] refusals;
  private final Entry[] confirmations;
  private final PossibleDecisions decisions;
  private final StableMessages stableMessages;
  private final PreviewedVerdicts previews;
  private final StateTable states = new StateTable();

  /** The messages, one bit each, whose clients have a good answer in the present state. */
  private int complete;

  /** Bit a * size + b: a was complete when b was submitted first. */
  private long realTime;

  Explorer(SmallSystem system, Protocol protocol, Options options) {
    this.system = system;
    this.protocol = protocol;
    this.options = options;
    this.size = system.size();
    this.groups = system.groups();
    this.nodeBits = Math.min(30, 63 / groups);
    FactSets facts = new FactSets(options.history());
    this.decisions = new PossibleDecisions(system, protocol, facts);
    this.stableMessages = new StableMessages(system, protocol, facts);
    Conditions conditions = options.conditions() ? new Conditions(system, protocol) : null;
    this.checks = new StateChecks(system, options, conditions);
    this.graphs = new GroupGraph[groups];
    this.nodes = new GroupNode[groups];
    this.goesTo = new boolean[size][groups];
    this.refusals = new Entry[size][groups];
    this.confirmations = new Entry[size];
    for (int g = 0; g < groups; g++) {
      graphs[g] = new GroupGraph(system, protocol, g, facts, conditions);
    }
    this.previews =
        options.previews() && options.conditions()
            ? new PreviewedVerdicts(system, facts, conditions, stableMessages, graphs)
            : null;
    for (int m = 0; m < size; m++) {
      MessageId id = SmallSystem.id(m);
      confirmations[m] = new Entry.Confirm(List.of(id));
      for (int g : system.messages().get(m).footprints().keySet()) {
        goesTo[m][g] = true;
        refusals[m][g] = new Entry.Refuse(id, system.destinations(m));
      }
    }
  }

  /** Explores the system; an explorer does so once. */
  Result run() {
    states.add(0, 0, 0);
    for (int number = 0; number < states.size(); number++) {
      if (number >= options.limit()) {
        return new Result(number, true, null);
      }
      unpack(number);
      String wrong = checks.wrongNow(nodes, complete, realTime);
      if (wrong == null) {
        int origin = number;
        // Whether anything can happen, and whether the groups can do anything by themselves.
        boolean[] alive = new boolean[2];
        expand(
            (toGroups, toClients, group, action, kind) -> {
              alive[0] = true;
              alive[1] |= kind == Kind.GROUP;
              states.add(toGroups, toClients, origin);
            });
        wrong = checks.wrongAtEnd(nodes, complete, alive[0], alive[1]);
      }
      if (wrong != null) {
        return new Result(states.size(), false, describe(wrong, number));
      }
    }
    if (options.refusals() && options.forgetting()) {
      int restless = findRestless();
      if (restless >= 0) {
        return new Result(
            states.size(), false, describe("the groups never come to rest", restless));
      }
    }
    return new Result(states.size(), false, null);
  }

  /** Makes a state that was reached the present one. */
  private void unpack(int number) {
    for (int g = 0; g < groups; g++) {
      nodes[g] = graphs[g].get((int) (states.first(number) >>> g * nodeBits) & mask(nodeBits));
    }
    complete = (int) states.second(number) & mask(size);
    realTime = states.second(number) >>> size;
  }

  private static int mask(int bits) {
    return (1 << bits) - 1;
  }

  /** Takes every step that is possible in the present state, and leads to another one. */
  private void expand(Steps steps) {
    int answered = complete | checks.dropped(nodes);
    int stable = stableMessages.of(nodes);
    for (int m = 0; m < size; m++) {
      // A client whose message was refused knows that and goes on.
      if ((system.messages().get(m).after() & ~answered) != 0) {
        continue;
      }
      for (int g = 0; g < groups; g++) {
        if (!goesTo[m][g]) {
          continue;
        }
        if (nodes[g].mayStillCome(m)) {
          submit(m, g, steps);
        }
        // Matters only to a refusal that waits for it; before, it is as good as a submission that
        // takes long.
        if (options.forgetting() && (nodes[g].refused & ~nodes[g].core.ended & 1 << m) != 0) {
          go(m, g, graphs[g].endSession(nodes[g], m), new SessionEnd(m), Kind.GROUP, steps);
        }
        if (!system.messages().get(m).isLocal()) {
          for (Entry entry : decisions.of(m, g, nodes, (stable >> m & 1) != 0)) {
            if (options.forgetting() || !(entry instanceof Entry.Forget)) {
              append(m, g, entry, Kind.GROUP, steps);
            }
          }
          askFor(m, g, steps);
          GroupNode judged = previews == null ? null : previews.judge(m, g, nodes);
          if (judged != null) {
            go(m, g, judged, new Preview(m), Kind.GROUP, steps);
          }
        }
      }
    }
  }

  private void submit(int m, int g, Steps steps) {
    if (system.messages().get(m).isQuery()) {
      GroupNode answered = graphs[g].answerQuery(nodes[g], m);
      if (answered != null) {
        go(m, g, answered, new Query(m), Kind.SUBMISSION, steps);
        return;
      }
    }
    append(m, g, graphs[g].submission(m), Kind.SUBMISSION, steps);
  }

  /** Rules 9 and 10: what other groups ask of this one. */
  private void askFor(int m, int g, Steps steps) {
    boolean held = false;
    boolean voted = false;
    boolean ended = false;
    for (int h = 0; h < groups; h++) {
      if (h != g && goesTo[m][h]) {
        held |= (nodes[h].core.pending >> m & 1) != 0;
        voted |= (nodes[h].submitted >> m & 1) != 0;
        ended |= ((nodes[h].executed | nodes[h].dropped) >> m & 1) != 0;
      }
    }
    if (options.refusals() && voted) {
      append(m, g, refusals[m][g], held ? Kind.GROUP : Kind.STALE, steps);
    }
    if (options.forgetting() && ended) {
      append(m, g, confirmations[m], Kind.GROUP, steps);
    }
  }

  private void append(int m, int g, Entry entry, Kind kind, Steps steps) {
    go(m, g, graphs[g].append(nodes[g], entry), entry, kind, steps);
  }

  private void go(int m, int g, GroupNode next, Object action, Kind kind, Steps steps) {
    GroupNode before = nodes[g];
    if (next == before) {
      return;
    }
    if (next.number > mask(nodeBits)) {
      throw new IllegalStateException("Too many states of one group to be numbered");
    }
    long order = realTime;
    if (options.realTime() && kind == Kind.SUBMISSION && isNew(m)) {
      for (int n = 0; n < size; n++) {
        order |= (long) (complete >> n & 1) << n * size + m;
      }
    }
    nodes[g] = next;
    long toClients = complete;
    for (int n = 0; n < size; n++) {
      toClients |= checks.isExecuted(nodes, n) ? 1 << n : 0;
    }
    if (protocol.tellsStable()) {
      toClients |= stableMessages.of(nodes);
    }
    if (kind == Kind.SUBMISSION && isCompleteEarly(m)) {
      toClients |= 1 << m;
    }
    long toGroups = 0;
    for (int h = groups - 1; h >= 0; h--) {
      toGroups = toGroups << nodeBits | nodes[h].number;
    }
    nodes[g] = before;
    steps.to(toGroups, toClients | order << size, g, action, kind);
  }

  private boolean isNew(int m) {
    for (GroupNode node : nodes) {
      if ((node.submitted >> m & 1) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Rule 8: what the groups told with their votes holds. */
  private boolean isCompleteEarly(int m) {
    List<MessageStatus> answers = new ArrayList<>(groups);
    for (int g = 0; g < groups; g++) {
      if (goesTo[m][g]) {
        if (nodes[g].answers[m] == null) {
          return false;
        }
        answers.add(nodes[g].answers[m]);
      }
    }
    return protocol.isComplete(answers);
  }

  /**
   * Returns the number of a state from which the groups by themselves can never get to hold
   * nothing, or -1.
   */
  private int findRestless() {
    boolean[] restful = new boolean[states.size()];
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int number = states.size() - 1; number >= 0; number--) {
        if (!restful[number] && leadsToRest(number, restful)) {
          restful[number] = true;
          changed = true;
        }
      }
    }
    for (int number = 0; number < restful.length; number++) {
      if (!restful[number]) {
        return number;
      }
    }
    return -1;
  }

  private boolean leadsToRest(int number, boolean[] restful) {
    boolean[] leads = {true};
    unpack(number);
    for (GroupNode node : nodes) {
      leads[0] &= node.core.empty;
    }
    if (!leads[0]) {
      expand(
          (toGroups, toClients, group, action, kind) ->
              leads[0] |= kind == Kind.GROUP && restful[states.number(toGroups, toClients)]);
    }
    return leads[0];
  }

  /** Tells how the state comes about, step by step. */
  private String describe(String wrong, int state) {
    List<Integer> path = new ArrayList<>();
    for (int number = state; number != 0; number = states.origin(number)) {
      path.add(number);
    }
    Collections.reverse(path);
    StringBuilder text = new StringBuilder(wrong).append("\nin the system\n").append(system);
    text.append("by these steps\n");
    int count = 0;
    for (int number : path) {
      text.append(String.format("  %2d  %s%n", ++count, describeStep(number)));
    }
    return text.toString();
  }

  private String describeStep(int to) {
    unpack(states.origin(to));
    int completeBefore = complete;
    String[] text = new String[1];
    expand(
        (toGroups, toClients, group, action, kind) -> {
          if (states.number(toGroups, toClients) == to && text[0] == null) {
            text[0] = SmallSystem.group(group) + " " + describe(action, group);
          }
        });
    unpack(to);
    int completed = complete & ~completeBefore;
    return text[0] + (completed == 0 ? "" : "  => complete: " + checks.names(completed));
  }

  private String describe(Object action, int group) {
    if (!(action instanceof Entry entry)) {
      return action.toString();
    }
    StringBuilder text = new StringBuilder("logs ").append(Traces.text(entry)).append(" ->");
    for (Effect effect : graphs[group].effects(nodes[group], entry)) {
      text.append(' ').append(Traces.text(effect));
    }
    return text.toString();
  }
}
