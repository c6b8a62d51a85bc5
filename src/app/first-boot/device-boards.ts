import { applyProfile } from "../../config/apply-profile.js";
import { configSchema } from "../../config/config.js";
import { profileShelf } from "../../config/edge/profile-shelf.js";
import { problemsOf } from "../../config/problems.js";
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
    bootLines: (profile) =>
      shelf
        .get(profile)
        .boot.filter(({ systems }) => systems.includes("sotto-image"))
        .map(({ line }) => line),
  };
}

function profileOf(hardware: unknown): string | undefined {
  if (typeof hardware !== "object" || hardware === null || !("profile" in hardware)) return undefined;
  return typeof hardware.profile === "string" ? hardware.profile : undefined;
}
