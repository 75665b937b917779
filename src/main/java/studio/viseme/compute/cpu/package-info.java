/**
 * The CPU engine: own Java on the Vector API. Start reading at {@link
 * studio.viseme.compute.cpu.CpuEngine}.
 */
@NullMarked
package studio.viseme.compute.cpu;

import org.jspecify.annotations.NullMarked;
