-- References and names of services get one form of each character: prisma/rows/20261201104300_one_form_of_references.mjs.
-- This trigger refuses such changes. The next migration creates it again.
DROP TRIGGER "Service_stays" ON "Service";
