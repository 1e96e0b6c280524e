// Brings references and names of services into one form of each character (NFC), as the program reads them. The columns for sorting and
// searching have no marks, so they are the same in both forms.

/** @typedef {import("../migrate.mjs").Rows} Rows */
/** @typedef {{ id: string, accountId: number, reference: string, name: string, providerName: string, digitalId: string }} Service */
/** @typedef {{ importId: string, accountId: number, reference: string, name: string }} Staged */

const atOnce = 500;

/** All other texts are ASCII. */
const toBeRead = `octet_length("reference") <> length("reference") OR octet_length("name") <> length("name")`;

/** @param {string} text */
const read = (text) => text.normalize("NFC");

/** @param {Rows} rows */
export async function change(rows) {
  for (let after = ""; ;) {
    const services = /** @type {Service[]} */ (
      await rows.all(
        `SELECT "Service"."id", "accountId", "reference", "name", "providerName", "digitalId" FROM "Service"
         JOIN "Account" ON "Account"."id" = "accountId"
         WHERE "Service"."id" > ? AND (${toBeRead} OR octet_length("providerName") <> length("providerName")) ORDER BY "Service"."id" LIMIT ${atOnce}`,
        [after],
      )
    );
    for (const service of services) await readAgain(rows, service);
    const last = services.at(-1);
    if (!last) break;
    after = last.id;
  }
  await readStaged(rows);
}

/** @param {Rows} rows @param {Service} service */
async function readAgain(rows, { id, accountId, reference, name, providerName, digitalId }) {
  const values = [read(name), read(providerName), id];
  if (values[0] !== name || values[1] !== providerName)
    await rows.run(`UPDATE "Service" SET "name" = ?, "providerName" = ? WHERE "id" = ?`, values);
  const key = read(reference);
  if (key === reference) return;
  const [twin] = await rows.all(`SELECT 1 AS "there" FROM "Service" WHERE "accountId" = ? AND "reference" = ?`, [
    accountId,
    key,
  ]);
  if (!twin) return rows.run(`UPDATE "Service" SET "reference" = ? WHERE "id" = ?`, [key, id]);
  rows.warn(
    `The account ${digitalId} has the service ${key} twice, because its reference was written in two ways. ` +
      `Imports change one of them; the other stays unchanged.`,
  );
}

/** Converts rows of an import that was interrupted. Of two that become one, one stays. @param {Rows} rows */
async function readStaged(rows) {
  const staged = /** @type {Staged[]} */ (
    await rows.all(`SELECT "importId", "accountId", "reference", "name" FROM "ServiceImportRow" WHERE ${toBeRead}`, [])
  );
  for (const { importId, accountId, reference, name } of staged) {
    const key = read(reference);
    const where = `"importId" = ? AND "accountId" = ? AND "reference" = ?`;
    const [twin] =
      key === reference
        ? []
        : await rows.all(`SELECT 1 AS "there" FROM "ServiceImportRow" WHERE ${where}`, [importId, accountId, key]);
    if (twin) await rows.run(`DELETE FROM "ServiceImportRow" WHERE ${where}`, [importId, accountId, reference]);
    else
      await rows.run(`UPDATE "ServiceImportRow" SET "reference" = ?, "name" = ? WHERE ${where}`, [
        key,
        read(name),
        importId,
        accountId,
        reference,
      ]);
  }
}
