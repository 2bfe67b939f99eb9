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
package io.atomix.mcast.lab.demo;

import java.io.PrintWriter;
import java.util.Locale;

/** Prints what was found, as a table and in words. */
final class Report {
  private static final String ROW = "%-18s %-9s %11s %13s %7s %9s %8s %9s %8s%n";

  private final PrintWriter out;

  Report(PrintWriter out) {
    this.out = out;
  }

  void print(Findings before, Findings after) {
    out.println();
    row("", "", "", "", "", "change", "ms", "observe", "ms");
    row("protocol", "program", "operations", "observations", "torn", "p50", "p99", "p50", "p99");
    print(before);
    print(after);
    out.println();
    explain(before);
    explain(after);
    out.println();
    summary(before, after);
    out.println();
    bank(before, after);
    out.println();
    out.printf(
        "bank: torn=%d aborts=%d transfers=%d%n",
        after.bank().torn(), after.bank().aborts(), after.bank().moved());
    out.printf("demo: torn=%d operations=%d%n", after.torn(), after.operations());
  }

  private void print(Findings findings) {
    print(findings.protocol(), "tokens", findings.tokens());
    print(findings.protocol(), "counters", findings.counters());
    print(findings.protocol(), "bank", findings.bank());
  }

  private void print(Protocol protocol, String program, Tally tally) {
    row(
        protocol.text(),
        program,
        number(tally.operations()),
        number(tally.observations()),
        number(tally.torn()),
        millis(tally.writeMillis(50)),
        millis(tally.writeMillis(99)),
        millis(tally.observationMillis(50)),
        millis(tally.observationMillis(99)));
  }

  /** Compares the transfers, each from the first try until it is not aborted any more. */
  private void bank(Findings before, Findings after) {
    bankRow("bank", "transfers/s", "aborts", "p50 ms", "p99 ms");
    bank("Atomix's transactions on multi-raft", before);
    bank("MulticastCounterMap", after);
    out.printf(
        "%nIn the bank, threads move money between accounts of several partitions, half of the time"
            + " only if it is%nthere, while others add up all accounts. One message does it, or"
            + " finds the account empty; nothing is%nlocked, and nothing aborted because others"
            + " write, too.%n");
  }

  private void bank(String how, Findings findings) {
    Tally tally = findings.bank();
    bankRow(
        how,
        number(Math.round(tally.moved() / findings.seconds())),
        number(tally.aborts()),
        millis(tally.writeMillis(50)),
        millis(tally.writeMillis(99)));
  }

  private void bankRow(Object... columns) {
    out.printf("%-38s %11s %9s %9s %9s%n", columns);
  }

  private void explain(Findings findings) {
    explain(findings.protocol(), findings.tokens());
    explain(findings.protocol(), findings.counters());
    explain(findings.protocol(), findings.bank());
  }

  private void explain(Protocol protocol, Tally tally) {
    if (tally.example() != null) {
      out.printf("Torn on %s, for example: %s.%n", protocol.text(), tally.example());
    }
  }

  private void summary(Findings before, Findings after) {
    out.println("A map lives in several partitions, and size() and clear() go to all of them.");
    if (before.torn() > 0) {
      out.printf(
          "On multi-raft each partition answers for itself, at a moment of its own: %s of %s%n"
              + "observations saw the map in a state that it was never in.%n",
          number(before.torn()), number(before.observations()));
    } else {
      out.println("On multi-raft nothing torn was seen this time, though nothing prevents it.");
    }
    if (after.torn() == 0) {
      out.printf(
          "On generic-multicast such an operation is one operation, at one moment: of"
              + " %s%nobservations none was torn. The price: operations that conflict wait for each"
              + " other,%nand these programs do nothing but conflict, since each change changes the"
              + " size.%n",
          number(after.observations()));
    } else {
      out.printf(
          "On generic-multicast %s of %s observations were torn. This must not be: please report"
              + " it.%n",
          number(after.torn()), number(after.observations()));
    }
  }

  private void row(Object... columns) {
    out.printf(ROW, columns);
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String millis(double millis) {
    return String.format(Locale.ROOT, "%.2f", millis);
  }
}
