package collector.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database server of files, in src/test/resources/golden; its values were worked out by hand. */
class GoldenHostTest {
  @TempDir Path root;

  private final Scan scan = new Scan();
  private GoldenHost host;

  @BeforeEach
  void lookForTheFirstTime() throws IOException {
    host = new GoldenHost("database-server", root).show("first");
  }

  private static List<String> lines(Meter meter) throws IOException {
    Round round = new Round(1);
    meter.measure(round);
    return Lines.samples(round);
  }

  @Test
  void measuresProcessorsBetweenTwoLooks() throws IOException {
    CpuMeter meter = new CpuMeter(scan, host.files(), CpuMeter.Cores.BUSY);
    assertThat(lines(meter)).containsExactly("system.process.created {} {process} 14722");
    host.show("second");
    assertThat(lines(meter))
        .containsExactly(
            "system.cpu.utilization {} 1 0.500000",
            "system.cpu.utilization {cpu.mode=user} 1 0.300000",
            "system.cpu.utilization {cpu.mode=nice} 1 0.020000",
            "system.cpu.utilization {cpu.mode=system} 1 0.100000",
            "system.cpu.utilization {cpu.mode=idle} 1 0.400000",
            "system.cpu.utilization {cpu.mode=iowait} 1 0.100000",
            "system.cpu.utilization {cpu.mode=interrupt} 1 0.040000",
            "system.cpu.utilization {cpu.mode=steal} 1 0.040000",
            "system.cpu.utilization {cpu.logical_number=0} 1 0.980000",
            // iowait went backwards from 500 to 490: it counts as nothing
            "system.cpu.utilization {cpu.logical_number=1} 1 0.200000",
            "system.process.created {} {process} 14730");
  }

  @Test
  void leavesOutProcessorsWhenTold() throws IOException {
    CpuMeter meter = new CpuMeter(scan, host.files(), CpuMeter.Cores.NOTHING);
    lines(meter);
    host.show("second");
    assertThat(lines(meter)).hasSize(9).noneMatch(line -> line.contains("logical_number"));
  }

  @Test
  void dividesProcessorsIntoModesWhenTold() throws IOException {
    CpuMeter meter = new CpuMeter(scan, host.files(), CpuMeter.Cores.MODES);
    lines(meter);
    host.show("second");
    assertThat(lines(meter))
        .hasSize(1 + 7 + 2 * 8 + 1)
        .contains(
            "system.cpu.utilization {cpu.logical_number=0, cpu.mode=user} 1 0.580000",
            "system.cpu.utilization {cpu.logical_number=1, cpu.mode=idle} 1 0.800000");
  }

  @Test
  void showsNoUtilizationWhenNoTimeHasPassed() throws IOException {
    CpuMeter meter = new CpuMeter(scan, host.files(), CpuMeter.Cores.BUSY);
    lines(meter);
    assertThat(lines(meter)).containsExactly("system.process.created {} {process} 14722");
  }

  @Test
  void measuresLoadAndUptime() throws IOException {
    host.show("second");
    assertThat(lines(new LoadMeter(scan, host.files())))
        .containsExactly(
            "system.cpu.load_average.1m {} {thread} 1.640000",
            "system.cpu.load_average.5m {} {thread} 10.750000",
            "system.cpu.load_average.15m {} {thread} 0.460000");
    assertThat(lines(new UptimeMeter(scan, host.files())))
        .containsExactly("system.uptime {} s 2991.940000");
  }

  @Test
  void measuresMemoryAndSwap() throws IOException {
    assertThat(lines(new MemoryMeter(scan, host.files())))
        .containsExactly(
            "system.memory.usage {system.memory.state=used} By 5120000000",
            "system.memory.usage {system.memory.state=free} By 1024000000",
            "system.memory.usage {system.memory.state=buffers} By 512000000",
            "system.memory.usage {system.memory.state=cached} By 9728000000",
            "system.memory.limit {} By 16384000000",
            "system.linux.memory.available {} By 12288000000",
            "system.memory.utilization {} 1 0.250000",
            "system.linux.memory.slab.usage {linux.memory.slab.state=reclaimable} By 512000000",
            "system.linux.memory.slab.usage {linux.memory.slab.state=unreclaimable} By 307200000",
            "system.paging.usage {system.paging.state=used} By 512000000",
            "system.paging.usage {system.paging.state=free} By 1536000000",
            "system.paging.utilization {} 1 0.250000");
    assertThat(lines(new PagingMeter(scan, host.files())))
        .containsExactly(
            "system.paging.operations {system.paging.direction=in} {operation} 17",
            "system.paging.operations {system.paging.direction=out} {operation} 125",
            "system.paging.faults {system.paging.fault.type=major} {fault} 3178",
            "system.paging.faults {system.paging.fault.type=minor} {fault} 7816961");
  }

  @Test
  void measuresWholeDisksThatWereUsed() throws IOException {
    NamePatterns excluded = new NamePatterns(List.of("loop*", "md127"));
    assertThat(lines(new DiskMeter(scan, host.files(), excluded)))
        .containsExactly(
            "system.disk.io {disk.io.direction=write, system.device=nvme0n1} By 8771604480",
            "system.disk.io {disk.io.direction=read, system.device=nvme0n1} By 3201524736",
            "system.disk.operations {disk.io.direction=read, system.device=nvme0n1} {operation}"
                + " 80848",
            "system.disk.operations {disk.io.direction=write, system.device=nvme0n1} {operation}"
                + " 34375",
            "system.disk.operation_time {disk.io.direction=read, system.device=nvme0n1} s"
                + " 62.568000",
            "system.disk.operation_time {disk.io.direction=write, system.device=nvme0n1} s"
                + " 41.539000",
            "system.disk.io_time {system.device=nvme0n1} s 19.224000",
            "system.disk.io {disk.io.direction=write, system.device=dm-0} By 819200",
            "system.disk.io {disk.io.direction=read, system.device=dm-0} By 409600",
            "system.disk.operations {disk.io.direction=read, system.device=dm-0} {operation} 100",
            "system.disk.operations {disk.io.direction=write, system.device=dm-0} {operation} 200",
            "system.disk.operation_time {disk.io.direction=read, system.device=dm-0} s 0.050000",
            "system.disk.operation_time {disk.io.direction=write, system.device=dm-0} s 0.150000",
            "system.disk.io_time {system.device=dm-0} s 0.180000");
  }

  @Test
  void measuresInterfacesThatWereUsed() throws IOException {
    NamePatterns excluded = new NamePatterns(List.of("veth*", "lo"));
    String receive = "{network.interface.name=enp0s31f6, network.io.direction=receive} ";
    String transmit = "{network.interface.name=enp0s31f6, network.io.direction=transmit} ";
    assertThat(lines(new NetworkMeter(scan, host.files(), excluded)))
        .containsExactly(
            "system.network.io " + receive + "By 395757801",
            "system.network.packet.count " + receive + "{packet} 12804",
            "system.network.errors " + receive + "{error} 1",
            "system.network.packet.dropped " + receive + "{packet} 2",
            "system.network.io " + transmit + "By 1263915",
            "system.network.packet.count " + transmit + "{packet} 8984",
            "system.network.errors " + transmit + "{error} 3",
            "system.network.packet.dropped " + transmit + "{packet} 4");
  }

  @Test
  void measuresTimeLostToPressure() throws IOException {
    String time = "system.linux.pressure.time ";
    assertThat(lines(new PressureMeter(scan, host.files())))
        .containsExactly(
            time + "{linux.pressure.resource=cpu, linux.pressure.stalled=some} s 104.935462",
            time + "{linux.pressure.resource=cpu, linux.pressure.stalled=full} s 0",
            time + "{linux.pressure.resource=memory, linux.pressure.stalled=some} s 1.500000",
            time + "{linux.pressure.resource=memory, linux.pressure.stalled=full} s 0.500000",
            time + "{linux.pressure.resource=io, linux.pressure.stalled=some} s 0.000250");
  }

  private static String sockets(String state, String rest, int count) {
    return "system.linux.socket.count {linux.socket.state=%s, network.transport=%s} {socket} %d"
        .formatted(state, rest, count);
  }

  @Test
  void countsSockets() throws IOException {
    assertThat(lines(new SocketMeter(scan, host.files())))
        .containsExactly(
            sockets("in_use", "tcp, network.type=ipv4", 31),
            sockets("orphan", "tcp", 2),
            sockets("time_wait", "tcp", 17),
            sockets("in_use", "udp, network.type=ipv4", 5),
            sockets("in_use", "tcp, network.type=ipv6", 12),
            sockets("in_use", "udp, network.type=ipv6", 3),
            "system.network.connection.count"
                + " {network.connection.state=established, network.transport=tcp} {connection} 29",
            "system.linux.tcp.segments {network.io.direction=receive} {segment} 113786",
            "system.linux.tcp.segments {network.io.direction=transmit} {segment} 109805",
            "system.linux.tcp.retransmissions {} {segment} 77");
  }

  @Test
  void measuresTemperaturesOfSensorsAndElseOfZones() throws IOException {
    TemperatureMeter meter = new TemperatureMeter(scan, host.files());
    assertThat(lines(meter))
        .containsExactly(
            "hw.temperature {hw.id=hwmon0/temp1, hw.name=coretemp, hw.sensor_location=Package id 0}"
                + " Cel 45.500000",
            "hw.temperature {hw.id=hwmon1/temp1, hw.name=nvme} Cel -2");
    host.remove("sys/class/hwmon/hwmon0");
    host.remove("sys/class/hwmon/hwmon1");
    assertThat(lines(meter))
        .containsExactly("hw.temperature {hw.id=thermal_zone0/temp, hw.name=cpu-thermal} Cel 51");
  }

  @Test
  void findsTheTightestLimitsOfItsControlGroups() throws IOException {
    ControlGroupMeter meter = new ControlGroupMeter(scan, host.files());
    assertThat(lines(meter))
        .containsExactly(
            "container.memory.limit {} By 536870912",
            "container.memory.usage {} By 100000000",
            "container.cpu.limit {} {cpu} 1.500000",
            "container.cpu.time {} s 5",
            "container.cpu.throttled_time {} s 0.250000");
    host.remove("sys/fs/cgroup/system.slice/monitor.service");
    host.remove("sys/fs/cgroup/system.slice/cpu.max");
    assertThat(lines(meter)).isEmpty();
  }

  @Test
  void findsEachMountedFileSystemOnce() throws IOException {
    NamePatterns types = new NamePatterns(List.of("ext*", "xfs", "vfat", "exfat", "tmpfs"));
    assertThat(new MountTable(scan, host.files(), types::matches).read())
        .containsExactly(
            new Mount("/dev/mapper/vg-root", "/", "ext4", false),
            new Mount("tmpfs", "/run", "tmpfs", false),
            new Mount("/dev/nvme0n1p1", "/boot/efi", "vfat", true),
            new Mount("/dev/md127", "/srv/My Data\\x", "xfs", false),
            // that of /dev/sdb1 was there before and is hidden now
            new Mount("/dev/sdc1", "/mnt/usb", "vfat", false));
  }

  @Test
  void looksAtProcesses() throws IOException {
    AtomicLong nanoTime = new AtomicLong();
    ProcessReader reader = new ProcessReader(scan, host.files(), true, new KernelUnits(4096, 100));
    ProcessMeter meter = new ProcessMeter(reader, 2, true, nanoTime::get);
    String user = owner();
    Round first = new Round(1);
    meter.measure(first);
    assertThat(Lines.processes(first))
        .containsExactly(
            running("4711<1 'a) R (b c' 'postgres: writer'", user, 1795221194000L)
                + " cpu=0.005030 memory=1024000000 read=10000.201211 write=20000.402423",
            running("1<0 'systemd' '/sbin/init splash'", user, 1795221184050L)
                + " cpu=0.003677 memory=12288000");

    host.show("second").remove("proc/99");
    nanoTime.addAndGet(5_000_000_000L);
    Round second = new Round(2);
    meter.measure(second);
    assertThat(Lines.processes(second))
        .containsExactly(
            "STARTED 100<4711 'sh' 'sh -c sleep 1' "
                + user
                + " start=1795224174940 cpu=0.100000 memory=40960",
            "ENDED 99<1 'cron' ''  start=1795221204000 cpu=0.000007 memory=0",
            running("4711<1 'a) R (b c' 'postgres: writer'", user, 1795221194000L)
                + " cpu=2 memory=1228800000 read=100 write=0",
            running("100<4711 'sh' 'sh -c sleep 1'", user, 1795224174940L)
                + " cpu=0.100000 memory=40960",
            running("1<0 'systemd' '/sbin/init splash'", user, 1795221184050L)
                + " cpu=0 memory=12288000",
            running("42<2 'kworker/0:1-ev' ''", user, 1795221184070L)
                + " cpu=0 memory=0 read=200 write=800");
    assertThat(Lines.samples(second))
        .containsExactly(
            "system.process.count {process.state=running} {process} 1",
            "system.process.count {process.state=sleeping} {process} 2",
            "system.process.count {process.state=blocked} {process} 0",
            "system.process.count {process.state=stopped} {process} 1",
            "system.process.count {process.state=defunct} {process} 0",
            "system.process.count {} {process} 4");
  }

  @Test
  void seesThatANumberWasGivenToAnotherProcess() throws IOException {
    ProcessReader reader = new ProcessReader(scan, host.files(), true, new KernelUnits(4096, 100));
    ProcessMeter meter = new ProcessMeter(reader, 0, true, System::nanoTime);
    meter.measure(new Round(1));
    Path stat = root.resolve("proc/99/stat");
    Files.writeString(
        stat, Files.readString(stat).replace("(cron)", "(new)").replace(" 2000 ", " 299000 "));
    Round second = new Round(2);
    meter.measure(second);
    assertThat(Lines.processes(second))
        .hasSize(2)
        .satisfies(lines -> {
          assertThat(lines.get(0)).startsWith("ENDED 99<1 'cron' ''  start=1795221204000");
          assertThat(lines.get(1)).startsWith("STARTED 99<1 'new' ''");
        });
  }

  private String running(String process, String user, long startMillis) {
    return "RUNNING %s %s start=%d".formatted(process, user, startMillis);
  }

  /** The files belong to whoever runs the test; the golden host knows root and postgres alone. */
  private String owner() throws IOException {
    int number = (Integer) Files.getAttribute(root, "unix:uid");
    return number == 0 ? "root" : Integer.toString(number);
  }
}
