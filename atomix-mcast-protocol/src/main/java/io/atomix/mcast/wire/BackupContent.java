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
package io.atomix.mcast.wire;

/**
 * One primitive in one partition of a backup.
 *
 * @param name its name
 * @param type the name of its type
 * @param entries how many entries it has there, -1 if its service does not tell
 * @param bytes how many bytes it takes there, before they are compressed
 */
public record BackupContent(String name, String type, long entries, long bytes)
    implements Writable {
  @Override
  public void write(WireWriter out) {
    out.writeString(name).writeString(type).writeLong(entries).writeVarLong(bytes);
  }

  static BackupContent read(WireReader in) {
    return new BackupContent(in.readName(), in.readName(), in.readLong(), in.readVarLong());
  }
}
