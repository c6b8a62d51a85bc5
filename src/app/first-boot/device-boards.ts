import { applyProfile } from "../../config/apply-profile.js";
import { configSchema, parseConfig } from "../../config/config.js";
import { profileShelf } from "../../config/edge/profile-shelf.js";
import { problemsOf } from "../../config/problems.js";
import type { PinConfig } from "../../light/lamp-wiring.js";
import type { Boards } from "./boards.js";

/** The boards whose profiles came with Sotto, as the image knows them. */
export function deviceBoards(): Boards {
  const shelf = profileShelf();
  return {
    problemsOf(config) {
      const { hardware, ...rest } = config;
      const profile = profileOf(hardware);
      const isKnown = profile === undefined || shelf.names.includes(profile);
      const whole = isKnown ? applyProfile(config, shelf) : rest;
      const parsed = configSchema.safeParse(whole);
      return [
        ...(isKnown ? [] : [`profile: there is no ${profile}; known are ${shelf.names.join(", ")}`]),
        ...(parsed.success ? [] : problemsOf(parsed.error)),
      ];
    },
    bootLines(config) {
      const profile = profileOf(config["hardware"]);
      const lines = (profile === undefined ? [] : shelf.get(profile).boot)
        .filter(({ systems }) => systems.includes("sotto-image"))
        .map(({ line }) => line);
      const { pins } = parseConfig(applyProfile(config, shelf));
      return pins === undefined ? lines : [...new Set([...lines, pullLine(pins)])];
    },
  };
}

/** sysfs sets no pull-up, and some lines are pulled down at power-up, as if somebody pressed. */
function pullLine({ button, buttonPressed }: PinConfig): string {
  return `gpio=${button}=${buttonPressed === "high" ? "pd" : "pu"}`;
}

function profileOf(hardware: unknown): string | undefined {
  if (typeof hardware !== "object" || hardware === null || !("profile" in hardware)) return undefined;
  return typeof hardware.profile === "string" ? hardware.profile : undefined;
}
