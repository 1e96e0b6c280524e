import { OtherVersion, Unanswered } from "@/components/form/loss";

/** In milliseconds. Until then the page can be read, but most of its buttons do nothing. */
const patience = 30_000;

type Loading = { arrival: Promise<object>; texts?: object };
const files = new Map<string, Loading>();

/** The texts of a file if they are here. */
export const arrivedTexts = (file: string): object | undefined => files.get(file)?.texts;

/** Loads the texts of a file, once for all pages. A failed file stays failed: only a new page asks for it again. */
export function loadTexts(file: string): Promise<object> {
  const known = files.get(file);
  if (known) return known.arrival;
  const loading: Loading = { arrival: fetchTexts(file).then((texts) => (loading.texts = texts)) };
  files.set(file, loading);
  return loading.arrival;
}

/** The same for a part that a user opens. After a failure, the next press asks again. */
export const loadLateTexts = (file: string): Promise<object> =>
  loadTexts(file).catch((error: unknown) => {
    files.delete(file);
    throw error;
  });

async function fetchTexts(file: string): Promise<object> {
  const answer = await fetch(file, { signal: AbortSignal.timeout(patience) }).catch((cause: unknown) => {
    throw new Unanswered("the texts did not come", { cause });
  });
  if (answer.status === 404) throw new OtherVersion();
  if (!answer.ok) throw new Unanswered(`the texts came with ${answer.status}`);
  const texts: unknown = await answer.json().catch((cause: unknown) => {
    throw new Unanswered("the texts are no JSON", { cause });
  });
  if (!isTexts(texts)) throw new Unanswered("something else came instead of the texts");
  return texts;
}

/** Sections of texts. A proxy or the page of a network's owner may answer with other JSON. */
const isTexts = (answer: unknown): answer is object =>
  isObject(answer) && Object.keys(answer).length > 0 && Object.values(answer).every(isObject);

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
