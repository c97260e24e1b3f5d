package dev.zener.cli;

import dev.zener.op.Backend;
import dev.zener.op.Backends;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParentCommand;

/** The command {@code info}, which prints versions, machine, devices, precisions and kernels. */
@Command(
    name = "info",
    description =
        "Print versions, the machine, the devices and precisions that it has and the kernels"
            + " chosen.",
    footer = {"  zener info", "  zener info --device reference", "  zener info --precision auto"})
final class InfoCommand implements Runnable {
  @ParentCommand private ZenerCommand zener;
  @Mixin private DeviceOptions device;

  @Override
  public void run() {
    Backend backend = Backends.choose(device.device(), device.precision());
    zener.results().append(Info.versions());
    zener.results().append('\n').append(Info.machine());
    zener.results().append('\n').append(Info.devices());
    zener.results().append('\n').append(Info.precisions(device.device()));
    zener.results().append('\n').append(Info.kernels(device.device(), backend));
  }
}
