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
package io.atomix.mcast.raft.files;

import io.atomix.mcast.raft.files.StoredEntry.EntrySink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Check of the files of one server that does not run. It changes nothing.
 *
 * <p>Atomix's log has a checksum over the bytes of each entry, and takes an entry whose checksum is
 * wrong for the end of its file. Then it deletes all files that do not continue the one before. So
 * an entry that is damaged costs all that are behind it, and nobody is told; a file that is missing
 * costs all later ones, or, if it is the last, nothing but itself. Lengths, heads, the order, the
 * term and vote and snapshots have no checksum at all.
 *
 * <p>What is missing is found here in what is there: an entry behind one that cannot be read, a
 * file whose first entry does not follow, a log that does not go back to its beginning or to a
 * snapshot, a term below that of an entry. What fits together though it is of another time is found
 * by the {@link Seal}.
 */
public final class FilesCheck {
  static final String SEAL = ".seal";

  private static final String META = ".meta";
  private static final String MEMBERS = ".conf";
  private static final int VOTE_POSITION = Long.BYTES;
  private static final int MEMBERS_POSITION = Byte.BYTES + Integer.BYTES;

  private final Path folder;
  private final String name;
  private final List<SegmentScan> segments = new ArrayList<>();
  private final List<SnapshotScan> snapshots = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<Path, FileFault> faults = new LinkedHashMap<>();
  private long reachedTerm;
  private long term;
  private boolean closed;

  /** Null if there is none, or it cannot be read. */
  private Seal seal;

  private FilesCheck(Path folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  /**
   * Checks the files of a server.
   *
   * @param name what their names begin with
   * @param sink takes the entries that can be read, in their order, and each is looked at; null if
   *     they are of no interest, so that only the last one is
   */
  public static FilesReport of(Path folder, String name, EntrySink sink) throws IOException {
    FilesCheck check = new FilesCheck(folder, name);
    check.readSeal();
    for (Map.Entry<Long, Path> file : check.numbered("log").entrySet()) {
      EntrySink each =
          sink == null
              ? null
              : entry -> {
                check.look(file.getValue(), entry);
                sink.entry(entry);
              };
      check.segments.add(SegmentScan.of(file.getValue(), file.getKey(), each));
    }
    for (Map.Entry<Long, Path> file : check.numbered("snapshot").entrySet()) {
      check.snapshots.add(SnapshotScan.of(file.getValue(), file.getKey()));
    }
    check.checkSegments();
    check.checkSnapshots();
    check.checkTerm();
    check.checkMembers();
    check.checkSeal();
    return check.report();
  }

  private FilesReport report() {
    return new FilesReport(
        folder,
        name,
        List.copyOf(segments),
        List.copyOf(snapshots),
        term,
        closed,
        List.copyOf(notes),
        List.copyOf(faults.values()));
  }

  private Map<Long, Path> numbered(String ending) throws IOException {
    Pattern pattern = Pattern.compile(Pattern.quote(name) + "-(\\d{1,18})\\." + ending);
    Map<Long, Path> found = new TreeMap<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        files.forEach(
            file -> {
              Matcher matcher = pattern.matcher(file.getFileName().toString());
              if (matcher.matches()) {
                found.put(Long.valueOf(matcher.group(1)), file);
              }
            });
      }
    }
    return found;
  }

  /** The first word about a file counts: later ones may follow from it. */
  private void fault(Path file, String what) {
    faults.putIfAbsent(file, new FileFault(file, what));
  }

  private Path file(String ending) {
    return folder.resolve(name + ending);
  }

  private void checkSegments() throws IOException {
    SegmentScan before = null;
    for (SegmentScan each : segments) {
      boolean isLast = each == segments.get(segments.size() - 1);
      if (each.isBlank() && isLast) {
        notes.add(each.file().getFileName() + " is empty: its making was interrupted");
      } else if (each.isBlank() || each.fault() != null) {
        fault(each.file(), each.isBlank() ? "it holds nothing but zeros" : each.fault());
        before = null;
      } else {
        if (before != null) {
          checkOrder(before, each);
        }
        before = each;
      }
    }
    if (before != null) {
      checkEnd(before);
    }
  }

  private void checkOrder(SegmentScan before, SegmentScan next) {
    if (next.id() > before.id() + 1) {
      fault(
          file("-" + (before.id() + 1) + ".log"),
          "it is missing: the file before ends with entry %d, and %s begins with entry %d"
              .formatted(before.last(), next.file().getFileName(), next.first()));
    } else if (next.first() > before.last() + 1) {
      fault(
          before.file(),
          "entry %d, at byte %d, is damaged or missing: the next file begins with entry %d"
              .formatted(before.last() + 1, before.end(), next.first()));
    } else if (next.first() <= before.last()) {
      fault(
          next.file(),
          "it begins with entry %d, though the file before ends with entry %d: one of the two is of another time"
              .formatted(next.first(), before.last()));
    }
  }

  private void checkEnd(SegmentScan last) throws IOException {
    long next = last.wholeEntryInRest();
    if (next > 0 && (seal == null || seal.mayHaveLostPower())) {
      notes.add(
          "%s: behind entry %d, at byte %d, is one that cannot be read, and a whole one at byte %d: the power went, or it may have, before all of that was on the disk; what is behind entry %d is dropped at the next start"
              .formatted(last.file().getFileName(), last.last(), last.end(), next, last.last()));
    } else if (next > 0) {
      fault(
          last.file(),
          "entry %d, at byte %d, is damaged, and there are whole entries behind it, the next at byte %d"
              .formatted(last.last() + 1, last.end(), next));
    } else if (last.hasRest()) {
      notes.add(
          "%s: behind entry %d is an entry that was not finished; it is dropped at the next start"
              .formatted(last.file().getFileName(), last.last()));
    }
  }

  private void checkSnapshots() {
    snapshots.stream()
        .filter(each -> each.fault() != null)
        .forEach(each -> fault(each.file(), each.fault()));
    FilesReport report = report();
    long held = report.snapshot().map(SnapshotScan::index).orElse(0L);
    List<SegmentScan> readable = report.readable();
    if (!faults.isEmpty()) {
      return;
    }
    if (readable.isEmpty()) {
      if (held > 0) {
        fault(file("-1.log"), "there is no file of the log, though there is a snapshot");
      }
    } else if (held < readable.get(0).first() - 1) {
      fault(
          readable.get(0).file(),
          "it is the first file of the log and begins with entry %d, but nothing holds what is before: a snapshot, or files of the log, are missing"
              .formatted(readable.get(0).first()));
    }
  }

  /** The term comes first, then the vote: a boolean, and a text if it is true. */
  private void checkTerm() throws IOException {
    Path file = file(META);
    byte[] bytes = bytes(file, VOTE_POSITION + Byte.BYTES);
    term = ByteBuffer.wrap(bytes).getLong();
    int vote = bytes[VOTE_POSITION];
    if (term < 0 || vote < 0 || vote > 1) {
      fault(file, "it is damaged: it says term %d, vote %d".formatted(term, vote));
      return;
    }
    SegmentScan last = null;
    for (SegmentScan each : report().readable()) {
      last = each.lastPosition() > 0 ? each : last;
    }
    if (last != null) {
      look(last.file(), last.lastEntry());
      if (term < reachedTerm) {
        fault(
            file,
            "it is missing, damaged or of an earlier time: it says term %d, and an entry of the log is of term %d"
                .formatted(term, reachedTerm));
      }
    } else if (segments.isEmpty() && term > 0) {
      fault(file("-1.log"), "there is no file of the log, though there have been elections");
    }
  }

  /** Terms never go back. Term 0 has what was damaged before it was written. */
  private void look(Path file, StoredEntry entry) {
    try {
      long found = entry.decode().term();
      if (found != 0 && found < reachedTerm) {
        fault(
            file,
            "entry %d, at byte %d, is of term %d, behind one of term %d: it is of another time"
                .formatted(entry.index(), entry.position(), found, reachedTerm));
      }
      reachedTerm = Math.max(reachedTerm, found);
    } catch (RuntimeException e) {
      fault(
          file,
          "entry %d, at byte %d, means nothing, though its checksum is right: %s"
              .formatted(entry.index(), entry.position(), e));
    }
  }

  /** A byte that says whether there are any, a length, and the members, which Atomix reads. */
  private void checkMembers() throws IOException {
    Path file = file(MEMBERS);
    byte[] bytes = bytes(file, MEMBERS_POSITION);
    int length = ByteBuffer.wrap(bytes).getInt(Byte.BYTES);
    if (bytes[0] < 0 || bytes[0] > 1 || length < 0 || length > bytes.length - MEMBERS_POSITION) {
      fault(
          file,
          "it is damaged: it says state %d, and %d of its %d bytes"
              .formatted(bytes[0], length, bytes.length));
    }
  }

  /** Returns a small file, with zeros behind it as Atomix would have them. */
  private static byte[] bytes(Path file, int least) throws IOException {
    byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    return bytes.length < least ? Arrays.copyOf(bytes, least) : bytes;
  }

  private void readSeal() throws IOException {
    Path file = file(SEAL);
    try {
      seal = Seal.read(file).orElse(null);
    } catch (Seal.SealException e) {
      fault(file, e.getMessage());
    }
  }

  private void checkSeal() throws IOException {
    if (seal != null) {
      closed = seal.closed();
      checkAgainst();
    }
  }

  private void checkAgainst() throws IOException {
    FilesReport report = report();
    long held = report.snapshot().map(SnapshotScan::index).orElse(0L);
    for (Seal.SealedFile each : seal.files()) {
      // A snapshot that was just being completed takes the place of the one before.
      if (held <= seal.snapshot() || !each.name().endsWith(".snapshot")) {
        checkSealed(each);
      }
    }
    if (term < seal.term()) {
      fault(
          file(META),
          "it is missing, damaged or of an earlier time: it says term %d, and this node had reached term %d"
              .formatted(term, seal.term()));
    }
    if (held < seal.snapshot()) {
      fault(
          file("-" + seal.snapshot() + ".snapshot"),
          "it is missing: this node had a snapshot of entry " + seal.snapshot());
    }
    if (Math.max(held, report.lastEntry()) < seal.committed()) {
      fault(
          segments.isEmpty() ? file("-1.log") : segments.get(segments.size() - 1).file(),
          "the log ends with entry %d, and this node knew that entry %d is committed: its end is missing"
              .formatted(report.lastEntry(), seal.committed()));
    }
    if (seal.closed()) {
      for (SegmentScan each : report.readable()) {
        long sealed = sealedLength(each);
        if (each.end() > sealed) {
          fault(
              each.file(),
              "it has entries up to byte %d, and this node left %d bytes when it was stopped: it is of another time"
                  .formatted(each.end(), sealed));
        }
      }
    }
  }

  private long sealedLength(SegmentScan segment) {
    String name = segment.file().getFileName().toString();
    return seal.files().stream()
        .filter(each -> each.name().equals(name))
        .mapToLong(Seal.SealedFile::length)
        .findFirst()
        .orElse(0);
  }

  private void checkSealed(Seal.SealedFile sealed) throws IOException {
    Path file = folder.resolve(sealed.name());
    if (!Files.exists(file)) {
      fault(file, "it is missing: it was there when this node was stopped");
    } else if (Files.size(file) < sealed.length()) {
      fault(
          file,
          "it is cut off: it has %d bytes, and had %d when this node was stopped"
              .formatted(Files.size(file), sealed.length()));
    } else if (SegmentScan.checksum(file, sealed.length()) != sealed.checksum()) {
      fault(
          file,
          "its first %d bytes are not those that this node left when it was stopped"
              .formatted(sealed.length()));
    }
  }
}
