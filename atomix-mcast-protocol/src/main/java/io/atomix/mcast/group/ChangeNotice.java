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

import io.atomix.mcast.MessageAwareService;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.primitive.service.PrimitiveService;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a service that wants to know it which message has changed it. */
final class ChangeNotice {
  private static final Logger LOGGER = LoggerFactory.getLogger(ChangeNotice.class);
  private static final ChangeNotice NOBODY = new ChangeNotice(null, null);

  private final MessageAwareService service;
  private final Surroundings group;

  private ChangeNotice(MessageAwareService service, Surroundings group) {
    this.service = service;
    this.group = group;
  }

  static ChangeNotice to(PrimitiveService service, Surroundings group) {
    return service instanceof MessageAwareService aware ? new ChangeNotice(aware, group) : NOBODY;
  }

  /** The service may have been changed. */
  void changed() {
    if (service == null) {
      return;
    }
    MessageId message = group.message();
    try {
      service.changedBy(
          message == null ? null : new UUID(message.clientHigh(), message.clientLow()),
          message == null ? 0 : message.sequence());
    } catch (RuntimeException e) {
      LOGGER.warn("{} failed when it was told what has changed it; it goes on", service, e);
    }
  }
}
