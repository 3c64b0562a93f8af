package collector.metrics;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The table {@code [collector.metrics]}. */
@ObjectClassDefinition(
    name = "Host metrics",
    description = "CPU, memory, disks, file systems, network and processes of this host.")
@interface MetricsConfiguration {
  @AttributeDefinition(
      name = "Interval",
      description = "Time between two measurements.",
      min = "100ms",
      max = "1h")
  String interval() default "1s";

  @AttributeDefinition(
      name = "Root",
      description =
          "Folder that holds proc and sys of the measured host; in a container the place where the"
              + " root of the host is mounted.")
  String root() default "/";

  @AttributeDefinition(
      name = "Each processor",
      description = "Whether the utilization of each logical processor is measured as well.")
  boolean cpu_per$_$core() default true;

  @AttributeDefinition(
      name = "Modes of each processor",
      description =
          "Whether each logical processor is also divided into user, system, idle and so on.")
  boolean cpu_per$_$core$_$modes() default false;

  @AttributeDefinition(
      name = "Excluded disks",
      description = "Names of block devices that are not measured; * stands for any characters.")
  String[] disks_exclude() default {"loop*", "ram*"};

  @AttributeDefinition(
      name = "Excluded interfaces",
      description =
          "Names of network interfaces that are not measured; * stands for any characters.")
  String[] network_exclude() default {};

  @AttributeDefinition(
      name = "Interval of file systems",
      description = "Time between two looks at the room on file systems.",
      min = "1s",
      max = "1d")
  String filesystems_interval() default "10s";

  @AttributeDefinition(
      name = "Types of file systems",
      description =
          "Types that are measured; * stands for any characters. One of a network may hang.")
  String[] filesystems_include() default {
    "bcachefs",
    "btrfs",
    "exfat",
    "ext*",
    "f2fs",
    "jfs",
    "ntfs*",
    "overlay",
    "tmpfs",
    "vfat",
    "xfs",
    "zfs"
  };

  @AttributeDefinition(
      name = "Excluded types of file systems",
      description = "Types that are not measured although they are included.")
  String[] filesystems_exclude() default {};

  @AttributeDefinition(
      name = "Interval of processes",
      description = "Time between two looks at all processes.",
      min = "1s",
      max = "1h")
  String processes_interval() default "5s";

  @AttributeDefinition(
      name = "Top processes",
      description =
          "How many processes are shown by CPU, and as many by memory and by I/O; 0 shows none.",
      min = "0",
      max = "1000")
  int processes_top() default 20;

  @AttributeDefinition(
      name = "Starts and ends",
      description = "Whether processes that started or ended between two looks are shown.")
  boolean processes_changes() default true;

  @AttributeDefinition(
      name = "Command lines",
      description = "Whether the arguments of processes are shown, which may hold secrets.")
  boolean processes_command$_$lines() default true;
}
