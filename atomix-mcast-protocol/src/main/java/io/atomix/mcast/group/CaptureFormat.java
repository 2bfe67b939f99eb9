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
package io.atomix.mcast.group;

import io.atomix.mcast.wire.BackupContent;
import io.atomix.mcast.wire.WireReader;
import io.atomix.mcast.wire.WireWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * The primitives of a group as bytes of a backup: a version, and what a snapshot has of them.
 *
 * @param contents the primitives
 * @param state the bytes
 */
record CaptureFormat(List<BackupContent> contents, byte[] state) {
  private static final int VERSION = 1;

  static CaptureFormat write(HostedPrimitives primitives) {
    WireWriter out = new WireWriter(4096).writeByte(VERSION);
    primitives.writeNumbers(out);
    List<BackupContent> contents = new ArrayList<>();
    out.writeAll(
        primitives.all(),
        (each, primitive) -> {
          int before = each.size();
          primitive.write(each);
          long entries = primitive.view().entries();
          contents.add(
              new BackupContent(
                  primitive.name(), primitive.type().name(), entries, each.size() - before));
        });
    return new CaptureFormat(contents, out.toByteArray());
  }

  /**
   * Makes the primitives of an empty group.
   *
   * @throws io.atomix.mcast.wire.WireException if the bytes are damaged or of a newer version
   */
  static void read(String what, byte[] state, HostedPrimitives primitives) {
    WireReader in = new WireReader(what, state);
    in.readVersion(1, VERSION);
    primitives.load(in);
    in.end();
  }
}
