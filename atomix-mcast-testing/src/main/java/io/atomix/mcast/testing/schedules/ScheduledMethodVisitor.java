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
package io.atomix.mcast.testing.schedules;

import java.util.Set;
import java.util.function.BiPredicate;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Changes the steps of one method. */
final class ScheduledMethodVisitor extends MethodVisitor {
  static final String SCHEDULER = "io/atomix/mcast/testing/schedules/Scheduler";

  private static final String OF_A_MONITOR = "(Ljava/lang/Object;)V";
  private static final String LOCKS = "java/util/concurrent/locks/";

  /** Methods of collections that call back with a lock held. */
  private static final Set<String> HOLDING =
      Set.of("compute", "computeIfAbsent", "computeIfPresent", "merge");

  private final String name;
  private final BiPredicate<String, String> isFinal;

  ScheduledMethodVisitor(MethodVisitor next, String name, BiPredicate<String, String> isFinal) {
    super(Opcodes.ASM9, next);
    this.name = name;
    this.isFinal = isFinal;
  }

  private void call(String what, String type) {
    super.visitMethodInsn(Opcodes.INVOKESTATIC, SCHEDULER, what, type, false);
  }

  @Override
  public void visitCode() {
    super.visitCode();
    if (name.equals("<clinit>")) {
      call("enterAtomic", "()V");
    }
  }

  @Override
  public void visitInsn(int code) {
    if (code == Opcodes.MONITORENTER) {
      call("enter", OF_A_MONITOR);
    } else if (code == Opcodes.MONITOREXIT) {
      call("exit", OF_A_MONITOR);
    } else {
      if (code == Opcodes.RETURN && name.equals("<clinit>")) {
        call("leaveAtomic", "()V");
      }
      super.visitInsn(code);
    }
  }

  @Override
  public void visitFieldInsn(int code, String owner, String field, String type) {
    if (!name.equals("<init>") && !isFinal.test(owner, field)) {
      call("point", "()V");
    }
    super.visitFieldInsn(code, owner, field, type);
  }

  @Override
  public void visitMethodInsn(
      int code, String owner, String method, String type, boolean isInterface) {
    String instead = instead(owner, method);
    if (instead != null) {
      forget(type);
      call(instead, typeOf(instead));
      return;
    }
    boolean seen =
        owner.startsWith("java/util/")
            && (code == Opcodes.INVOKEVIRTUAL || code == Opcodes.INVOKEINTERFACE);
    boolean holds = seen && HOLDING.contains(method);
    if (seen) {
      call("point", "()V");
    }
    if (holds) {
      call("enterAtomic", "()V");
    }
    super.visitMethodInsn(code, owner, method, type, isInterface);
    if (holds) {
      call("leaveAtomic", "()V");
    }
  }

  private static String typeOf(String instead) {
    return switch (instead) {
      case "lock", "unlock" -> "(Ljava/util/concurrent/locks/Lock;)V";
      case "holdsLock" -> "(Ljava/lang/Object;)Z";
      default -> OF_A_MONITOR;
    };
  }

  private static String instead(String owner, String method) {
    if (owner.startsWith(LOCKS) && (method.equals("lock") || method.equals("unlock"))) {
      return method;
    }
    if (owner.equals("java/lang/Thread") && method.equals("holdsLock")) {
      return method;
    }
    if (!owner.equals("java/lang/Object")) {
      return null;
    }
    return switch (method) {
      case "wait" -> "await";
      case "notify" -> "notifyOne";
      case "notifyAll" -> "notifyEach";
      default -> null;
    };
  }

  /** Takes the time from the stack for which somebody wants to wait. */
  private void forget(String type) {
    if (type.equals("(JI)V")) {
      super.visitInsn(Opcodes.POP);
    }
    if (type.startsWith("(J")) {
      super.visitInsn(Opcodes.POP2);
    }
  }
}
