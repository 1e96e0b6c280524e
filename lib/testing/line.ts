import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { Transform } from "node:stream";

/** Loses the next message with this word, or the answer to it. */
type Trap = { word: string; lost: "question" | "answer" };

/** A connection to the database that can be cut or become silent, as machines and networks do. */
export async function lineTo(databaseUrl: string) {
  const url = new URL(databaseUrl);
  const there = { host: url.hostname, port: Number(url.port) };
  const ends = new Set<Socket>();
  let silent = false;
  let trap: Trap | null = null;
  const exchange = createServer((near) => {
    const far = connect(there);
    const cut = () => near.destroy();
    let answerIsLost = false;
    const asked = passing((chunk) => {
      if (!trap || !chunk.includes(trap.word)) return true;
      const { lost } = trap;
      trap = null;
      if (lost === "answer") return (answerIsLost = true);
      cut();
      return false;
    });
    const answered = passing(() => {
      if (answerIsLost) cut();
      return !answerIsLost;
    });
    for (const [end, other, way] of [
      [near, far, asked],
      [far, near, answered],
    ] as const) {
      ends.add(end);
      end.on("error", () => {}).on("close", () => (other.destroy(), ends.delete(end)));
      way.pipe(other);
      if (!silent) end.pipe(way);
    }
  });
  exchange.listen(0, "127.0.0.1");
  await once(exchange, "listening");
  const { port } = exchange.address() as AddressInfo;
  url.hostname = "127.0.0.1";
  url.port = String(port);
  const close = async () => {
    const closed = once(exchange, "close");
    exchange.close();
    for (const end of ends) end.destroy();
    await closed;
  };
  return {
    url: url.href,
    cut: close,
    /** Cuts the connection that sends this word next. */
    cutAt: (word: string, lost: Trap["lost"]) => void (trap = { word, lost }),
    hush: async () => {
      silent = true;
      for (const end of ends) end.unpipe().pause();
    },
    mend: async () => {
      silent = false;
      for (const end of ends) end.destroy();
      if (!exchange.listening) await once(exchange.listen(port, "127.0.0.1"), "listening");
    },
    close,
  };
}

export type Line = Awaited<ReturnType<typeof lineTo>>;

/** Passes on the chunks that `look` accepts. */
const passing = (look: (chunk: Buffer) => boolean) =>
  new Transform({ transform: (chunk: Buffer, _encoding, done) => (look(chunk) ? done(null, chunk) : undefined) });
