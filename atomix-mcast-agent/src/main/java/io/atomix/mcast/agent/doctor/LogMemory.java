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
package io.atomix.mcast.agent.doctor;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Memory of what this process has logged, for the messages of {@link LogChecks}: of each kind the
 * last. What its log level holds back is not there either. Thread-safe.
 */
public final class LogMemory extends AppenderBase<ILoggingEvent> {
  private final Map<String, String> last = new LinkedHashMap<>();

  /** Remembers from now on what is logged by logback; nothing where something else logs. */
  public static LogMemory ofThisProcess() {
    LogMemory memory = new LogMemory();
    memory.start();
    if (LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME) instanceof Logger root) {
      root.addAppender(memory);
    }
    return memory;
  }

  /** Called by logback, one event at a time. */
  @Override
  protected void append(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(event.getFormattedMessage());
    for (IThrowableProxy thrown = event.getThrowableProxy();
        thrown != null;
        thrown = thrown.getCause()) {
      line.append("; ").append(thrown.getClassName()).append(": ").append(thrown.getMessage());
    }
    String text = line.toString();
    LogChecks.kind(text)
        .ifPresent(
            kind -> {
              synchronized (last) {
                last.put(kind, LogChecks.shown(text));
              }
            });
  }

  /** Returns the last message of each kind, by the time when the first of the kind came. */
  public List<String> lines() {
    synchronized (last) {
      return new ArrayList<>(last.values());
    }
  }
}
