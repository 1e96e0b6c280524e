-- Somebody asked for a link to set a new password. Kept alike for everybody, and answered by the program afterwards.
CREATE TABLE "ResetRequest" (
  "id" TEXT NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "typed" TEXT NOT NULL CHECK (length("typed") <= 4000),
  "language" TEXT NOT NULL CHECK (length("language") <= 35),
  "address" TEXT NOT NULL CHECK (length("address") <= 64),
  "createdAt" DATETIME NOT NULL CHECK ("createdAt" GLOB '????-??-??T??:??:??.???+00:00')
);

CREATE INDEX "ResetRequest_createdAt_id_idx" ON "ResetRequest"("createdAt", "id");
-- An address may be that of several logins, in several accounts.
CREATE INDEX "Person_emailKey_idx" ON "Person"("emailKey");
