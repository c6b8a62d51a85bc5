import { z } from "zod";
import { configSchema } from "./config.js";

interface SchemaNode {
  readonly description?: string;
  readonly default?: unknown;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly SchemaNode[];
  readonly items?: SchemaNode;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
}

function typeText(node: SchemaNode): string {
  if (node.enum) return node.enum.map((v) => `\`${String(v)}\``).join(", ");
  if (node.const !== undefined) return `\`${String(node.const)}\``;
  if (node.anyOf) return node.anyOf.map(typeText).join(" or ");
  if (node.type === "array" && node.items) return `list of ${typeText(node.items)}`;
  if (node.type === "integer") return `whole number ${node.minimum ?? ""} to ${node.maximum ?? ""}`;
  return node.type ?? "";
}

function rows(node: SchemaNode, prefix: string): string[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, child]) => {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    if (child.properties) return rows(child, path);
    const standard = child.default === undefined ? "none" : `\`${JSON.stringify(child.default)}\``;
    return [`| \`${path}\` | ${child.description ?? ""} | ${typeText(child)} | ${standard} |`];
  });
}

/** The reference page of the configuration, as Markdown. */
export function configReference(): string {
  const schema: SchemaNode = JSON.parse(JSON.stringify(z.toJSONSchema(configSchema, { io: "input" })));
  return [
    "# Configuration",
    "",
    "A TOML file, by default `~/.config/sotto/config.toml` (or the path in `SOTTO_CONFIG`, or `--config`). Every key may be left out. A mistake or an unknown key is an error that names all mistakes at once, and the microphone stays closed. This page is made from the schema in `src/config/config.ts` by `npm run docs`.",
    "",
    "| key | what it does | values | default |",
    "|---|---|---|---|",
    ...rows(schema, ""),
    "",
    "```toml",
    'mode = "redact"',
    "",
    "[microphone]",
    'device = "hw:CARD=ArrayUAC10"',
    "channels = 6",
    "channel = [1, 2, 3, 4]",
    "",
    "[broker]",
    'url = "mqtts://broker.example:8883"',
    'userName = "kitchen"',
    'passwordFile = "/etc/sotto/broker.password"',
    'caFile = "/etc/sotto/ca.pem"',
    "",
    "[pins]",
    "button = 17",
    "led = 27",
    "```",
    "",
  ].join("\n");
}
