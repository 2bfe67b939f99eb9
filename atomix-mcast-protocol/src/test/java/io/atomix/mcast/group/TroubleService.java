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

import io.atomix.primitive.event.EventType;
import io.atomix.primitive.event.PrimitiveEvent;
import io.atomix.primitive.operation.OperationId;
import io.atomix.primitive.service.AbstractPrimitiveService;
import io.atomix.primitive.service.BackupInput;
import io.atomix.primitive.service.BackupOutput;
import io.atomix.primitive.service.Commit;
import io.atomix.primitive.service.ServiceExecutor;
import io.atomix.primitive.session.Session;
import io.atomix.utils.config.ConfigurationException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.TreeSet;

/**
 * Throws what it is told to, where it is told to. What it was told is part of its state; so is a
 * count of calls that went well.
 */
final class TroubleService extends AbstractPrimitiveService<Object> implements DeclaredOperations {
  static final TestType TYPE = new TestType("trouble", TroubleService::new);

  /** A type whose service cannot be made at all. */
  static final TestType STILLBORN =
      new TestType(
          "stillborn",
          () -> {
            throw new AssertionError("no service today");
          });

  /** A type that does not like its configuration. */
  static final TestType INVALID =
      new TestType(
          "invalid",
          () -> {
            throw new ConfigurationException("size must be positive");
          });

  /** What may go wrong. */
  enum Problem {
    RUNTIME {
      @Override
      void strike() {
        throw new IllegalArgumentException("as ordered");
      }
    },
    ASSERTION {
      @Override
      void strike() {
        throw new AssertionError("as ordered");
      }
    },
    LINKAGE {
      @Override
      void strike() {
        throw new NoClassDefFoundError("as/Ordered");
      }
    },
    STACK_OVERFLOW {
      @Override
      void strike() {
        strike();
      }
    },
    OTHER_ERROR {
      @Override
      void strike() {
        throw new Error("as ordered");
      }
    },
    CHECKED {
      @Override
      void strike() {
        TroubleService.<RuntimeException>sneak(new Exception("as ordered"));
      }
    },
    /** Not a problem of the service: the machine fails. */
    OUT_OF_MEMORY {
      @Override
      void strike() {
        throw new OutOfMemoryError("as ordered");
      }
    },
    CAUSES_IN_A_CIRCLE {
      @Override
      void strike() {
        Exception inner = new Exception("as ordered");
        IllegalStateException outer = new IllegalStateException(inner);
        inner.initCause(outer);
        throw outer;
      }
    };

    abstract void strike();
  }

  /** Where it may go wrong, apart from the operation {@code fail} itself. */
  enum Place {
    OPEN,
    CLOSE,
    EXPIRE,
    BACKUP
  }

  private final TreeSet<String> armed = new TreeSet<>();
  private long count;

  TroubleService() {
    super(TYPE);
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> void sneak(Throwable error) throws E {
    throw (E) error;
  }

  @Override
  protected void configure(ServiceExecutor executor) {
    super.configure(executor);
    executor.handle(OperationId.command("fail"), this::fail);
    executor.handle(OperationId.query("fail-reading"), this::fail);
    executor.handle(OperationId.command("arm"), this::arm);
    executor.handle(OperationId.command("disarm"), this::disarm);
    executor.<Object>register(OperationId.command("decode"), commit -> count++);
    executor.handle(OperationId.command("count"), commit -> text(String.valueOf(++count)));
    executor.handle(OperationId.command("fail-later"), this::failLater);
    // No serializer knows how to encode this.
    executor.register(OperationId.command("unspeakable"), () -> new Object() {});
  }

  @Override
  public void add() {
    count++;
  }

  private byte[] fail(Commit<byte[]> commit) {
    Problem.valueOf(text(commit)).strike();
    return null;
  }

  private byte[] arm(Commit<byte[]> commit) {
    armed.add(text(commit));
    return null;
  }

  private byte[] disarm(Commit<byte[]> commit) {
    armed.clear();
    return null;
  }

  private byte[] failLater(Commit<byte[]> commit) {
    Problem problem = Problem.valueOf(text(commit));
    getScheduler().schedule(Duration.ofMillis(10), problem::strike);
    return null;
  }

  private void strike(Place place, Session<?> session) {
    session.publish(PrimitiveEvent.event(EventType.from("seen"), text(place.name())));
    strike(place);
    count++;
  }

  private void strike(Place place) {
    for (Problem problem : Problem.values()) {
      if (armed.contains(place + ":" + problem)) {
        problem.strike();
      }
    }
  }

  @Override
  protected void onOpen(Session session) {
    strike(Place.OPEN, session);
  }

  @Override
  protected void onExpire(Session session) {
    strike(Place.EXPIRE, session);
  }

  @Override
  protected void onClose(Session session) {
    strike(Place.CLOSE, session);
  }

  private static String text(Commit<byte[]> commit) {
    return new String(commit.value(), StandardCharsets.UTF_8);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void backup(BackupOutput output) {
    strike(Place.BACKUP);
    output.writeLong(count).writeString(String.join(" ", armed)).writeInt(getSessions().size());
  }

  @Override
  public void restore(BackupInput input) {
    count = input.readLong();
    String all = input.readString();
    if (!all.isEmpty()) {
      armed.addAll(java.util.List.of(all.split(" ")));
    }
    int sessions = input.readInt();
    if (sessions != getSessions().size()) {
      throw new IllegalStateException(
          "There were " + sessions + " sessions, now " + getSessions().size());
    }
  }
}
