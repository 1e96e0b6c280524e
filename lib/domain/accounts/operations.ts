import "server-only";
import { changesBetween } from "@/lib/access/audit";
import { change, read } from "@/lib/access/operation";
import { acceptHolder, fullName, violatedBy } from "@/lib/domain/accounts/rules";
import { accountDetails, holderName, newAccount } from "@/lib/domain/accounts/schema";
import { accountOf, changeAccount, insertAccount, renameHolder, viewAccount as view } from "@/lib/domain/accounts/store";
import { nothing } from "@/lib/isomorphic/fields";
import { invalid, refuse, sentence } from "@/lib/isomorphic/result";

/** The operator makes an account for a customer, whose holder sets a password of their own at the first sign-in. */
export const openAccount = change({
  permission: "account.open",
  input: newAccount,
  prepare: acceptHolder,
  account: () => null,
  run: async (auth, holder) => {
    const account = await insertAccount(auth, { ...holder, changeDue: true });
    const { digitalId, handle } = account;
    return { value: { digitalId, handle, email: holder.email }, accountId: account.id, holder: { ...holder, id: account.holderId } };
  },
  audit: ({ holder }) => ({ subject: { id: holder.id, name: fullName(holder) }, changes: [] }),
  violated: violatedBy(invalid({ email: sentence("errors.email.exists") })),
});

/** General information: what everyone in the account may read. */
export const viewAccount = read({ permission: "account.view", input: nothing, run: (auth) => view(auth) });

const fields = ["organisation", "phone", "address", "postcode", "city", "country"] as const;

/** The account's own fields. Someone whose form is older than the last edit is told, and nothing is overwritten. */
export const editAccount = change({
  permission: "account.edit",
  input: accountDetails,
  prepare: (form) => form,
  run: async (auth, { version, ...after }) => {
    const before = await accountOf(auth);
    const changes = changesBetween(before as Record<(typeof fields)[number], string>, after, fields);
    // What is so already is not overtaken: the form was sent again because its answer was lost.
    if (before.version !== version && changes.length > 0) return refuse("conflict", "errors.account_overtaken");
    if (changes.length > 0) await changeAccount(auth, after);
    return { value: { version: before.version + Number(changes.length > 0) }, changes };
  },
  audit: ({ changes }) => (changes.length > 0 ? { changes } : null),
});

/** The holder's own name. */
export const editHolderName = change({
  permission: "holder.rename",
  input: holderName,
  prepare: (form) => form,
  run: async (auth, after) => {
    const before = await renameHolder(auth, after);
    return { value: null, changes: changesBetween(before, after, ["firstName", "lastName"]) };
  },
  audit: ({ changes }) => (changes.length > 0 ? { changes } : null),
});
