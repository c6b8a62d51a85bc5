import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { SottoError } from "../../domain/errors.js";
import { systemCode } from "../../keys/edge/private-file.js";
import { mountAt } from "./mounts.js";

const BY_PARTITION = "/dev/disk/by-partuuid";

/** Places of an image. */
export interface ImagePlaces {
  /** Where its data partition is mounted. */
  readonly data: string;
  /** A folder that is bound from there. */
  readonly bound: string;
  /** Where the partition is mounted that starts the machine. */
  readonly card: string;
  /** In the form of fstab(5). */
  readonly mountTable: string;
}

/**
 * The data partition of the image that runs here, by a name that stays when all of it has been overwritten. Believed only
 * where everything agrees that the image lays down, since somebody's own disk may be mounted at the same place.
 * @throws SottoError RESET_UNAVAILABLE saying what does not agree
 */
export function imagePartition({ data, bound, card, mountTable }: ImagePlaces): string {
  const rows = tableRows(mountTable);
  const named = rows.find(({ at }) => at === data)?.from;
  const isBound = rows.some(
    ({ from, at, options }) => at === bound && from.startsWith(`${data}/`) && options.includes("bind"),
  );
  if (named === undefined || !isBound) throw refusal(`${mountTable} does not bind ${bound} from ${data}`);
  if (!named.startsWith("/dev/") || !existsSync(named)) throw refusal(`${named} is not there`);
  const device = realpathSync(named);
  const number = deviceNumber(device);
  // A reset runs before they are mounted, and one that was disturbed has unmounted a part of them.
  const isOther = (place: string) => (mountAt(place)?.number ?? number) !== number;
  if (isOther(data) || isOther(bound)) {
    throw refusal(`${data} and ${bound} are not what ${mountTable} says`);
  }
  const start = mountAt(card)?.number;
  const disk = diskOf(number);
  if (start === undefined || disk === undefined || disk !== diskOf(start)) {
    throw refusal(`${device} and what is mounted at ${card} are not of the same disk`);
  }
  if (number === start || number === mountAt("/")?.number) throw refusal(`${device} starts this machine`);
  return partitionNames().find((each) => existsSync(each) && realpathSync(each) === device) ?? device;
}

function refusal(detail: string): SottoError {
  return new SottoError("RESET_UNAVAILABLE", `an image, but ${detail}: nothing was erased`);
}

/** `major:minor`, as the kernel tells it. @throws SottoError RESET_UNAVAILABLE for what is no block device */
export function deviceNumber(device: string): string {
  try {
    return readFileSync(`/sys/class/block/${basename(realpathSync(device))}/dev`, "utf8").trim();
  } catch (cause) {
    throw new SottoError("RESET_UNAVAILABLE", `${device} is no partition`, cause);
  }
}

/** The disk of a partition, as its folder in sysfs; undefined for what is no partition. */
function diskOf(number: string): string | undefined {
  const link = `/sys/dev/block/${number}`;
  if (!existsSync(join(link, "partition"))) return undefined;
  return dirname(realpathSync(link));
}

interface TableRow {
  readonly from: string;
  readonly at: string;
  readonly options: readonly string[];
}

function tableRows(table: string): readonly TableRow[] {
  if (!existsSync(table)) return [];
  return readFileSync(table, "utf8")
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([first = "#"]) => !first.startsWith("#"))
    .map(([from = "", at = "", , options = ""]) => ({
      from: from.replace(/^PARTUUID=/, `${BY_PARTITION}/`),
      at,
      options: options.split(","),
    }));
}

function partitionNames(): readonly string[] {
  try {
    return readdirSync(BY_PARTITION).map((name) => join(BY_PARTITION, name));
  } catch (error) {
    if (systemCode(error) === "ENOENT") return [];
    throw error;
  }
}
