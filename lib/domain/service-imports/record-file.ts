import "server-only";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { TokenParser, Tokenizer, TokenType } from "@streamparser/json";
import { CsvError, parse } from "csv-parse";
import { plain, type RowReport } from "@/lib/domain/service-imports/schema";
import { sentence, type MessageKey, type Sentence } from "@/lib/isomorphic/result";

export type Unit = RowReport["unit"];

/** A record of a file: the value of each column, and its place. */
export type FileRecord = {
  values: Record<string, unknown>;
  /** The line of a value, or without a name, the line where the record begins. In JSON, the number of the row. */
  placeOf: (name?: string) => number;
  /** Duplicate names: `values` holds only the last value of each. */
  twice: readonly string[];
};

/** Says why a file cannot be read to its end. */
export class UnreadableFile extends Error {
  constructor(readonly sentence: Sentence) {
    super(sentence.key);
  }
}

/** Longer than any real record. Without a limit, a missing quotation mark would make the rest of the file one record. */
const longestRecord = 65_536;

/**
 * Reads a CSV file (commas, semicolons or tabs, with a header line) or a JSON file (a list of objects) in UTF-8. Reads record by
 * record, so it needs little memory for any size. In a CSV file, `names` match in any letter case, and with spaces, dashes or
 * underscores. An unknown name, or a missing one of `required`, makes the file unreadable. Skips what spreadsheets add: a first
 * line `sep=;`, empty columns at the end, and rows without values. Throws an `UnreadableFile`, also if the file is cut off.
 */
export async function readRecords(
  file: string,
  names: readonly string[],
  required: readonly string[],
): Promise<{ unit: Unit; records: AsyncGenerator<FileRecord> }> {
  const text = textOf(file);
  const chunks: string[] = [];
  // The beginning tells the kind of file. Reads up to the end of the first line, or up to the limit.
  for (let length = 0; length < longestRecord && !/[\r\n]/.test(chunks.join("").trimStart());) {
    const { value, done } = await text.next();
    if (done) break;
    length += chunks[chunks.push(value) - 1]!.length;
  }
  const beginning = chunks.join("");
  if (beginning.trim() === "") throw unreadable("errors.file.empty");
  const whole = (async function* () {
    yield beginning;
    yield* text;
  })();
  return /^\s*[[{]/.test(beginning)
    ? { unit: "row", records: filled(jsonRecords(whole)) }
    : { unit: "line", records: filled(csvRecords(whole, beginning, names, required)) };
}

/** Skips records without any value. */
async function* filled(records: AsyncGenerator<FileRecord>): AsyncGenerator<FileRecord> {
  for await (const record of records) if (!Object.values(record.values).every(isBlank)) yield record;
}

/** Whether a value is empty. */
export const isBlank = (value: unknown) =>
  value === null || value === undefined || (typeof value === "string" && value.trim() === "");

/** Reads the text of a file in pieces, without the byte order mark. */
async function* textOf(file: string): AsyncGenerator<string, void> {
  const kind = await stat(file).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(error.code === "ENOENT" ? "errors.file.missing" : "errors.file.closed", { file });
  });
  // A pipe or device might never end.
  if (!kind.isFile()) throw unreadable("errors.file.no_file", { file });
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let place: Place = { line: 1, character: 1 };
  for await (const bytes of readable(file)) {
    let text: string;
    try {
      text = decoder.decode(bytes, { stream: true });
    } catch {
      throw unreadable("errors.file.encoding", onward(place, bytes.toString().split("\uFFFD", 1)[0]!));
    }
    const zero = text.indexOf("\0");
    if (zero >= 0) throw unreadable("errors.file.binary", onward(place, text.slice(0, zero)));
    place = onward(place, text);
    yield text;
  }
  try {
    decoder.decode();
  } catch {
    throw unreadable("errors.file.encoding", place);
  }
}

/** A position in a file, counted from one. */
type Place = { line: number; character: number };

/** The position after a text that begins at this position. */
function onward({ line, character }: Place, text: string): Place {
  const lines = text.split("\n");
  const length = [...lines.at(-1)!].length;
  return lines.length > 1
    ? { line: line + lines.length - 1, character: length + 1 }
    : { line, character: character + length };
}

async function* readable(file: string): AsyncGenerator<Buffer, void> {
  try {
    yield* createReadStream(file) as AsyncIterable<Buffer>;
  } catch {
    throw unreadable("errors.file.closed", { file });
  }
}

// ——— CSV ———

async function* csvRecords(
  text: AsyncGenerator<string>,
  beginning: string,
  names: readonly string[],
  required: readonly string[],
): AsyncGenerator<FileRecord> {
  // The parser tells where a record ends, but counts each CRLF inside a value as two line breaks.
  let [ended, counted] = [0, 0];
  const places: { line: number; breaks: number[] }[] = [];
  const parser = parse({
    delimiter: delimiterOf(beginning),
    max_record_size: longestRecord,
    // A file can mix line endings. Without this list, the parser uses the first line's ending for all.
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    skip_empty_lines: true,
    trim: true,
    // Called at once for each record. A later parse error can discard records that are not read yet.
    on_record: (record: string[], { lines }) => {
      counted += record.reduce((sum, cell) => sum + cell.split("\r\n").length - 1, 0);
      ended = lines - counted;
      const breaks = record.map(lineBreaksIn);
      places.push({ line: ended - sumOf(breaks), breaks });
      return record;
    },
  });
  const source = Readable.from(text);
  source.on("error", (error) => parser.destroy(error));
  source.pipe(parser);
  let columns: readonly string[] | undefined;
  try {
    for await (const record of parser as AsyncIterable<string[]>) {
      const { line, breaks } = places.shift()!;
      if (record.every(isBlank)) continue;
      if (!columns) {
        if (!separatorLine.test(record[0]!)) columns = columnsOf(withoutBlankEnd(record, 0), names, required, line);
        continue;
      }
      const cells = withoutBlankEnd(record, columns.length);
      if (cells.length !== columns.length) {
        throw unreadable("errors.file.count", { line, count: cells.length, wanted: columns.length });
      }
      const values = Object.fromEntries(columns.map((column, at) => [column, record[at]]));
      const placeOf = (name?: string) => line + (name ? sumOf(breaks.slice(0, columns!.indexOf(name))) : 0);
      yield { values, placeOf, twice: [] };
    }
    if (!columns) throw unreadable("errors.file.empty");
  } catch (error) {
    throw error instanceof CsvError ? unreadableCsv(error, ended + 1, counted) : error;
  } finally {
    source.destroy();
    parser.destroy();
  }
}

const lineBreaksIn = (cell: string) => cell.split(/\r\n|\r|\n/).length - 1;

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0);

/** The line from which Excel reads the separator. The parser may have split it there already. */
const separatorLine = /^sep=[,;|\t]?$/i;

/** Removes empty cells at the end of a record, down to `least` cells. */
function withoutBlankEnd(record: string[], least: number): string[] {
  const end = record.findLastIndex((cell) => !isBlank(cell)) + 1;
  return record.slice(0, Math.max(end, least));
}

/** The separator named by the first line (`sep=;`), else the most frequent of the three in the header line. */
function delimiterOf(beginning: string): string {
  const named = /^\s*"?sep=([,;|\t])/i.exec(beginning)?.[1];
  if (named) return named;
  const head = beginning.trimStart().split(/[\r\n]/, 1)[0]!;
  const count = (mark: string) => head.split(mark).length;
  return [",", ";", "\t"].reduce((most, mark) => (count(mark) > count(most) ? mark : most));
}

/** Maps the header line to known column names. */
function columnsOf(head: string[], names: readonly string[], required: readonly string[], line: number): string[] {
  const found = head.map((cell, at) => {
    const name = names.find((known) => plain(known) === plain(cell));
    if (!name)
      throw unreadable("errors.file.unknown_column", {
        line,
        column: at + 1,
        name: shortened(cell),
        known: names.join(", "),
      });
    return name;
  });
  const twice = found.find((name, at) => found.indexOf(name) < at);
  if (twice) throw unreadable("errors.file.column_twice", { line, name: twice });
  const missing = required.filter((name) => !found.includes(name));
  if (missing.length > 0) throw unreadable("errors.file.missing_column", { line, name: missing.join(", ") });
  return found;
}

/** `began` is the first line of the unreadable record. */
function unreadableCsv(
  { code, lines, column }: CsvError & { lines?: number; column?: unknown },
  began: number,
  counted: number,
): UnreadableFile {
  const at = typeof column === "number" ? column + 1 : 1;
  if (code === "CSV_MAX_RECORD_SIZE") return unreadable("errors.file.long", { line: began, column: at });
  if (code === "CSV_QUOTE_NOT_CLOSED") return unreadable("errors.file.quote_open", { line: began, column: at });
  return unreadable("errors.file.quote", { line: (lines ?? 1) - counted, column: at });
}

// ——— JSON ———

async function* jsonRecords(text: AsyncGenerator<string>): AsyncGenerator<FileRecord> {
  const bytesOf = new TextEncoder();
  const tokenizer = new Tokenizer();
  const values = new TokenParser({ paths: ["$.*"], keepStack: false });
  const ready: FileRecord[] = [];
  // The current piece, its offset, and the position up to which its bytes are counted.
  let [piece, base, counted, line, character] = [new Uint8Array(), 0, 0, 1, 1];
  const placeAt = (offset: number): Place => {
    for (; counted < offset; counted++) {
      const byte = piece[counted - base]!;
      if (byte === 10) [line, character] = [line + 1, 1];
      // Continuation bytes in UTF-8 begin with the bits 10.
      else if ((byte & 0xc0) !== 0x80) character++;
    }
    return { line, character };
  };
  let [depth, began, row, last] = [0, 0, 0, { offset: 0, text: "", at: { line: 1, character: 1 } }];
  let record = { start: last.at, names: new Set<string>(), twice: [] as string[] };

  tokenizer.onToken = (token) => {
    const { token: kind, offset, value } = token;
    const at = placeAt(offset);
    if (depth === 0 && kind !== TokenType.LEFT_BRACKET) throw unreadable("errors.file.no_list", at);
    if (depth === 1 && kind !== TokenType.COMMA && kind !== TokenType.RIGHT_BRACKET) {
      [began, row] = [offset, row + 1];
      record = { start: at, names: new Set(), twice: [] };
    }
    if (depth === 2 && kind === TokenType.COLON) {
      if (record.names.has(last.text)) record.twice.push(last.text);
      record.names.add(last.text);
    }
    if (kind === TokenType.LEFT_BRACE || kind === TokenType.LEFT_BRACKET) depth++;
    if (kind === TokenType.RIGHT_BRACE || kind === TokenType.RIGHT_BRACKET) depth--;
    last = { offset, text: String(value), at };
    values.write(token);
  };
  values.onValue = ({ value }) => {
    const { start, twice } = record;
    const at = row;
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw unreadable("errors.file.no_object", start);
    ready.push({ values: value as Record<string, unknown>, placeOf: () => at, twice });
  };
  const step = (work: () => void) => {
    try {
      work();
    } catch (error) {
      if (error instanceof UnreadableFile) throw error;
      throw unreadable("errors.file.json", last.at);
    }
  };
  tokenizer.onError = values.onError = (error) => {
    throw error;
  };

  for await (const chunk of text) {
    piece = bytesOf.encode(chunk);
    step(() => tokenizer.write(piece));
    const end = base + piece.length;
    if (end - (depth > 1 ? began : last.offset) > longestRecord) throw unreadable("errors.file.long_json", last.at);
    placeAt(end);
    base = end;
    yield* ready.splice(0);
  }
  step(() => tokenizer.end());
  // The file can end between two tokens, before the list is complete.
  if (!values.isEnded) throw unreadable("errors.file.json", last.at);
  yield* ready.splice(0);
}

const unreadable = (key: MessageKey, params?: Sentence["params"]) => new UnreadableFile(sentence(key, params));

/** Makes text from a file safe and short enough for one line: a terminal would obey control characters. */
export function shortened(text: string): string {
  const characters = [...text.replaceAll(/[\p{Cc}\p{Cf}]/gu, "\uFFFD")];
  return characters.length > 40 ? `${characters.slice(0, 40).join("")}…` : characters.join("");
}
