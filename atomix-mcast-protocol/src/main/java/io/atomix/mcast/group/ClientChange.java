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

import io.atomix.mcast.wire.Notification;

/** A change of what a group holds for a client. */
public sealed interface ClientChange {

  /** Returns the client that it is about. */
  ClientAddress client();

  /** Has the handler note it. */
  void accept(ClientChangeVisitor handler);

  /** Notes changes, each kind in its way. */
  interface ClientChangeVisitor {

    /** Takes a notification. */
    void added(Added change);

    /** Notes that an answer takes notifications along. */
    void carried(SentWithAnswer change);

    /** Notes what a client has. */
    void received(Acknowledged change);

    /** Drops a client. */
    void gone(Gone change);
  }

  /** A notification for a client. */
  record Added(ClientAddress client, Notification notification) implements ClientChange {
    @Override
    public void accept(ClientChangeVisitor handler) {
      handler.added(this);
    }
  }

  /**
   * The answer to the entry takes all notifications up to this number along, so that they need not
   * be sent at once. It may be lost, so they are sent all the same when the client does not
   * acknowledge them.
   */
  record SentWithAnswer(ClientAddress client, long number) implements ClientChange {
    @Override
    public void accept(ClientChangeVisitor handler) {
      handler.carried(this);
    }
  }

  /** A client has all notifications up to this number. */
  record Acknowledged(ClientAddress client, long number) implements ClientChange {
    @Override
    public void accept(ClientChangeVisitor handler) {
      handler.received(this);
    }
  }

  /** The Raft session of a client is over, and with it all that was meant for it. */
  record Gone(ClientAddress client) implements ClientChange {
    @Override
    public void accept(ClientChangeVisitor handler) {
      handler.gone(this);
    }
  }
}
