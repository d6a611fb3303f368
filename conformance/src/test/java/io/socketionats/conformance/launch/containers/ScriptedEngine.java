package io.socketionats.conformance.launch.containers;

import java.lang.reflect.Proxy;
import java.util.function.Supplier;

/** Commands of a Docker engine that a test answers itself. */
final class ScriptedEngine {
  private ScriptedEngine() {}

  interface Answer {
    Object to(String method, Object argument);
  }

  /** An object of this interface that hands every call to the answer; one argument is enough. */
  static <T> T proxy(Class<T> type, Answer answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) ->
                answer.to(
                    method.getName(),
                    arguments == null || arguments.length == 0 ? null : arguments[0])));
  }

  /** A command that takes any options. */
  static Object command(String method, Supplier<?> work) {
    try {
      String name = Character.toUpperCase(method.charAt(0)) + method.substring(1);
      Class<?> type = Class.forName("com.github.dockerjava.api.command." + name);
      Object[] self = new Object[1];
      self[0] =
          proxy(
              type,
              (option, argument) -> {
                if (!option.equals("exec")) {
                  return self[0];
                }
                Object done = work.get();
                return done instanceof Boolean ? null : done; // removals answer nothing
              });
      return self[0];
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
