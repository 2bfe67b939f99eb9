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
package io.atomix.mcast.client.pipeline;

import io.atomix.mcast.ordering.GroupFootprint;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Rule 12 in one group: the two rounds of queries of several groups, over the Raft session of a
 * pipeline. Each round gathers by itself. Thread-safe.
 *
 * <p>An answer may be what queries wait for that have more to ask, here or in other groups: all
 * that it lets go is sent together when it has been told to all.
 */
public final class GroupReads {
  private final Object lock;
  private final CallLine line;
  private final Arrivals arrivals;
  private final Completions completions;
  private final Runnable goOn;
  private final Gathering<AskedPart> parts;
  private final Gathering<AskedClaim> claims;

  /** True once the group has not understood a request. */
  private volatile boolean refused;

  /** The reason why nothing is asked any more, or null. */
  private volatile Throwable failure;

  /** A query of several groups. Told once of each thing that it asks, with no lock held. */
  public interface RoundsCaller {
    /**
     * The group has said what it reads here.
     *
     * @param index the log index as of which it is
     * @param value null if the group has not told
     * @param ready takes the groups that have something to send now
     */
    void read(GroupReads from, long index, Result value, Set<GroupReads> ready);

    /** The group has said whether what it read here is as it was; no if that is not known. */
    void confirmed(GroupReads from, boolean confirmed, Set<GroupReads> ready);

    /** The session is lost: nothing more comes from here. */
    void lost(GroupReads from, Throwable reason);
  }

  private record AskedPart(ReadRequest.QueryPart part, RoundsCaller reader) {}

  private record AskedClaim(ReadRequest.Claim claim, RoundsCaller reader) {}

  /**
   * Creates the reads of a pipeline.
   *
   * @param lock guards the line and the arrivals
   * @param goOn looks at the line
   */
  GroupReads(
      Object lock,
      CallLine line,
      Arrivals arrivals,
      Completions completions,
      GroupLink link,
      Runnable goOn) {
    this.lock = lock;
    this.line = line;
    this.arrivals = arrivals;
    this.completions = completions;
    this.goOn = goOn;
    this.parts =
        new Gathering<>(
            asked ->
                link.ask(
                    ReadRequest.UNCONFIRMED,
                    new ReadRequest.QueryParts(
                        told(), asked.stream().map(AskedPart::part).toList())),
            this::answeredParts);
    this.claims =
        new Gathering<>(
            asked ->
                link.ask(
                    ReadRequest.OPERATION,
                    new ReadRequest.Confirmation(asked.stream().map(AskedClaim::claim).toList())),
            this::answeredClaims);
  }

  private long told() {
    synchronized (lock) {
      return arrivals.told();
    }
  }

  /**
   * Takes a place in the line of the group for a query with this footprint, behind what was called
   * before and before what is called later: what conflicts with it waits until it is {@linkplain
   * #leave left}.
   *
   * @return the number of the place; 0 if something stands before the query, or if the group
   *     answers no such requests
   */
  public long enter(GroupFootprint footprint) {
    synchronized (lock) {
      return refused || failure != null ? 0 : line.beginAlone(footprint);
    }
  }

  /** The query at this place is over. */
  public void leave(long place, String primitive) {
    synchronized (lock) {
      line.settled(place, primitive);
    }
    goOn.run();
  }

  /** Asks for values, with the next request. */
  public void ask(ReadRequest.QueryPart part, RoundsCaller reader) {
    if (!parts.add(new AskedPart(part, reader))) {
      reader.lost(this, failure);
    }
  }

  /** Asks whether what was read is as it was, with the next request. */
  public void ask(ReadRequest.Claim claim, RoundsCaller reader) {
    if (!claims.add(new AskedClaim(claim, reader))) {
      reader.lost(this, failure);
    }
  }

  /** Sends what may be sent now. */
  public void send() {
    parts.send();
    claims.send();
  }

  private void answeredParts(List<AskedPart> asked, byte[] bytes) {
    ReadAnswer answer = decode(bytes);
    ReadAnswer.QueryResults found =
        answer instanceof ReadAnswer.QueryResults results
                && results.results().size() == asked.size()
            ? results
            : null;
    if (found != null) {
      synchronized (lock) {
        arrivals.came(found);
      }
      completions.run();
    }
    Set<GroupReads> ready = new LinkedHashSet<>();
    for (int i = 0; i < asked.size(); i++) {
      Result value = found == null ? null : found.results().get(i);
      asked.get(i).reader().read(this, found == null ? 0 : found.index(), value, ready);
    }
    ready.forEach(GroupReads::send);
  }

  private void answeredClaims(List<AskedClaim> asked, byte[] bytes) {
    List<Boolean> found =
        decode(bytes) instanceof ReadAnswer.Confirmed confirmed
                && confirmed.claims().size() == asked.size()
            ? confirmed.claims()
            : null;
    Set<GroupReads> ready = new LinkedHashSet<>();
    for (int i = 0; i < asked.size(); i++) {
      asked.get(i).reader().confirmed(this, found != null && found.get(i), ready);
    }
    ready.forEach(GroupReads::send);
  }

  /** Returns null for what cannot be understood: the log is asked instead. */
  private ReadAnswer decode(byte[] bytes) {
    try {
      ReadAnswer answer = bytes == null ? null : ReadAnswer.decode(bytes);
      refused |= answer instanceof ReadAnswer.RefusedRequest;
      return answer;
    } catch (RuntimeException e) {
      return null;
    }
  }

  /** The Raft session is over. */
  void fail(Throwable reason) {
    failure = reason;
    parts.close().forEach(asked -> asked.reader().lost(this, reason));
    claims.close().forEach(asked -> asked.reader().lost(this, reason));
  }
}
