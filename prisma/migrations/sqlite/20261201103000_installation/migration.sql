-- What the last started server says about itself, for the operator's commands. One row.
CREATE TABLE "Installation" (
  "id" INTEGER NOT NULL PRIMARY KEY CHECK ("id" = 1),
  "origin" TEXT NOT NULL CHECK (length("origin") BETWEEN 1 AND 300),
  "mail" BOOLEAN NOT NULL
);
