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
package io.atomix.mcast.lab.torture;

import io.atomix.mcast.agent.CommandException;
import io.atomix.mcast.agent.log.MemberFiles;
import io.atomix.mcast.raft.files.FilesCheck;
import io.atomix.mcast.raft.files.FilesReport;
import io.atomix.mcast.raft.files.SegmentScan;
import io.atomix.mcast.raft.files.SnapshotScan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** Damages one file of a node that is down. Only bytes that mean something are damaged. */
final class FileDamage {
  private static final int BLOCK = 512;
  private static final int MOST_BITS = 3;

  /** Segments and snapshots begin with a head, not all of which counts. */
  private static final int HEAD = 64;

  private final SplittableRandom random;

  /**
   * Damage that was done.
   *
   * @param file the file
   * @param closed whether the node was stopped in good order, and has noted how it left its files
   * @param how what was done, for people
   * @param certain whether the node has to find it, and to name the file
   */
  record DamagedFile(Path file, boolean closed, String how, boolean certain) {
    /**
     * Returns what the node made of it.
     *
     * @param serves whether it is ready
     * @param said what it has printed since its start
     */
    DamageOutcome outcome(boolean serves, String said) {
      if (serves) {
        return certain ? DamageOutcome.SERVED : DamageOutcome.NOT_SEEN;
      } else if (said.contains(file.getFileName().toString())) {
        return DamageOutcome.NAMED;
      }
      return certain ? DamageOutcome.NOT_NAMED : DamageOutcome.OTHER_NAMED;
    }

    /** Returns the kind of file and of damage, without numbers. */
    String sort() {
      String name = file.getFileName().toString();
      return name.substring(name.lastIndexOf('.'))
          + (closed ? " after a clean stop" : " after kill -9")
          + ", "
          + how.replaceFirst(" at .*", "");
    }
  }

  /** Results of a start with a damaged file. */
  enum DamageOutcome {
    /** It did not start, and named the file. */
    NAMED("a damaged file was named by its node", false),
    /** It started: nobody can tell that from a right file. */
    NOT_SEEN("damage that cannot be told from what is right", false),
    /** It did not start, because of what follows from the damage in another file. */
    OTHER_NAMED("damage was found in what follows from it", false),
    /** It started, and should have found the damage. */
    SERVED("a node serves from a damaged file", true),
    /** It did not start, and did not say why, though it should have known. */
    NOT_NAMED("a node did not name a damaged file", true);

    private final String text;
    private final boolean violation;

    DamageOutcome(String text, boolean violation) {
      this.text = text;
      this.violation = violation;
    }

    boolean isViolation() {
      return violation;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * A file that may be damaged.
   *
   * @param length how many of its bytes count
   * @param lastEntry where the last entry of a log begins, in its last file; 0 in others
   * @param closed whether the node was stopped in good order
   */
  private record Candidate(Path file, long length, long lastEntry, boolean closed) {
    boolean is(String ending) {
      return file.toString().endsWith(ending);
    }
  }

  /** Damages what a seed decides. */
  FileDamage(SplittableRandom random) {
    this.random = random;
  }

  /**
   * Flips some bits of a file, zeros a block of it, or cuts it.
   *
   * @param node the node's folder
   * @return what was done; nothing if the node has no files
   */
  Optional<DamagedFile> damage(Path node) {
    try {
      List<Candidate> candidates = candidates(node);
      List<String> endings =
          candidates.stream().map(each -> ending(each.file())).distinct().sorted().toList();
      if (endings.isEmpty()) {
        return Optional.empty();
      }
      // There are many segments, and few of the others.
      String ending = endings.get(random.nextInt(endings.size()));
      List<Candidate> of = candidates.stream().filter(each -> each.is(ending)).toList();
      return Optional.of(damage(of.get(random.nextInt(of.size()))));
    } catch (IOException e) {
      throw new CommandException("Cannot damage a file in " + node, e);
    }
  }

  /**
   * Puts a file back to what it was.
   *
   * @param node the node's folder
   * @param older a copy of it, of an earlier time
   * @return what was done; nothing if no file has changed since
   */
  Optional<DamagedFile> replace(Path node, Path older) {
    try {
      List<Candidate> changed = new ArrayList<>();
      for (Candidate each : candidates(node)) {
        Path copy = older.resolve(node.relativize(each.file()));
        long from = Files.exists(copy) ? Files.mismatch(copy, each.file()) : -1;
        if (from >= 0 && from < each.length()) {
          changed.add(each);
        }
      }
      if (changed.isEmpty()) {
        return Optional.empty();
      }
      Candidate chosen = changed.get(random.nextInt(changed.size()));
      Files.write(chosen.file(), Files.readAllBytes(older.resolve(node.relativize(chosen.file()))));
      // An older seal says less, or does not fit the other files, which are named then.
      boolean certain = chosen.closed() && !chosen.is(".seal");
      return Optional.of(
          new DamagedFile(chosen.file(), chosen.closed(), "replaced by an older copy", certain));
    } catch (IOException e) {
      throw new CommandException("Cannot put a file in " + node + " back", e);
    }
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.'));
  }

  private static List<Candidate> candidates(Path node) throws IOException {
    List<Candidate> candidates = new ArrayList<>();
    for (MemberFiles each : MemberFiles.below(node)) {
      FilesReport report = FilesCheck.of(each.folder(), each.name(), null);
      List<SegmentScan> segments =
          report.segments().stream().filter(segment -> !segment.isBlank()).toList();
      for (SegmentScan segment : segments) {
        boolean last = segment == segments.get(segments.size() - 1);
        candidates.add(
            new Candidate(
                segment.file(),
                segment.end(),
                last ? Math.max(segment.lastPosition(), HEAD) : 0,
                report.closed()));
      }
      report
          .snapshot()
          .filter(SnapshotScan::checked)
          .ifPresent(
              snapshot ->
                  candidates.add(
                      new Candidate(snapshot.file(), snapshot.end(), 0, report.closed())));
      for (String ending : List.of(".meta", ".conf", ".seal")) {
        Path file = each.folder().resolve(each.name() + ending);
        if (Files.exists(file) && Files.size(file) > 0) {
          candidates.add(new Candidate(file, Files.size(file), 0, report.closed()));
        }
      }
    }
    return candidates;
  }

  private DamagedFile damage(Candidate candidate) throws IOException {
    byte[] bytes = Files.readAllBytes(candidate.file());
    byte[] before = bytes.clone();
    String how;
    switch (random.nextInt(3)) {
      case 0 -> how = flip(bytes, (int) candidate.length());
      case 1 -> how = zero(bytes, (int) candidate.length());
      default -> {
        bytes = Arrays.copyOf(bytes, random.nextInt((int) candidate.length()));
        how = "cut at " + bytes.length + " of " + before.length;
      }
    }
    Files.write(candidate.file(), bytes);
    return new DamagedFile(
        candidate.file(), candidate.closed(), how, isCertain(candidate, before, bytes));
  }

  private String flip(byte[] bytes, int length) {
    int[] places =
        random.ints(MOST_BITS, 0, length).limit(1 + random.nextInt(MOST_BITS)).distinct().toArray();
    for (int place : places) {
      bytes[place] ^= (byte) (1 << random.nextInt(Byte.SIZE));
    }
    return "bits flipped at " + Arrays.toString(places);
  }

  private String zero(byte[] bytes, int length) {
    int from = random.nextInt(length) / BLOCK * BLOCK;
    while (isZero(bytes, from, length)) {
      from -= BLOCK;
    }
    Arrays.fill(bytes, from, Math.min(from + BLOCK, bytes.length), (byte) 0);
    return "a block zeroed at " + from;
  }

  /** The first block has the head, or a text. */
  private static boolean isZero(byte[] bytes, int from, int length) {
    for (int at = from; at < Math.min(from + BLOCK, length); at++) {
      if (bytes[at] != 0) {
        return false;
      }
    }
    return from > 0;
  }

  /** Returns whether docs/operations.md promises that it is found. */
  private static boolean isCertain(Candidate candidate, byte[] before, byte[] after) {
    int first = Arrays.mismatch(before, after);
    int last = before.length - 1;
    while (after.length == before.length && last > first && before[last] == after[last]) {
      last--;
    }
    if (first < 0) {
      return false;
    } else if (candidate.closed() || candidate.is(".seal")) {
      return true;
    } else if (candidate.is(".snapshot")) {
      return first >= HEAD;
    } else if (candidate.is(".log")) {
      // Zeros alone are a file whose making was interrupted.
      boolean cut = after.length < before.length;
      return first >= HEAD && (cut || candidate.lastEntry() == 0 || last < candidate.lastEntry());
    }
    return false;
  }
}
