import "server-only";
import { changesBetween } from "@/lib/access/audit";
import { change, creation, unchanged } from "@/lib/access/change";
import { read } from "@/lib/access/operation";
import { accountInformation, editedAccount, openedAccount } from "@/lib/domain/accounts/output";
import { acceptHolder, fullName, violatedBy } from "@/lib/domain/accounts/rules";
import { accountDetails, holderName, newAccount } from "@/lib/domain/accounts/schema";
import {
  accountOf,
  changeAccount,
  insertAccount,
  ownNameOf,
  renameHolder,
  viewAccount as view,
  type AccountFields,
} from "@/lib/domain/accounts/store";
import { none, nothing } from "@/lib/isomorphic/fields";
import { invalid, refuse, sentence } from "@/lib/isomorphic/result";

/** Opens an account for a customer, by the operator. The account holder sets their own password at the first login. */
export const openAccount = creation({
  permission: "account.open",
  input: newAccount,
  output: openedAccount,
  prepare: (_auth, { input }) => acceptHolder(input),
  run: async (auth, { prepared: holder }) => {
    const { digitalId, handle, holderId, inside } = await insertAccount(auth, { ...holder, changeDue: true });
    return { value: { digitalId, handle, email: holder.email }, inside, holder: { ...holder, id: holderId } };
  },
  audit: ({ holder }) => ({ subject: { id: holder.id, name: fullName(holder) }, changes: [] }),
  violated: violatedBy(invalid({ email: sentence("errors.email.exists") })),
});

/** Shows general information, which everyone in the account can read. */
export const viewAccount = read({
  permission: "account.view",
  input: nothing,
  output: accountInformation,
  run: (auth) => view(auth),
});

const fields = ["organisation", "phone", "address", "postcode", "city", "country"] as const;

/** The fields that an edit would change. */
const editsOf = (before: AccountFields, after: AccountFields) => changesBetween(before, after, fields);

/** Changes the account's fields. Refuses a form that is older than the last edit, so that nothing is overwritten. */
export const editAccount = change({
  permission: "account.edit",
  input: accountDetails,
  output: editedAccount,
  target: async (auth, { version, ...after }) => {
    const before = await accountOf(auth);
    // Equal values are no conflict: the form was sent again because its answer was lost.
    const overtaken = before.version !== version && editsOf(before, after).length > 0;
    return overtaken ? refuse("conflict", "errors.account_overtaken") : before;
  },
  run: async (auth, { input: { version: _version, ...after }, target: before }) => {
    const changes = editsOf(before, after);
    if (changes.length === 0) return unchanged({ version: before.version });
    await changeAccount(auth, after);
    return { value: { version: before.version + 1 }, changes };
  },
  audit: ({ changes }) => ({ changes }),
});

/** Changes the account holder's own name. */
export const editHolderName = change({
  permission: "holder.rename",
  input: holderName,
  output: none,
  target: ownNameOf,
  run: async (auth, { input: after, target: before }) => {
    const changes = changesBetween(before, after, ["firstName", "lastName"]);
    if (changes.length === 0) return unchanged(null);
    await renameHolder(auth, after);
    return { value: null, changes };
  },
  audit: ({ changes }) => ({ changes }),
});
