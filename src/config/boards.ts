/** The computers and systems that a profile speaks about, in the order in which pages list them. */
export const BOARDS = ["pi3", "pi4", "pi5", "zero2w"] as const;
export type Board = (typeof BOARDS)[number];

export const BOARD_NAMES: Readonly<Record<Board, string>> = {
  pi3: "Pi 3, 3+",
  pi4: "Pi 4, 400",
  pi5: "Pi 5",
  zero2w: "Zero 2 W",
};

/** Label of the chip whose lines go to the header. */
export const CHIP_OF_BOARD: Readonly<Record<Board, string>> = {
  pi3: "pinctrl-bcm2835",
  pi4: "pinctrl-bcm2711",
  pi5: "pinctrl-rp1",
  zero2w: "pinctrl-bcm2835",
};

export const SYSTEMS = ["raspios-bookworm", "raspios-trixie", "sotto-image"] as const;
export type System = (typeof SYSTEMS)[number];

export const SYSTEM_NAMES: Readonly<Record<System, string>> = {
  "raspios-bookworm": "Raspberry Pi OS bookworm",
  "raspios-trixie": "Raspberry Pi OS trixie",
  "sotto-image": "Sotto's image (Debian trixie)",
};

/** What a claim was tried on. Nothing has been tried on real hardware yet; `read` is somebody else's word or source. */
export const TRIED_ON = ["hardware", "vm", "emulation", "read"] as const;
export type TriedOn = (typeof TRIED_ON)[number];
