-- The language that a person chose: its code. Empty: as the browser says.
ALTER TABLE "Person" ADD COLUMN "language" TEXT NOT NULL DEFAULT '' CHECK (length("language") <= 35);
