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

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

/** File that is read in pieces, and never changed. Not thread-safe. */
final class ReadOnlyFile implements AutoCloseable {
  private static final int PIECE = 256 * 1024;

  private final Path path;
  private final FileChannel channel;
  private final long size;
  private final ByteBuffer piece = ByteBuffer.allocate(PIECE).limit(0);
  private long begin;

  ReadOnlyFile(Path path) throws IOException {
    this.path = path;
    channel = FileChannel.open(path, StandardOpenOption.READ);
    size = channel.size();
  }

  long size() {
    return size;
  }

  /** Returns whether so many bytes are there. */
  boolean has(long position, long length) {
    return length >= 0 && position <= size - length;
  }

  byte byteAt(long position) throws IOException {
    return at(position, Byte.BYTES).get();
  }

  int intAt(long position) throws IOException {
    return at(position, Integer.BYTES).getInt();
  }

  long longAt(long position) throws IOException {
    return at(position, Long.BYTES).getLong();
  }

  byte[] bytes(long position, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    fill(bytes, position);
    return bytes.array();
  }

  /** Adds a part of the file to a checksum. */
  void addTo(CRC32 checksum, long from, long to) throws IOException {
    for (long position = from; position < to; position += PIECE) {
      checksum.update(at(position, (int) Math.min(PIECE, to - position)));
    }
  }

  /** Returns behind which byte there is nothing but zeros. */
  long contentEnd() throws IOException {
    for (long end = size; end > 0; end -= PIECE) {
      long from = Math.max(0, end - PIECE);
      ByteBuffer bytes = at(from, (int) (end - from));
      for (int i = bytes.limit() - 1; i >= 0; i--) {
        if (bytes.get(i) != 0) {
          return from + i + 1;
        }
      }
    }
    return 0;
  }

  private ByteBuffer at(long position, int length) throws IOException {
    if (position < begin || position + length > begin + piece.limit()) {
      piece.clear().limit((int) Math.min(PIECE, Math.max(length, size - position)));
      begin = position;
      fill(piece, position);
      piece.flip();
    }
    int from = (int) (position - begin);
    return piece.duplicate().position(from).limit(from + length).slice();
  }

  private void fill(ByteBuffer bytes, long position) throws IOException {
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, position + bytes.position()) < 0) {
        throw new EOFException(path + " has become shorter while it was read");
      }
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
