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
package io.atomix.mcast.agent.backup;

import io.atomix.mcast.ordering.GroupId;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Check of all partitions of a backup, byte by byte. Not thread-safe. */
final class BackupCheck {
  private static final int CHUNK = 256 * 1024;

  private final BackupReader reader;
  private final Progress progress;

  /** Prepares the check of an open backup, whose table of contents was found in order. */
  BackupCheck(BackupReader reader, Progress progress) {
    this.reader = reader;
    this.progress = progress;
  }

  /** Returns what is wrong, of each partition that is missing or damaged; empty if nothing is. */
  List<String> problems() {
    TableOfContents contents = reader.contents();
    List<String> problems = new ArrayList<>();
    for (TableOfContents.Group group : contents.groups()) {
      IntStream.rangeClosed(1, group.partitions())
          .mapToObj(number -> new GroupId(group.name(), number))
          .filter(id -> contents.parts().stream().noneMatch(part -> id(part).equals(id)))
          .forEach(id -> problems.add(id + " is missing"));
    }
    for (TableOfContents.Part part : contents.parts()) {
      String problem = problem(part);
      if (problem != null) {
        problems.add(
            "%s (%d bytes from byte %d of the file on) %s"
                .formatted(id(part), part.bytes(), part.offset(), problem));
      }
    }
    return problems;
  }

  private static GroupId id(TableOfContents.Part part) {
    return new GroupId(part.group(), part.partition());
  }

  /** Returns null if the part is as it was written. */
  private String problem(TableOfContents.Part part) {
    CRC32C checksum = new CRC32C();
    Uncompressed uncompressed = new Uncompressed();
    byte[] bytes = new byte[CHUNK];
    try {
      InputStream in = reader.from(part.offset());
      for (long done = 0; done < part.bytes(); ) {
        int count = in.read(bytes, 0, (int) Math.min(bytes.length, part.bytes() - done));
        if (count < 0) {
          return "ends too early";
        }
        checksum.update(bytes, 0, count);
        uncompressed.add(bytes, count);
        done += count;
        progress.at("reading " + id(part), done, part.bytes());
      }
      if (checksum.getValue() != part.checksum()) {
        return "is not what was written";
      }
      return uncompressed.isWhole(part.uncompressed())
          ? null
          : "is what was written, but not %d bytes compressed".formatted(part.uncompressed());
    } catch (IOException e) {
      return "cannot be read: " + e.getMessage();
    } finally {
      uncompressed.end();
    }
  }

  /** Counts what compressed bytes make. */
  private static final class Uncompressed {
    private final Inflater inflater = new Inflater();
    private final byte[] made = new byte[CHUNK];
    private long count;
    private boolean broken;

    void add(byte[] bytes, int length) {
      inflater.setInput(bytes, 0, length);
      try {
        for (int more = 1; more > 0 && !broken; count += more) {
          more = inflater.inflate(made);
        }
      } catch (DataFormatException e) {
        broken = true;
      }
      broken |= inflater.getRemaining() > 0;
    }

    boolean isWhole(long size) {
      return !broken && inflater.finished() && count == size;
    }

    void end() {
      inflater.end();
    }
  }
}
