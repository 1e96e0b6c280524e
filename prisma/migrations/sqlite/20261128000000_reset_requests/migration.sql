-- Requests for a link to set a new password. They are stored in the same way whether or not the person exists, and answered later.
CREATE TABLE "ResetRequest" (
  "id" TEXT NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "typed" TEXT NOT NULL CHECK (length("typed") <= 4000),
  "language" TEXT NOT NULL CHECK (length("language") <= 35),
  "address" TEXT NOT NULL CHECK (length("address") <= 64),
  "createdAt" DATETIME NOT NULL CHECK ("createdAt" GLOB '????-??-??T??:??:??.???+00:00')
);

CREATE INDEX "ResetRequest_createdAt_id_idx" ON "ResetRequest"("createdAt", "id");
-- Several logins, in several accounts, may have the same address.
CREATE INDEX "Person_emailKey_idx" ON "Person"("emailKey");
