import { SourceMap } from "node:module";
import ts from "typescript";

export interface FileCoverage {
  readonly file: string;
  /** Of functions that were entered: arms of branches, bodies of loops, handlers. */
  readonly arms: number;
  readonly armsReached: number;
  /** Lines of the source on which a statement of such a function begins. */
  readonly lines: number;
  readonly linesReached: number;
  /** Arms that no input reached: line of the source and how it begins. */
  readonly unreached: readonly string[];
  /** Functions that were never entered, as those that write messages. */
  readonly idle: readonly string[];
}

/** @param code as it runs, with its source map inside where it was translated @param marks which characters were reached */
export function fileCoverage(file: string, code: string, marks: Uint8Array): FileCoverage {
  const tree = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  const lineOf = originalLines(code, tree);
  const isReached = (node: ts.Node) => marks[node.getStart()] === 1;
  const arms: ts.Node[] = [];
  const idle: string[] = [];
  const lines = new Map<number, boolean>();
  const visit = (node: ts.Node, isInside: boolean): void => {
    // What a module does when it is loaded came before the first look.
    if (isInside) {
      arms.push(...armsOf(node));
      if (ts.isStatement(node) && !ts.isBlock(node)) {
        const line = lineOf(node.getStart());
        lines.set(line, (lines.get(line) ?? true) && isReached(node));
      }
    }
    const body = bodyOf(node);
    if (body !== undefined && !marks.subarray(body.getStart(), body.getEnd()).includes(1)) {
      const name = nameOf(node);
      // Two underscores: what the translation added.
      if (!name.startsWith("__")) idle.push(`${name} (${lineOf(node.getStart())})`);
      return;
    }
    ts.forEachChild(node, (child) => visit(child, isInside || body !== undefined));
  };
  visit(tree, false);
  const missed = arms.filter((arm) => !isReached(arm));
  return {
    file,
    arms: arms.length,
    armsReached: arms.length - missed.length,
    lines: lines.size,
    linesReached: [...lines.values()].filter(Boolean).length,
    unreached: missed.map((arm) => `${lineOf(arm.getStart())}: ${beginning(arm)}`),
    idle,
  };
}

function bodyOf(node: ts.Node): ts.Node | undefined {
  if (!ts.isFunctionLike(node) || !("body" in node) || node.body === undefined) return undefined;
  return isNode(node.body) ? node.body : undefined;
}

function nameOf(node: ts.Node): string {
  const named = "name" in node && isNode(node.name) ? node : node.parent;
  return "name" in named && isNode(named.name) ? named.name.getText() : "a function";
}

function isNode(value: unknown): value is ts.Node {
  return typeof value === "object" && value !== null && "kind" in value && "getStart" in value;
}

function armsOf(node: ts.Node): readonly ts.Node[] {
  if (ts.isIfStatement(node))
    return [node.thenStatement, ...(node.elseStatement ? [node.elseStatement] : [])];
  if (ts.isConditionalExpression(node)) return [node.whenTrue, node.whenFalse];
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    const isEither =
      kind === ts.SyntaxKind.AmpersandAmpersandToken ||
      kind === ts.SyntaxKind.BarBarToken ||
      kind === ts.SyntaxKind.QuestionQuestionToken;
    return isEither ? [node.right] : [];
  }
  if (ts.isIterationStatement(node, false)) return [node.statement];
  if (ts.isCaseOrDefaultClause(node)) return node.statements.slice(0, 1);
  // An empty handler has nothing to reach; some translations add such.
  return ts.isCatchClause(node) && node.block.statements.length > 0 ? [node.block] : [];
}

function beginning(node: ts.Node): string {
  const text = node.getText().replace(/\s+/g, " ");
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** Lines of the source from 1, for offsets in the code that runs. */
function originalLines(code: string, tree: ts.SourceFile): (offset: number) => number {
  const [, encoded] = /sourceMappingURL=data:application\/json[^,]*;base64,([\w+/=]+)/.exec(code) ?? [];
  const place = (offset: number) => tree.getLineAndCharacterOfPosition(offset);
  if (encoded === undefined) return (offset) => place(offset).line + 1;
  const map = new SourceMap(JSON.parse(Buffer.from(encoded, "base64").toString("utf8")));
  return (offset) => {
    const { line, character } = place(offset);
    const entry = map.findEntry(line, character);
    return "originalLine" in entry ? entry.originalLine + 1 : line + 1;
  };
}
