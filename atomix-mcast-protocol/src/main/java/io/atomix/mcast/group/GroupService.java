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
import io.atomix.mcast.observe.PendingMessage;
import io.atomix.mcast.observe.StateView;
import io.atomix.mcast.ordering.GroupId;
import io.atomix.mcast.ordering.MessageId;
import io.atomix.mcast.ordering.Outlook;
import io.atomix.mcast.wire.Answer;
import io.atomix.mcast.wire.Batch;
import io.atomix.mcast.wire.Delivery;
import io.atomix.mcast.wire.NewerVersionException;
import io.atomix.mcast.wire.ReadAnswer;
import io.atomix.mcast.wire.ReadRequest;
import io.atomix.mcast.wire.Result;
import io.atomix.mcast.wire.WireException;
import io.atomix.primitive.PrimitiveType;
import io.atomix.primitive.operation.OperationType;
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
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one replicated service of a partition. Atomix's Raft calls it on one thread; it may be
 * replaced by a restored instance at any time, so it holds nothing besides the state.
 */
public final class GroupService implements PrimitiveService {
  /** The name under which Raft knows the service, and its type. */
  public static final String NAME = "generic-multicast-group";

  private static final Logger LOGGER = LoggerFactory.getLogger(GroupService.class);

  private static final String REMEDY =
      "If a newer release has written it: run that release, or a later one. If it is damaged: while"
          + " the other members are up, stop this one, remove the files of the partition (the"
          + " folder multicast/PARTITION of the group's storage.directory) and start it again; it"
          + " gets them from the others. Otherwise repair the fault that is named here and restart"
          + " the member";

  /** The client asks for what is left when it has these. */
  private static final int ITEMS_PER_ANSWER = 10_000;

  /** Raft asks for one; the service's entries, answers and snapshot are bytes of its own. */
  private static final Serializer SERIALIZER = Serializer.using(Namespaces.BASIC);

  private final GroupId self;
  private final GroupHost host;

  /** Held while the state is used: Raft's thread is not the only one that looks at it. */
  private final Object turn = new Object();

  private ServiceContext context;
  private GroupState state;

  /** True if the state is known to be what the log says: it was restored, or needed not to be. */
  private boolean sound;

  /** The last entry that this service was given, and the snapshot that it was restored from. */
  private long lastIndex;

  private long restoredFrom;

  /** Reason why the state is not what the log says any more, or null. */
  private Throwable broken;

  GroupService(GroupId self, GroupHost host) {
    this.self = self;
    this.host = host;
  }

  /** Returns the type by which a group's Raft server knows this service. */
  public static PrimitiveType<?, ?, ?> type(GroupId self, GroupHost host) {
    return new GroupServiceType(() -> new GroupService(self, host));
  }

  /** Returns the type by which a group's Raft clients know this service; it makes no services. */
  public static PrimitiveType<?, ?, ?> clientType() {
    return new GroupServiceType(
        () -> {
          throw new UnsupportedOperationException("A client hosts no group service");
        });
  }

  @Override
  public void init(ServiceContext newContext) {
    context = newContext;
    state = new GroupState(self, localMember(), host);
    host.hosts(new StateReader(), this::judge);
  }

  /** Looks at the state, which changes nothing, so it may be done at any time on any replica. */
  private final class StateReader implements StateView {
    @Override
    public List<PendingMessage> pending(int limit) {
      synchronized (turn) {
        return state.pending(limit);
      }
    }

    @Override
    public GroupView all(int limit) {
      synchronized (turn) {
        return state.view(limit);
      }
    }

    @Override
    public List<HostedDetails> hosted() {
      synchronized (turn) {
        return state.hosted();
      }
    }
  }

  private Judge.Judgement judge(MessageId id, Function<MessageId, Outlook> outlooks) {
    synchronized (turn) {
      return sound && broken == null ? state.judge(id, outlooks) : Judge.Judgement.NONE;
    }
  }

  private MemberId localMember() {
    return context.localMemberId();
  }

  @Override
  public void tick(WallClockTimestamp timestamp) {
    entry(() -> state.tick(context.currentIndex(), timestamp.unixTimestamp()));
  }

  private Answer.AnswerBatch entry(Supplier<GroupEffects> change) {
    requireSound();
    try {
      GroupEffects effects;
      synchronized (turn) {
        effects = change.get();
      }
      host.applied(effects);
      return effects.answer();
    } catch (WireException e) {
      // Nothing was applied, the same on every replica, and all answer it.
      throw e;
    } catch (UnfinishedEntryException e) {
      failed(e.reason());
      host.applied(e.effects());
      throw e.reason();
    } catch (RuntimeException e) {
      failed(e);
      throw e;
    } catch (Loading.NotLoadedError e) {
      LOGGER.error("Group {}: {}. This replica stops serving", self, e.getMessage(), e);
      stop(e);
      throw e;
    } catch (VirtualMachineError e) {
      LOGGER.error(
          "Member {} failed while it applied entry {} of group {}; this replica stops"
              + " serving, because it may have applied only a part of the entry. Repair the"
              + " fault below and restart the member",
          localMember(),
          context.currentIndex(),
          self,
          e);
      stop(e);
      throw e;
    }
  }

  /** Raft makes an answer of it, and says nothing. */
  private void failed(RuntimeException reason) {
    LOGGER.error(
        "Member {} failed while it applied entry {} of group {}. If the other members did"
            + " not fail, this replica differs from theirs now: compare them",
        localMember(),
        context.currentIndex(),
        self,
        reason);
  }

  /**
   * Refuses to go on with a state that is not what the log says.
   *
   * <p>The entries behind a snapshot must be applied to what was restored from it. Raft itself
   * would apply it to an empty service if the snapshot is lost, or damaged before the state begins.
   */
  private void requireSound() {
    if (broken != null) {
      throw new NotServingError(broken);
    }
    if (!sound && !host.startsEmpty(context.currentIndex()) || missedSnapshot()) {
      stop(
          new IllegalStateException(
              "Group "
                  + self
                  + " has entries behind a snapshot, but the snapshot is lost or damaged"));
      LOGGER.error(
          "Member {} has lost the snapshot of group {}; this replica stops serving. {}",
          localMember(),
          self,
          REMEDY);
      throw new NotServingError(broken);
    }
    sound = true;
    lastIndex = Math.max(lastIndex, context.currentIndex());
  }

  /**
   * Returns whether the leader has sent a snapshot of what this service lacks, and this entry comes
   * behind it: it should have been restored. Raft goes on with the old state if it cannot be read.
   */
  private boolean missedSnapshot() {
    long awaited = host.awaitedSnapshot();
    return awaited > Math.max(lastIndex, restoredFrom) && context.currentIndex() > awaited;
  }

  private void stop(Throwable reason) {
    broken = reason;
    host.broken(reason);
  }

  /** This replica does not serve. An error, because Raft would answer with a mere exception. */
  static final class NotServingError extends Error {
    private static final long serialVersionUID = 1;

    private NotServingError(Throwable cause) {
      super("This replica has stopped serving: " + cause, cause);
    }
  }

  @Override
  public Serializer serializer() {
    return SERIALIZER;
  }

  @Override
  public byte[] apply(Commit<byte[]> commit) {
    return commit.operation().type() == OperationType.COMMAND
        ? applyBatch(commit)
        : answerRead(commit);
  }

  private byte[] applyBatch(Commit<byte[]> commit) {
    requireSound();
    try {
      Batch batch = Batch.decode(commit.value());
      Session<?> caller = commit.session();
      return entry(
              () -> state.apply(commit.index(), batch, caller.sessionId().id(), caller.memberId()))
          .encode();
    } catch (NewerVersionException e) {
      // The leader could read it, so members of its release have applied it.
      LOGGER.error(
          "Entry {} of group {} was logged by a newer release than that of member {}; this replica"
              + " stops serving, because it would differ from the others. {}",
          commit.index(),
          self,
          localMember(),
          e.getMessage());
      stop(e);
      throw new NotServingError(e);
    } catch (WireException e) {
      // An entry that is in the log must not stop a replica: every replica gives this answer.
      Answer refusal =
          new Answer.Finished(new Result.Failed(Result.Cause.MALFORMED, e.getMessage()));
      return new Answer.AnswerBatch(commit.index(), false, List.of(refusal)).encode();
    }
  }

  private byte[] answerRead(Commit<byte[]> commit) {
    requireSound();
    try {
      ReadRequest request = ReadRequest.decode(commit.value());
      long session = commit.session().sessionId().id();
      return request.accept(new ReadAnswerer(session)).encode();
    } catch (WireException e) {
      return new ReadAnswer.RefusedRequest(e.getMessage()).encode();
    }
  }

  /** Answers what came over a Raft session. */
  private final class ReadAnswerer implements ReadRequest.ReadVisitor<ReadAnswer> {
    private final long session;

    private ReadAnswerer(long session) {
      this.session = session;
    }

    @Override
    public ReadAnswer queries(ReadRequest.Queries queries) {
      return answered(() -> state.queries().answer(queries, context.currentIndex(), session));
    }

    @Override
    public ReadAnswer parts(ReadRequest.QueryParts parts) {
      return answered(() -> state.queries().answer(parts, context.currentIndex(), session));
    }

    private ReadAnswer answered(Supplier<QueryAnswers.Answered> answer) {
      QueryAnswers.Answered answered;
      synchronized (turn) {
        answered = answer.get();
      }
      host.queried(answered.results().results().size(), answered.answered(), answered.blocked());
      return answered.results();
    }

    @Override
    public ReadAnswer confirmation(ReadRequest.Confirmation confirmation) {
      synchronized (turn) {
        return state.queries().confirm(confirmation);
      }
    }

    @Override
    public ReadAnswer notifications(ReadRequest.FetchNotifications request) {
      return notificationsAfter(session, request.received());
    }
  }

  private ReadAnswer notificationsAfter(long session, long received) {
    synchronized (turn) {
      return new ReadAnswer.StoredNotifications(
          new Delivery(
              session,
              state.notificationsAfter(session, received).stream()
                  .limit(ITEMS_PER_ANSWER)
                  .toList()));
    }
  }

  @Override
  @SuppressWarnings("rawtypes")
  public void register(Session session) {
    // A session means nothing until its first batch says which client it carries.
  }

  @Override
  public void expire(SessionId sessionId) {
    end(sessionId, true);
  }

  @Override
  public void close(SessionId sessionId) {
    end(sessionId, false);
  }

  private void end(SessionId sessionId, boolean expired) {
    entry(() -> state.end(context.currentIndex(), sessionId.id(), expired));
  }

  @Override
  public void backup(BackupOutput output) {
    requireSound();
    byte[] bytes;
    host.snapshotBegins();
    try {
      synchronized (turn) {
        bytes = state.write();
      }
    } catch (RuntimeException | Error e) {
      LOGGER.error(
          "Group {} on member {} cannot take a snapshot, so its log is kept and grows."
              + " Repair the fault below and restart the member",
          self,
          localMember(),
          e);
      throw new NoSnapshotError(e);
    }
    SnapshotFrame.write(output, bytes);
    host.snapshotEnds(bytes.length);
  }

  /**
   * The group cannot write a snapshot. An error, because Raft swallows exceptions here: it would
   * complete the snapshot without what the group holds, and then delete the log.
   */
  static final class NoSnapshotError extends Error {
    private static final long serialVersionUID = 1;

    private NoSnapshotError(Throwable cause) {
      super("A hosted primitive failed to write itself into the snapshot: " + cause, cause);
    }
  }

  @Override
  public void restore(BackupInput input) {
    try {
      byte[] bytes = SnapshotFrame.read("The snapshot of group " + self, input);
      GroupContents contents;
      synchronized (turn) {
        state = GroupState.read(self, localMember(), host, bytes);
        contents = state.contents();
      }
      host.restored(contents);
      restoredFrom = host.awaitedSnapshot();
      sound = true;
    } catch (RuntimeException | Error e) {
      // Raft only logs exceptions here, and applies the next entry to the empty service.
      LOGGER.error(
          "The snapshot of group {} cannot be restored on member {}; this replica stops serving."
              + " {}",
          self,
          localMember(),
          REMEDY,
          e);
      stop(e);
      throw new NotServingError(e);
    }
  }
}
