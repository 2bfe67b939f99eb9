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
package io.atomix.mcast.raft;

import io.atomix.primitive.service.BackupInput;
import io.atomix.primitive.service.BackupOutput;
import io.atomix.primitive.service.Commit;
import io.atomix.primitive.service.PrimitiveService;
import io.atomix.primitive.service.ServiceContext;
import io.atomix.primitive.session.Session;
import io.atomix.primitive.session.SessionId;
import io.atomix.utils.serializer.Namespaces;
import io.atomix.utils.serializer.Serializer;
import io.atomix.utils.time.WallClockTimestamp;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Appends each operation's bytes to a list of texts and answers with its length. */
final class RecordingService implements PrimitiveService {
  final List<String> applied = new CopyOnWriteArrayList<>();

  @Override
  public byte[] apply(Commit<byte[]> commit) {
    applied.add(new String(commit.value(), StandardCharsets.UTF_8));
    return String.valueOf(applied.size()).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Serializer serializer() {
    return Serializer.using(Namespaces.BASIC);
  }

  @Override
  public void backup(BackupOutput output) {
    output.writeInt(applied.size());
    applied.forEach(output::writeString);
  }

  @Override
  public void restore(BackupInput input) {
    applied.clear();
    int size = input.readInt();
    for (int i = 0; i < size; i++) {
      applied.add(input.readString());
    }
  }

  @Override
  public void init(ServiceContext context) {}

  @Override
  public void tick(WallClockTimestamp timestamp) {}

  @Override
  public void register(Session session) {}

  @Override
  public void expire(SessionId sessionId) {}

  @Override
  public void close(SessionId sessionId) {}
}
