import type { Command } from "commander";

type AddCommand = (program: Command) => void;

/**
 * Each command with its file, in the order of the help. A file is loaded when its command is asked for: all of them
 * together bring every engine and every library, a second of work before the first line of `sotto ledger`.
 */
const COMMANDS: Readonly<Record<string, () => Promise<AddCommand>>> = {
  run: async () => (await import("./run-command.js")).addRunCommand,
  demo: async () => (await import("./demo-command.js")).addDemoCommand,
  setup: async () => (await import("./setup-command.js")).addSetupCommand,
  doctor: async () => (await import("./doctor-command.js")).addDoctorCommand,
  isolation: async () => (await import("./isolation-command.js")).addIsolationCommand,
  redact: async () => (await import("./redact-command.js")).addRedactCommand,
  replay: async () => (await import("./replay-command.js")).addReplayCommand,
  keep: async () => (await import("./keep-command.js")).addKeepCommand,
  read: async () => (await import("./read-command.js")).addReadCommand,
  erase: async () => (await import("./erase-command.js")).addEraseCommand,
  mute: async () => (await import("./mute-command.js")).addMuteCommand,
  history: async () => (await import("./history-command.js")).addHistoryCommand,
  ledger: async () => (await import("./ledger-command.js")).addLedgerCommand,
  keys: async () => (await import("./keys-command.js")).addKeysCommand,
  enroll: async () => (await import("./enroll-command.js")).addEnrollCommand,
  update: async () => (await import("./update-command.js")).addUpdateCommand,
  reset: async () => (await import("./reset-command.js")).addResetCommand,
  models: async () => (await import("./models-command.js")).addModelsCommand,
  bench: async () => (await import("./bench-command.js")).addBenchCommand,
  eval: async () => (await import("./eval-command.js")).addEvalCommand,
};

/** The first word that is neither an option nor the value of `--config`. */
function askedFor(words: readonly string[]): string | undefined {
  return words.find((word, at) => !word.startsWith("-") && words[at - 1] !== "--config");
}

/** Adds the command that is asked for; all of them for a question about the program, or for a word that is none. */
export async function loadCommands(program: Command, words: readonly string[]): Promise<void> {
  const one = COMMANDS[askedFor(words) ?? ""];
  for (const load of one ? [one] : Object.values(COMMANDS)) (await load())(program);
}
