package monitor.itest.oracle;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** {@code kill -9} of processes of one machine. */
public enum Kill implements Fault {
  /** The Java process; its supervisor starts it again. */
  PLATFORM {
    @Override
    List<ProcessHandle> victims(Target target, Random random) {
      return target.platform().stream().toList();
    }
  },
  /** The supervisor and then the Java process; started again as an init system would. */
  SUPERVISOR {
    @Override
    List<ProcessHandle> victims(Target target, Random random) {
      return Stream.of(target.supervisor(), target.platform()).flatMap(Optional::stream).toList();
    }
  },
  /** The postmaster alone; what is left of the server ends by itself, or hinders a new one. */
  POSTMASTER {
    @Override
    List<ProcessHandle> victims(Target target, Random random) throws IOException {
      return target.postmaster().stream().toList();
    }
  },
  /** Every process of the database. */
  DATABASE {
    @Override
    List<ProcessHandle> victims(Target target, Random random) throws IOException {
      return group(target);
    }
  },
  /** One process of the database but the postmaster, which then ends all others and recovers. */
  BACKEND {
    @Override
    List<ProcessHandle> victims(Target target, Random random) throws IOException {
      List<ProcessHandle> group = group(target);
      return group.size() < 2
          ? List.of()
          : List.of(group.get(1 + random.nextInt(group.size() - 1)));
    }
  },
  /** The Java process and every process of the database at one moment. */
  BOTH {
    @Override
    List<ProcessHandle> victims(Target target, Random random) throws IOException {
      return Stream.concat(target.platform().stream(), group(target).stream()).toList();
    }
  },
  /** Any of the Java process and the processes of the database. */
  SOME {
    @Override
    List<ProcessHandle> victims(Target target, Random random) throws IOException {
      return BOTH.victims(target, random).stream().filter(any -> random.nextBoolean()).toList();
    }
  };

  abstract List<ProcessHandle> victims(Target target, Random random) throws IOException;

  @Override
  public void strike(Target target, Random random) throws IOException {
    Target.kill(victims(target, random));
    if (target.supervisor().isEmpty()) {
      target.start();
    }
  }

  /** The postmaster and its children. */
  private static List<ProcessHandle> group(Target target) throws IOException {
    return target.postmaster().stream()
        .flatMap(postmaster -> Stream.concat(Stream.of(postmaster), postmaster.children()))
        .toList();
  }
}
