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

import io.atomix.cluster.MemberId;
import io.atomix.mcast.observe.GroupView;
import io.atomix.mcast.observe.HostedDetails;
import io.atomix.mcast.observe.HostedView;
import io.atomix.mcast.observe.PendingMessage;
import io.atomix.mcast.observe.StateChecksum;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.MessageStatus;
import io.atomix.mcast.ordering.PendingView;
import io.atomix.mcast.wire.WireWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** Views of a group's data for operators, which change nothing of it. */
final class GroupViews {
  private final GroupData data;

  GroupViews(GroupData data) {
    this.data = data;
  }

  /**
   * Returns a view of the whole.
   *
   * @param index the log index of the last entry
   * @param limit how many messages of each sort to show, at most
   */
  GroupView all(long index, int limit) {
    Map<MessageId, MessageStatus> remembered = new HashMap<>();
    data.ordering()
        .multicastMessages()
        .filter(known -> !known.status().state().pending())
        .limit(limit)
        .forEach(known -> remembered.put(known.id(), known.status()));
    List<HostedView> hosted = data.primitives().all().stream().map(HostedPrimitive::view).toList();
    return new GroupView(pending(limit), remembered, hosted, checksum(index, hosted));
  }

  private StateChecksum checksum(long index, List<HostedView> hosted) {
    WireWriter out = new WireWriter(4096);
    data.writeOrdering(out);
    data.clients().writeNumbers(out);
    out.writeAll(
        hosted,
        (each, primitive) ->
            each.writeString(primitive.name())
                .writeString(primitive.type())
                .writeVarLong(primitive.sessions())
                .writeLong(primitive.entries()));
    data.messages().writeIds(out);
    data.timers().writeTicking(out);
    CRC32 crc = new CRC32();
    crc.update(out.toByteArray());
    return new StateChecksum(index, crc.getValue());
  }

  /** Returns a view of the primitives, by name. */
  List<HostedDetails> hosted() {
    return data.primitives().all().stream().map(HostedPrimitive::details).toList();
  }

  /** Returns a view of the pending messages, the lowest so many at most. */
  List<PendingMessage> pending(int limit) {
    return data.ordering().pendingMessages(limit).stream().map(this::view).toList();
  }

  private PendingMessage view(PendingView order) {
    MessageWork message = data.messages().get(order.id());
    MemberId client = message == null ? null : data.clients().memberOf(message);
    return new PendingMessage(
        order,
        message == null ? "unknown" : message.operation(),
        client == null ? null : client.id(),
        0);
  }
}
