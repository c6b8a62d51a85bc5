/** Memory of this process that lies in RAM now, in megabytes. */
export function residentMb(): number {
  return Math.round(process.memoryUsage.rss() / 1e6);
}
