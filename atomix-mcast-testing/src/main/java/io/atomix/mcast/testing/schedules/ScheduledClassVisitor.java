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

import java.util.function.BiPredicate;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Changes a class: steps that other threads may see are told to the {@link Scheduler} before they
 * happen, and monitors and locks are its own. A synchronized method becomes one that enters, calls
 * another with what it did, and leaves.
 */
final class ScheduledClassVisitor extends ClassVisitor {
  private static final String UNLOCKED = "$unlocked";

  private final BiPredicate<String, String> isFinal;
  private String owner;

  ScheduledClassVisitor(ClassVisitor next, BiPredicate<String, String> isFinal) {
    super(Opcodes.ASM9, next);
    this.isFinal = isFinal;
  }

  @Override
  public void visit(
      int version, int access, String name, String signature, String above, String[] interfaces) {
    owner = name;
    super.visit(version, access, name, signature, above, interfaces);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String type, String signature, String[] exceptions) {
    if ((access & Opcodes.ACC_SYNCHRONIZED) == 0) {
      return new ScheduledMethodVisitor(
          super.visitMethod(access, name, type, signature, exceptions), name, isFinal);
    }
    int unsynchronized = access & ~Opcodes.ACC_SYNCHRONIZED;
    addLocked(
        super.visitMethod(unsynchronized, name, type, signature, exceptions), access, name, type);
    int hidden =
        unsynchronized & ~(Opcodes.ACC_PUBLIC | Opcodes.ACC_PROTECTED | Opcodes.ACC_BRIDGE)
            | Opcodes.ACC_PRIVATE
            | Opcodes.ACC_SYNTHETIC;
    return new ScheduledMethodVisitor(
        super.visitMethod(hidden, name + UNLOCKED, type, null, exceptions), name, isFinal);
  }

  private void addLocked(MethodVisitor method, int access, String name, String type) {
    boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
    Label begin = new Label();
    Label end = new Label();
    Label failed = new Label();
    method.visitCode();
    method.visitTryCatchBlock(begin, end, failed, null);
    lock(method, isStatic, "enter");
    method.visitLabel(begin);
    int local = 0;
    if (!isStatic) {
      method.visitVarInsn(Opcodes.ALOAD, local++);
    }
    for (Type argument : Type.getArgumentTypes(type)) {
      method.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), local);
      local += argument.getSize();
    }
    method.visitMethodInsn(
        isStatic ? Opcodes.INVOKESTATIC : Opcodes.INVOKESPECIAL,
        owner,
        name + UNLOCKED,
        type,
        false);
    method.visitLabel(end);
    lock(method, isStatic, "exit");
    method.visitInsn(Type.getReturnType(type).getOpcode(Opcodes.IRETURN));
    method.visitLabel(failed);
    method.visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {"java/lang/Throwable"});
    lock(method, isStatic, "exit");
    method.visitInsn(Opcodes.ATHROW);
    method.visitMaxs(0, 0);
    method.visitEnd();
  }

  private void lock(MethodVisitor method, boolean isStatic, String what) {
    if (isStatic) {
      method.visitLdcInsn(Type.getObjectType(owner));
    } else {
      method.visitVarInsn(Opcodes.ALOAD, 0);
    }
    method.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        ScheduledMethodVisitor.SCHEDULER,
        what,
        "(Ljava/lang/Object;)V",
        false);
  }
}
