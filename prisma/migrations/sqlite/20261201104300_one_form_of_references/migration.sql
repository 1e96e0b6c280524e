-- References and names of services get one form of each character: prisma/rows/20261201104300_one_form_of_references.mjs.
-- What keeps references as they are comes back with the next migration.
DROP TRIGGER "Service_stays";
