-- What the server that started last says of itself, for the operator's commands: one row.
CREATE TABLE "Installation" (
  "id" INTEGER NOT NULL PRIMARY KEY CHECK ("id" = 1),
  "origin" TEXT NOT NULL CHECK (length("origin") BETWEEN 1 AND 300),
  "mail" BOOLEAN NOT NULL
);
