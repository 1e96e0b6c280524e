-- Each pair of initials has 100,000 handles of five digits. If half of them are taken, new handles get six digits.
ALTER TABLE "Account" DROP CONSTRAINT "Account_handle_check";
ALTER TABLE "Account" ADD CONSTRAINT "Account_handle_check" CHECK ("handle" ~ '^[a-z]{2}[0-9]{5,6}-[a-z0-9]+$');
