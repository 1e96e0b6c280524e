import { expect, it } from "vitest";
import { onEachProgram, operator } from "@/lib/testing/program";

onEachProgram("An edit sent again because the answer was lost", (program) => {
  it("succeeds and changes nothing; a different edit of the same version is a conflict", async () => {
    const { operations, signUp, addUser, inAccount, database } = await program();
    const { importServices } = await import("@/lib/domain/services/store");
    const ada = await signUp();
    const { id } = await addUser(ada, "jane");
    const service = {
      type: "domain",
      status: "active",
      boughtOn: "2025-01-01",
      automaticRenewal: null,
      name: "shop.example",
    } as const;
    const rows = [{ ...service, reference: "dom-1", renewsOn: "9999-12-31" }];
    await inAccount(operator, "services.import", (auth) => importServices(auth, rows), {
      accountId: ada.principal.accountId,
    });
    const bought = await database.db.service.findFirstOrThrow({ where: { accountId: ada.principal.accountId } });

    const forms = {
      "users.edit": { id, version: "0", email: "jane@example.com", privilege: "none", description: "Night shift" },
      "services.edit": { id: bought.id, version: "0", name: "The shop", note: "" },
      "account.edit": {
        version: "0",
        organisation: "Xu Ltd",
        phone: "",
        address: "",
        postcode: "",
        city: "",
        country: "",
      },
    } as const;
    const others = {
      "users.edit": { description: "Trainee" },
      "services.edit": { note: "Ask first" },
      "account.edit": { city: "Ghent" },
    };
    const lines = () => database.db.activity.count({ where: { accountId: ada.principal.accountId } });
    for (const permission of ["users.edit", "services.edit", "account.edit"] as const) {
      const send = (fields: object = {}) => operations[permission].perform(ada, { ...forms[permission], ...fields });
      const first = await send();
      expect([permission, first.outcome]).toEqual([permission, "done"]);
      const before = await lines();
      expect([permission, await send()]).toEqual([permission, first]);
      expect([permission, await send(others[permission])]).toMatchObject([permission, { outcome: "conflict" }]);
      expect(await lines()).toBe(before);
    }
  });
});
